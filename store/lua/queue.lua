-- queue is how a notice comes into the outbox. It stands before the scripts
-- that need it, and has no keys of its own: box names them.
--
-- box: entries, slots, lanes, held (keys) and prefix (of the lane lists). Lane
-- lists are built from the prefix: they lie in the slot of the other keys.

-- An entry is "class state attempt queued lane slot\nnotice"; state w waits
-- and may be overwritten, c was claimed: its send is ambiguous.
local function entry(class, queued, lane, slot, notice)
  return class .. ' w 0 ' .. queued .. ' ' .. lane .. ' ' .. slot .. '\n' .. notice
end

local function append(box, now, id, lane, class)
  redis.call('RPUSH', box.prefix .. lane .. ':' .. class, id)
  redis.call('ZADD', box.lanes, 'NX', now, lane)
end

-- place lets an entry wait: in its lane, or held until after ('' for at once).
local function place(box, now, id, lane, class, after)
  if after == '' then append(box, now, id, lane, class) else redis.call('ZADD', box.held, after, id) end
end

-- overwrite puts the notice in the place of the waiting one of its slot, or
-- ends that place for a more pressing one, one in another lane or one of
-- another time. An edit (class 2) makes nothing come sooner: a message that is
-- held back is drawn anew and stays held. False if nothing waits there.
local function overwrite(box, now, id, lane, class, slot, after, notice)
  local old = redis.call('HGET', box.entries, id)
  if not old then return false end
  local waits, queued, on = string.match(old, '^(%d) w %d+ (%d+) (%S+) ')
  if not waits then return false end
  if class == '2' and after == '' then after = redis.call('ZSCORE', box.held, id) or '' end
  if tonumber(waits) < tonumber(class) then class = waits end
  local held = redis.call('ZREM', box.held, id) == 1
  if after ~= '' then queued = after elseif held then queued = now end
  redis.call('HSET', box.entries, id, entry(class, queued, lane, slot, notice))
  if held or after ~= '' or class ~= waits or lane ~= on then
    if not held then redis.call('LREM', box.prefix .. on .. ':' .. waits, 1, id) end
    place(box, now, id, lane, class, after)
  end
  return true
end

-- queue takes in one notice; an id that waits already stays as it is.
local function queue(box, now, id, lane, class, slot, after, notice)
  if after ~= '' and tonumber(after) <= tonumber(now) then after = '' end
  local waiting = slot ~= '' and redis.call('HGET', box.slots, slot)
  if waiting and overwrite(box, now, waiting, lane, class, slot, after, notice) then return end
  local queued = after
  if queued == '' then queued = now end
  if redis.call('HSETNX', box.entries, id, entry(class, queued, lane, slot, notice)) == 1 then
    place(box, now, id, lane, class, after)
    if slot ~= '' then redis.call('HSET', box.slots, slot, id) end
  end
end
