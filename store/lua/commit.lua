-- commit writes one decision, all of it or nothing.
--
-- KEYS   1 ticket  2 due  3 open  4 events  5 outbox  6 slots  7 lanes
--        8 seen (of the deduplication key)  9 last (of the author)
--        then the posts, the people to add the ticket to, the people to take it from
-- ARGV   1 number  2 revision it was decided on, 12 digits; '' for a new ticket
--        3 new header up to the ids of the new events  4 document
--        5 next due instant in ms, '' for none  6 '1' while the ticket is open  7 now in ms
--        8 lifetime of seen and last in ms  9 '1' with a deduplication key  10 its reply
--        11 value of last, '' for none  12 prefix of the lane lists  13 team
--        14 how many posts  15 people to add  16 people to take from  17 events  18 notices
--        then per event: hash of the one before, event
--        then per notice: id, lane, class, slot ('' for none), notice
-- RETURNS {'ok'}, {'seen', reply}, {'conflict'} or {'taken', number}
--
-- Lane lists are built from the prefix: they lie in the slot of the other keys.
-- The first write is one that a full server refuses, so nothing is written in part.

local number, revision, now = ARGV[1], ARGV[2], ARGV[7]
local posts, add, take = tonumber(ARGV[14]), tonumber(ARGV[15]), tonumber(ARGV[16])
local events, notices = tonumber(ARGV[17]), tonumber(ARGV[18])

if ARGV[9] == '1' then
  local reply = redis.call('GET', KEYS[8])
  if reply then return {'seen', reply} end
end
if redis.call('GETRANGE', KEYS[1], 0, 11) ~= revision then return {'conflict'} end
if revision == '' then
  for i = 10, 9 + posts do
    local has = redis.call('GET', KEYS[i])
    if has and has ~= number then return {'taken', has} end
  end
end

local at = 19
local ids = {}
for i = 1, events do
  ids[i] = redis.call('XADD', KEYS[4], '*', 'v', '1', 'w', ARGV[13], 't', number, 'p', ARGV[at], 'e', ARGV[at + 1])
  at = at + 2
end
redis.call('SET', KEYS[1], ARGV[3] .. table.concat(ids, ',') .. '\n' .. ARGV[4])

if ARGV[5] == '' then
  redis.call('ZREM', KEYS[2], number)
else
  redis.call('ZADD', KEYS[2], ARGV[5], number)
end
if ARGV[6] == '1' then
  redis.call('SADD', KEYS[3], number)
else
  redis.call('SREM', KEYS[3], number)
end
local key = 10
for i = 1, posts do
  redis.call('SETNX', KEYS[key], number)
  key = key + 1
end
for i = 1, add do
  redis.call('SADD', KEYS[key], number)
  key = key + 1
end
for i = 1, take do
  redis.call('SREM', KEYS[key], number)
  key = key + 1
end
if ARGV[9] == '1' then redis.call('SET', KEYS[8], ARGV[10], 'PX', ARGV[8]) end
if ARGV[11] ~= '' then redis.call('SET', KEYS[9], ARGV[11], 'PX', ARGV[8]) end

-- An entry is "class state attempt queued lane slot\nnotice"; state w waits
-- and may be overwritten, c was claimed: its send is ambiguous.
local function entry(class, queued, lane, slot, notice)
  return class .. ' w 0 ' .. queued .. ' ' .. lane .. ' ' .. slot .. '\n' .. notice
end

local function append(id, lane, class)
  redis.call('RPUSH', ARGV[12] .. lane .. ':' .. class, id)
  redis.call('ZADD', KEYS[7], 'NX', now, lane)
end

-- overwrite puts the notice in the place of the waiting one of its slot, or
-- ends that place for a more pressing one or one in another lane. False if
-- nothing waits there.
local function overwrite(id, lane, class, slot, notice)
  local old = redis.call('HGET', KEYS[5], id)
  if not old then return false end
  local waits, queued, on = string.match(old, '^(%d) w %d+ (%d+) (%S+) ')
  if not waits then return false end
  if tonumber(waits) < tonumber(class) then class = waits end
  redis.call('HSET', KEYS[5], id, entry(class, queued, lane, slot, notice))
  if class ~= waits or lane ~= on then
    redis.call('LREM', ARGV[12] .. on .. ':' .. waits, 1, id)
    append(id, lane, class)
  end
  return true
end

for i = 1, notices do
  local id, lane, class, slot, notice = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4]
  at = at + 5
  local waiting = slot ~= '' and redis.call('HGET', KEYS[6], slot)
  if not (waiting and overwrite(waiting, lane, class, slot, notice)) then
    if redis.call('HSETNX', KEYS[5], id, entry(class, now, lane, slot, notice)) == 1 then
      append(id, lane, class)
      if slot ~= '' then redis.call('HSET', KEYS[6], slot, id) end
    end
  end
end
return {'ok'}
