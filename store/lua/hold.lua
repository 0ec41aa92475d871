-- hold puts a claimed entry aside until an instant; its lane goes on at once.
-- Unless its send is ambiguous, a newer notice of its slot may overwrite it.
--
-- KEYS   1 lease  2 lanes  3 claimed  4 outbox  5 slots  6 held
-- ARGV   1 token  2 id  3 lane  4 prefix of the lane lists  5 until in ms
--        6 state: w waits, c ambiguous  7 failed attempts so far
-- RETURNS {'ok'}, {'lost'} or {'gone'}

local value = redis.call('GET', KEYS[1])
if not value or string.match(value, '^%d+') ~= ARGV[1] then return {'lost'} end
local old = redis.call('HGET', KEYS[4], ARGV[2])
if not old or redis.call('HGET', KEYS[3], ARGV[3]) ~= ARGV[2] then return {'gone'} end

local class, queued, rest = string.match(old, '^(%d) %a %d+ (%d+)(.*)$')
local since = queued
if ARGV[6] == 'w' then since = ARGV[5] end
redis.call('HSET', KEYS[4], ARGV[2], class .. ' ' .. ARGV[6] .. ' ' .. ARGV[7] .. ' ' .. since .. rest)
redis.call('ZADD', KEYS[6], ARGV[5], ARGV[2])
redis.call('LREM', ARGV[4] .. ARGV[3] .. ':' .. class, 1, ARGV[2])
local slot = string.match(rest, '^ %S+ ([^\n]*)\n')
if ARGV[6] == 'w' and slot ~= '' and redis.call('HSETNX', KEYS[5], slot, ARGV[2]) == 0 then
  -- drawn anew since it was claimed: that drawing waits with it, or it would be said at once
  local newer = redis.call('HGET', KEYS[5], slot)
  local lane, notice = string.match(redis.call('HGET', KEYS[4], newer) or '', '^2 w %d+ %d+ (%S+) [^\n]*\n(.*)$')
  if lane == ARGV[3] and not redis.call('ZSCORE', KEYS[6], newer) then
    redis.call('HSET', KEYS[4], ARGV[2], class .. ' w ' .. ARGV[7] .. ' ' .. since .. string.match(rest, '^[^\n]*\n') .. notice)
    redis.call('LREM', ARGV[4] .. lane .. ':2', 0, newer)
    redis.call('HDEL', KEYS[4], newer)
    redis.call('HSET', KEYS[5], slot, ARGV[2])
  end
end
redis.call('HDEL', KEYS[3], ARGV[3])
redis.call('ZADD', KEYS[2], queued, ARGV[3])
return {'ok'}
