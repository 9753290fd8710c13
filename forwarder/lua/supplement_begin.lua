-- Note an attempt before the call, if the lease still holds and the central system may be called; the lease begins
-- anew. ARGV: epoch, id, fence, lease (ms)
local id, fence, lease = unpack(ARGV, 2, 4)
local key = supplement_key(id)
if not holds(key, fence) then return nil end
local left = redis.call('PTTL', hold_key('forward', ''))
if left > 0 then
  redis.call('ZADD', P .. 'due:supplement', now + left, id)
  return nil
end
redis.call('ZADD', P .. 'due:supplement', now + lease, id)
return redis.call('HINCRBY', key, 'attempts', 1)
