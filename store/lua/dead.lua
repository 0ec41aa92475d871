-- dead gives a claimed entry up and keeps it among the dead letters.
--
-- KEYS   1 lease  2 lanes  3 claimed  4 outbox  5 dead
-- ARGV   1 token  2 id  3 lane  4 prefix of the lane lists  5 now in ms  6 dead letter  7 how many are kept
-- RETURNS {'ok'}, {'lost'} or {'gone'}

local value = redis.call('GET', KEYS[1])
if not value or string.match(value, '^%d+') ~= ARGV[1] then return {'lost'} end
local old = redis.call('HGET', KEYS[4], ARGV[2])
if not old or redis.call('HGET', KEYS[3], ARGV[3]) ~= ARGV[2] then return {'gone'} end

redis.call('LPUSH', KEYS[5], ARGV[6])
redis.call('LTRIM', KEYS[5], 0, ARGV[7] - 1)
redis.call('LREM', ARGV[4] .. ARGV[3] .. ':' .. string.sub(old, 1, 1), 1, ARGV[2])
redis.call('HDEL', KEYS[4], ARGV[2])
redis.call('HDEL', KEYS[3], ARGV[3])
redis.call('ZADD', KEYS[2], ARGV[5], ARGV[3])
return {'ok'}
