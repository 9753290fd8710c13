-- Before the call: does the lease still hold, and may the central system be called? ARGV: epoch, id, fence, lease (ms)
local id, fence, lease = unpack(ARGV, 2, 4)
local key = wish_key(id)
if not holds(key, fence) then return nil end
local left = held_for()
redis.call('ZADD', P .. 'due:act', now + (left > 0 and left or lease), id)
if left > 0 then
  redis.call('HDEL', key, 'begun')
  return nil
end
return 1
