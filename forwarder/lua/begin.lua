-- Note an attempt before the call, if the lease still holds. ARGV: epoch, queue, id, fence, lease (ms), case | 'blind'
-- Returns {attempts, case}, or nothing when the lease was lost or calls are put off. The first attempt freezes the case.
local queue, id, fence, lease, case = unpack(ARGV, 2, 6)
local key = queue == 'forward' and complaint(id) or answer_key(id)
if not holds(key, fence) or put_off(queue, id) then return nil end
redis.call('ZADD', P .. 'due:' .. queue, now + lease, id)
local node = redis.call('HGET', key, 'node')
if queue == 'forward' then
  redis.call('HSETNX', key, 'case', case)
  local attempts = redis.call('HINCRBY', key, 'attempts', 1)
  redis.call('HSET', key, 'begun', 1)
  fact(node, 'attempt', id, attempts)
  step(id, 'attempt', attempts)
  return { attempts, redis.call('HGET', key, 'case') }
end
local tries = redis.call('HINCRBY', key, 'tries', 1)
redis.call('HSET', key, 'begun', 1)
redis.call('HSETNX', key, 'first', now)
if case == 'blind' then redis.call('HSET', key, 'blind', 1) end
fact(node, case == 'blind' and 'answering_blind' or 'answering', id, tries)
return { tries, '' }
