-- release gives the lease back, if the token still holds it; the token is
-- kept in the value, so that the next one is another.
--
-- KEYS   1 lease
-- ARGV   1 token
-- RETURNS {'ok'} or {'lost'}

local value = redis.call('GET', KEYS[1])
if not value or string.match(value, '^%d+') ~= ARGV[1] then return {'lost'} end
redis.call('SET', KEYS[1], ARGV[1] .. ' 0 ')
return {'ok'}
