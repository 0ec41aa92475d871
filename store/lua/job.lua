-- job ends one run of a calendar job: its next run is set and what it has to
-- say is queued, together and only once.
--
-- KEYS   1 jobs  2 next runs  3 outbox  4 slots  5 lanes  6 held
-- ARGV   1 name  2 run in ms  3 instant in ms that it ran for  4 next run in ms, '' for none
--        5 now in ms  6 prefix of the lane lists
--        then per notice: id, lane, class, slot ('' for none),
--        the instant in ms before which it must not be said ('' for none), notice
-- RETURNS {'ok'} or {'conflict'} when the job's next run is another one
-- BEFORE  queue.lua

local old = redis.call('HGET', KEYS[1], ARGV[1])
if not old or tonumber(redis.call('ZSCORE', KEYS[2], ARGV[1]) or 0) ~= tonumber(ARGV[2]) then return {'conflict'} end

redis.call('HSET', KEYS[1], ARGV[1], ARGV[3] .. ' ' .. string.match(old, '^%d+ (.*)$'))
if ARGV[4] == '' then redis.call('ZREM', KEYS[2], ARGV[1]) else redis.call('ZADD', KEYS[2], ARGV[4], ARGV[1]) end
local box = {entries = KEYS[3], slots = KEYS[4], lanes = KEYS[5], held = KEYS[6], prefix = ARGV[6]}
for at = 7, #ARGV, 6 do
  queue(box, ARGV[5], ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4], ARGV[at + 5])
end
return {'ok'}
