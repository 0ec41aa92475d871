-- sent ends a claimed entry whose message was posted, and remembers where, for
-- a message of several matters also for each of them. What a person was told is
-- counted by the message's stamp: drawn again, it is still one. A repeat for the same
-- delivery changes nothing and is fine.
--
-- KEYS   1 lease  2 lanes  3 claimed  4 outbox  5 sent (of the notice)
--        6 places of the ticket  7 post (of the message)  8 fold (of the message)  9 folded
--        10 told (of the lane)
--        then per item: places of its ticket, sent (of its notice)
-- ARGV   1 token  2 id  3 lane  4 prefix of the lane lists  5 next send time of the lane in ms
--        6 channel, ts and hash  7 lifetime of sent in ms  8 slot, '' for none
--        9 number of the ticket that the post shall map to, '' for none
--        10 fold record, '' for none  11 its lifetime in ms
--        12 instant in ms at which such a message was posted, '' for none
--        13 instant in ms at which the person was told, '' for none  14 before when that is forgotten
--        15 how many are kept at most
--        then per item: slot, '' for none; '1' if its notice has a key
-- RETURNS {'ok'}, {'lost'} or {'gone'}

if redis.call('HGET', KEYS[3], ARGV[3]) ~= ARGV[2] and redis.call('EXISTS', KEYS[5]) == 1 then return {'ok'} end
local value = redis.call('GET', KEYS[1])
if not value or string.match(value, '^%d+') ~= ARGV[1] then return {'lost'} end
local old = redis.call('HGET', KEYS[4], ARGV[2])
if not old or redis.call('HGET', KEYS[3], ARGV[3]) ~= ARGV[2] then return {'gone'} end

if ARGV[12] ~= '' and tonumber(redis.call('HGET', KEYS[9], ARGV[3]) or 0) < tonumber(ARGV[12]) then
  redis.call('HSET', KEYS[9], ARGV[3], ARGV[12])
end
if ARGV[10] ~= '' then redis.call('SET', KEYS[8], ARGV[10], 'PX', ARGV[11]) end
if ARGV[13] ~= '' then
  redis.call('ZADD', KEYS[10], 'NX', ARGV[13], string.match(ARGV[6], '^%S+ (%S+)'))
  redis.call('ZREMRANGEBYSCORE', KEYS[10], '-inf', '(' .. ARGV[14])
  redis.call('ZREMRANGEBYRANK', KEYS[10], 0, -ARGV[15] - 1)
  redis.call('PEXPIRE', KEYS[10], ARGV[7])
end
local key = 11
for i = 16, #ARGV, 2 do
  if ARGV[i] ~= '' then redis.call('HSET', KEYS[key], ARGV[i], ARGV[6]) end
  if ARGV[i + 1] == '1' then redis.call('SET', KEYS[key + 1], ARGV[6], 'PX', ARGV[7]) end
  key = key + 2
end

redis.call('SET', KEYS[5], ARGV[6], 'PX', ARGV[7])
if ARGV[8] ~= '' then
  redis.call('HSET', KEYS[6], ARGV[8], ARGV[6])
  redis.call('PEXPIRE', KEYS[8], ARGV[11]) -- still drawn anew: still known
end
if ARGV[9] ~= '' then redis.call('SETNX', KEYS[7], ARGV[9]) end
redis.call('LREM', ARGV[4] .. ARGV[3] .. ':' .. string.sub(old, 1, 1), 1, ARGV[2])
redis.call('HDEL', KEYS[4], ARGV[2])
redis.call('HDEL', KEYS[3], ARGV[3])
redis.call('ZADD', KEYS[2], ARGV[5], ARGV[3])
return {'ok'}
