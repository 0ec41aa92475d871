-- beat notes that a program is there, and the outage before it, if there was one.
--
-- KEYS   1 beat  2 outages
-- ARGV   1 now in ms  2 the longest that two beats lie apart, in ms  3 outages that ended before this instant in ms are forgotten
-- RETURNS {'ok'}

local last, now = tonumber(redis.call('GET', KEYS[1]) or ARGV[1]), tonumber(ARGV[1])
if now < last then return {'ok'} end
redis.call('SET', KEYS[1], ARGV[1])
if now - last > tonumber(ARGV[2]) then
  redis.call('ZADD', KEYS[2], ARGV[1], string.format('%d %d', last, now))
  redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[3])
end
return {'ok'}
