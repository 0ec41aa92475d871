-- redirect moves a claimed entry to another lane, where it waits anew: it was
-- refused for certain, so its send is not ambiguous.
--
-- KEYS   1 lease  2 lanes  3 claimed  4 outbox  5 slots
-- ARGV   1 token  2 id  3 lane  4 prefix of the lane lists  5 now in ms  6 new lane  7 notice
-- RETURNS {'ok'}, {'lost'} or {'gone'}

local value = redis.call('GET', KEYS[1])
if not value or string.match(value, '^%d+') ~= ARGV[1] then return {'lost'} end
local old = redis.call('HGET', KEYS[4], ARGV[2])
if not old or redis.call('HGET', KEYS[3], ARGV[3]) ~= ARGV[2] then return {'gone'} end

local class, queued, slot = string.match(old, '^(%d) %a %d+ (%d+) %S+ ([^\n]*)\n')
redis.call('HSET', KEYS[4], ARGV[2], class .. ' w 0 ' .. queued .. ' ' .. ARGV[6] .. ' ' .. slot .. '\n' .. ARGV[7])
redis.call('LREM', ARGV[4] .. ARGV[3] .. ':' .. class, 1, ARGV[2])
redis.call('RPUSH', ARGV[4] .. ARGV[6] .. ':' .. class, ARGV[2])
if slot ~= '' then redis.call('HSETNX', KEYS[5], slot, ARGV[2]) end
redis.call('HDEL', KEYS[3], ARGV[3])
redis.call('ZADD', KEYS[2], ARGV[5], ARGV[3])
redis.call('ZADD', KEYS[2], 'NX', ARGV[5], ARGV[6])
return {'ok'}
