-- Before the call: does the lease still hold, and may the central system be called? ARGV: epoch, id, fence, lease (ms),
-- what (amend | withdraw), asked
local id, fence, lease, what, asked = unpack(ARGV, 2, 6)
local key = wish_key(id)
if not holds(key, fence) then return nil end
local left = held_for()
redis.call('ZADD', P .. 'due:act', now + (left > 0 and left or lease), id)
if left > 0 then
  redis.call('HDEL', key, 'begun')
  return nil
end
if what == 'amend' then flags_leave(id, fence, asked, now + lease) end
return 1
