-- absorb makes a claimed entry speak for others that wait in its lane: they are
-- gone, and it says what they would have said. All of it or nothing.
--
-- KEYS   1 lease  2 claimed  3 outbox  4 slots  5 held
-- ARGV   1 token  2 id  3 lane  4 prefix of the lane lists  5 slot from now on, '' for none  6 notice
--        then per entry to be taken in: id, key of its notice
-- RETURNS {'ok'}, {'lost'}, {'gone'} or {'moved'} when one of the others is no longer what it was

local value = redis.call('GET', KEYS[1])
if not value or string.match(value, '^%d+') ~= ARGV[1] then return {'lost'} end
local old = redis.call('HGET', KEYS[3], ARGV[2])
if not old or redis.call('HGET', KEYS[2], ARGV[3]) ~= ARGV[2] then return {'gone'} end

local others = {}
for i = 7, #ARGV, 2 do
  local other = redis.call('HGET', KEYS[3], ARGV[i])
  local class, lane, slot, notice = string.match(other or '', '^(%d) w %d+ %d+ (%S+) ([^\n]*)\n(.*)$')
  if lane ~= ARGV[3] or redis.call('ZSCORE', KEYS[5], ARGV[i]) then return {'moved'} end
  if (cjson.decode(notice).key or '') ~= ARGV[i + 1] then return {'moved'} end
  others[#others + 1] = {id = ARGV[i], class = class, slot = slot}
end

local head = string.match(old, '^%d %a %d+ %d+ %S+ ')
redis.call('HSET', KEYS[3], ARGV[2], head .. ARGV[5] .. '\n' .. ARGV[6])
for _, other in ipairs(others) do
  redis.call('LREM', ARGV[4] .. ARGV[3] .. ':' .. other.class, 0, other.id)
  redis.call('HDEL', KEYS[3], other.id)
  if other.slot ~= '' and redis.call('HGET', KEYS[4], other.slot) == other.id then
    redis.call('HDEL', KEYS[4], other.slot)
  end
end
return {'ok'}
