-- waiting reads what waits in a claimed lane and was never claimed, in the
-- order in which it would be sent.
--
-- KEYS   1 lease  2 claimed  3 outbox
-- ARGV   1 token  2 lane  3 prefix of the lane lists  4 how many at most
-- RETURNS {'ok', id, entry, id, entry, …}, {'lost'} or {'gone'}

local value = redis.call('GET', KEYS[1])
if not value or string.match(value, '^%d+') ~= ARGV[1] then return {'lost'} end
if redis.call('HEXISTS', KEYS[2], ARGV[2]) == 0 then return {'gone'} end

local most = tonumber(ARGV[4])
local result, count = {'ok'}, 0
for class = 0, 2 do
  for _, id in ipairs(redis.call('LRANGE', ARGV[3] .. ARGV[2] .. ':' .. class, 0, 2 * most)) do
    if count == most then return result end
    local entry = redis.call('HGET', KEYS[3], id)
    if entry and string.match(entry, '^%d w ') then
      count = count + 1
      result[#result + 1] = id
      result[#result + 1] = entry
    end
  end
end
return result
