-- claim lets go of what was held until now, then takes the first entry of
-- every due lane, the most pressing class first. A claimed lane is not due
-- until its entry is marked.
--
-- KEYS   1 lease  2 lanes  3 claimed  4 outbox  5 slots  6 held
-- ARGV   1 token  2 now in ms  3 how many lanes at most  4 prefix of the lane lists
--        5 how many held entries at most
-- RETURNS {'ok', id, entry, id, entry, …} with the entries as they were, or {'lost'}
-- BEFORE  queue.lua

local value = redis.call('GET', KEYS[1])
if not value or string.match(value, '^%d+') ~= ARGV[1] then return {'lost'} end

local box = {entries = KEYS[4], slots = KEYS[5], lanes = KEYS[2], held = KEYS[6], prefix = ARGV[4]}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', box.held, '-inf', ARGV[2], 'LIMIT', 0, ARGV[5])) do
  redis.call('ZREM', box.held, id)
  local old = redis.call('HGET', box.entries, id)
  if old then
    local class, lane = string.match(old, '^([0-2]) %a %d+ %d+ (%S+) ')
    append(box, ARGV[2], id, lane or '-', class or '2') -- what cannot be read is to be found
  end
end

-- first is the id and entry that a lane sends next; none for an empty lane.
local function first(lane)
  for class = 0, 2 do
    local list = ARGV[4] .. lane .. ':' .. class
    local id = redis.call('LINDEX', list, 0)
    while id do
      local old = redis.call('HGET', KEYS[4], id)
      if old then return id, old end
      redis.call('LPOP', list)
      id = redis.call('LINDEX', list, 0)
    end
  end
end

local result = {'ok'}
local due = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ARGV[2], 'LIMIT', 0, ARGV[3])
for _, lane in ipairs(due) do
  local id, old = first(lane)
  if id then
    redis.call('ZADD', KEYS[2], '+inf', lane)
    redis.call('HSET', KEYS[3], lane, id)
    redis.call('HSET', KEYS[4], id, string.sub(old, 1, 2) .. 'c' .. string.sub(old, 4))
    local slot = string.match(old, '^%d %a %d+ %d+ %S+ ([^\n]*)\n')
    if slot and slot ~= '' and redis.call('HGET', KEYS[5], slot) == id then redis.call('HDEL', KEYS[5], slot) end
    result[#result + 1] = id
    result[#result + 1] = old
  else
    redis.call('ZREM', KEYS[2], lane)
  end
end
return result
