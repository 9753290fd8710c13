-- A person must look. ARGV: epoch, queue, id, fence, why
local queue, id, fence, why = unpack(ARGV, 2, 5)
local key = queue == 'forward' and complaint(id) or answer_key(id)
if not holds(key, fence) then return nil end
redis.call('HSET', key, 'state', 'parked', 'why', why)
redis.call('ZREM', P .. 'due:' .. queue, id)
redis.call('ZADD', P .. 'parked', now, id)
fact(redis.call('HGET', key, 'node'), queue == 'forward' and 'parked' or 'answer_parked', id, why)
if queue == 'forward' then redis.call('DEL', P .. 'fails:forward') end
count(queue .. '_parked')
step(id, queue .. '_parked', why)
return 1
