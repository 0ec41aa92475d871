-- later puts a claimed entry back, to be tried again. Unless its send is
-- ambiguous, a newer notice of its slot may overwrite it again.
--
-- KEYS   1 lease  2 lanes  3 claimed  4 outbox  5 slots
-- ARGV   1 token  2 id  3 lane  4 next send time of the lane in ms
--        5 state: w waits, c ambiguous  6 failed attempts so far
-- RETURNS {'ok'}, {'lost'} or {'gone'}

local value = redis.call('GET', KEYS[1])
if not value or string.match(value, '^%d+') ~= ARGV[1] then return {'lost'} end
local old = redis.call('HGET', KEYS[4], ARGV[2])
if not old or redis.call('HGET', KEYS[3], ARGV[3]) ~= ARGV[2] then return {'gone'} end

local _, stop, class = string.find(old, '^(%d) %a %d+')
local rest = string.sub(old, stop + 1)
redis.call('HSET', KEYS[4], ARGV[2], class .. ' ' .. ARGV[5] .. ' ' .. ARGV[6] .. rest)
local slot = string.match(rest, '^ %d+ %S+ ([^\n]*)\n')
if ARGV[5] == 'w' and slot ~= '' then redis.call('HSETNX', KEYS[5], slot, ARGV[2]) end
redis.call('HDEL', KEYS[3], ARGV[3])
redis.call('ZADD', KEYS[2], ARGV[4], ARGV[3])
return {'ok'}
