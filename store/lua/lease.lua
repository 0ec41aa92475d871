-- lease takes or renews the right to send for a workspace. A new token puts
-- back what the holder before had claimed and never marked: these entries keep
-- their state c, since their sends are ambiguous.
--
-- KEYS   1 lease  2 lanes  3 claimed
-- ARGV   1 holder  2 now in ms  3 expiry in ms
-- RETURNS {'ok', token} or {'held', expiry in ms}

local value = redis.call('GET', KEYS[1])
local token, expiry, holder = '0', '0', ''
if value then token, expiry, holder = string.match(value, '^(%d+) (%d+) (.*)$') end

if holder ~= ARGV[1] then
  if tonumber(expiry) > tonumber(ARGV[2]) then return {'held', expiry} end
  token = string.format('%d', tonumber(token) + 1)
end
redis.call('SET', KEYS[1], token .. ' ' .. ARGV[3] .. ' ' .. ARGV[1])
if holder == ARGV[1] then return {'ok', token} end

local claimed = redis.call('HGETALL', KEYS[3])
for i = 1, #claimed, 2 do
  redis.call('ZADD', KEYS[2], ARGV[2], claimed[i])
end
redis.call('DEL', KEYS[3])
return {'ok', token}
