-- A person sends a parked item on its way again. ARGV: epoch, queue, id
local queue, id = ARGV[2], ARGV[3]
local key = queue == 'forward' and complaint(id) or answer_key(id)
local was = redis.call('HMGET', key, 'state', 'node', 'token')
if was[1] ~= 'parked' then return nil end
redis.call('HSET', key, 'state', was[3] and 'waiting' or 'due')
redis.call('ZREM', P .. 'parked', id)
-- An answer in doubt: the person has looked and wants it sent. A complaint in doubt is still looked up first.
if queue == 'reply' then redis.call('HDEL', key, 'doubt', 'begun', 'blind', 'first') end
redis.call('ZADD', P .. 'due:' .. queue, now, id)
fact(was[2], queue == 'forward' and 'retried' or 'answer_retried', id, '')
count('retried')
return 1
