-- A person sends a parked item on its way again. ARGV: epoch, queue, id, looked ('1' = a person saw that the central system
--       does not hold it)
local queue, id, looked = ARGV[2], ARGV[3], ARGV[4]
local key = queue == 'forward' and complaint(id) or answer_key(id)
local was = redis.call('HMGET', key, 'state', 'node', 'token')
if was[1] ~= 'parked' then return nil end
redis.call('HSET', key, 'state', was[3] and 'waiting' or 'due')
redis.call('ZREM', P .. 'parked', id)
-- An answer in doubt: the person has looked and wants it sent. A try whose outcome is unknown stays noted: a provider that
-- can be asked is, before it is sent again. A complaint in doubt is still looked up first, unless somebody did.
-- It is tried as long as a new one would be; `first` stays, because providers' lists are searched as far back.
if queue == 'reply' then
  redis.call('HDEL', key, 'doubt', 'blind')
  redis.call('HSET', key, 'again', now)
end
if queue == 'forward' then redis.call('HDEL', key, 'fell', 'fell_at') end
local sure = queue == 'forward' and looked == '1' and not was[3]
if sure then redis.call('HDEL', key, 'doubt', 'begun', 'ends') end
redis.call('ZADD', P .. 'due:' .. queue, now, id)
fact(was[2], queue == 'forward' and 'retried' or 'answer_retried', id, sure and 'not_there' or '')
count('retried')
return 1
