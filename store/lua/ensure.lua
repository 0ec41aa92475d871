-- ensure makes a calendar job known. One that is known with the same spec stays
-- as it is, so that a run that was missed is not lost.
--
-- KEYS   1 jobs  2 next runs
-- ARGV   1 name  2 spec  3 next run in ms, for a new one or another spec
-- RETURNS {'ok'}

local old = redis.call('HGET', KEYS[1], ARGV[1])
local last, spec = string.match(old or '', '^(%d+) (.*)$')
if spec ~= ARGV[2] or not redis.call('ZSCORE', KEYS[2], ARGV[1]) then
  redis.call('HSET', KEYS[1], ARGV[1], (last or '0') .. ' ' .. ARGV[2])
  redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
end
return {'ok'}
