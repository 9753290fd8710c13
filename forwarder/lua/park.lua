-- A person must look. ARGV: epoch, queue, id, fence, why, heard ('1' = the central system said so,
-- '2' = and surely does not hold it)
local queue, id, fence, why, heard = unpack(ARGV, 2, 6)
local key = queue == 'forward' and complaint(id) or answer_key(id)
if not holds(key, fence) then return nil end
redis.call('HSET', key, 'state', 'parked', 'why', why)
redis.call('ZREM', P .. 'due:' .. queue, id)
redis.call('ZADD', P .. 'parked', now, id)
local node = redis.call('HGET', key, 'node')
fact(node, queue == 'forward' and 'parked' or 'answer_parked', id, why)
if queue == 'forward' then not_risked(queue, id) end
if heard == '2' then redis.call('HSET', key, 'refused', 1) end
if heard ~= '0' then central_heard(node) elseif queue == 'forward' then went_ahead_for_nothing() end
count(queue .. '_parked')
step(id, queue .. '_parked', why)
return 1
