-- commit writes one decision, all of it or nothing.
--
-- KEYS   1 ticket  2 due  3 open  4 events  5 outbox  6 slots  7 lanes
--        8 seen (of the deduplication key)  9 last (of the author)
--        10 held
--        then the posts, the people to add the ticket to, the people to take it from
-- ARGV   1 number  2 revision it was decided on, 12 digits; '' for a new ticket
--        3 new header up to the ids of the new events  4 document
--        5 next due instant in ms, '' for none  6 '1' while the ticket is open  7 now in ms
--        8 lifetime of seen and last in ms  9 '1' with a deduplication key  10 its reply
--        11 value of last, '' for none  12 prefix of the lane lists  13 team
--        14 how many posts  15 people to add  16 people to take from  17 events  18 notices
--        then per event: hash of the one before, event
--        then per notice: id, lane, class, slot ('' for none),
--        the instant in ms before which it must not be said ('' for none), notice
-- RETURNS {'ok'}, {'seen', reply}, {'conflict'} or {'taken', number}
-- BEFORE  queue.lua
--
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
  for i = 11, 10 + posts do
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
local key = 11
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

local box = {entries = KEYS[5], slots = KEYS[6], lanes = KEYS[7], held = KEYS[10], prefix = ARGV[12]}
for i = 1, notices do
  queue(box, now, ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4], ARGV[at + 5])
  at = at + 6
end
return {'ok'}
