-- Not now. ARGV: epoch, queue (act | supplement), id, fence, delay (ms), hold (ms; as in later.lua, for the whole central
-- system), why, unknown ('1' = flags may arrive)
local queue, id, fence, delay, hold, why, unknown = unpack(ARGV, 2, 8)
local key = queue == 'act' and wish_key(id) or supplement_key(id)
if queue == 'act' and unknown ~= '1' then flags_known(id, fence) end
if not holds(key, fence) then
  -- What was asked for holds, whoever has the lease by now.
  if tonumber(hold) > 0 then central_failed(tonumber(hold), why) end
  return nil
end
if queue == 'supplement' then not_risked(queue, id) end
redis.call('HSET', key, 'why', why)
-- Surely not taken, or what may come twice.
redis.call('HDEL', key, 'begun')
redis.call('ZADD', P .. 'due:' .. queue, now + delay, id)
central_failed(tonumber(hold), why)
count(queue .. '_later')
return 1
