-- once queues what is to be said of something that several replicas notice:
-- the first one says it.
--
-- KEYS   1 mark  2 outbox  3 slots  4 lanes  5 held
-- ARGV   1 what it is about  2 now in ms  3 prefix of the lane lists
--        then per notice: id, lane, class, slot ('' for none),
--        the instant in ms before which it must not be said ('' for none), notice
-- RETURNS {'ok'} or {'conflict'} when the last one was about the same
-- BEFORE  queue.lua

if redis.call('GET', KEYS[1]) == ARGV[1] then return {'conflict'} end
redis.call('SET', KEYS[1], ARGV[1])
local box = {entries = KEYS[2], slots = KEYS[3], lanes = KEYS[4], held = KEYS[5], prefix = ARGV[3]}
for at = 4, #ARGV, 6 do
  queue(box, ARGV[2], ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4], ARGV[at + 5])
end
return {'ok'}
