-- A person sends a parked supplement on its way again. ARGV: epoch, id
local id = ARGV[2]
local was = redis.call('HMGET', supplement_key(id), 'state', 'node')
if was[1] ~= 'parked' then return nil end
redis.call('HSET', supplement_key(id), 'state', 'due')
redis.call('HDEL', supplement_key(id), 'begun')
redis.call('ZREM', P .. 'parked', id)
redis.call('ZADD', P .. 'due:supplement', now, id)
fact(was[2], 'supplement_retried', id, '')
count('retried')
return 1
