-- Before a question that is no attempt: does the lease still hold, and may the other side be called?
-- ARGV: epoch, queue, id, fence, lease (ms)
local queue, id, fence, lease = unpack(ARGV, 2, 5)
local key = queue == 'forward' and complaint(id) or answer_key(id)
if not holds(key, fence) or put_off(queue, id) then return nil end
redis.call('ZADD', P .. 'due:' .. queue, now + lease, id)
return 1
