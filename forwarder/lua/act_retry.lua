-- A person sends a parked act on its way again, or says that it was seen to at the central system.
-- ARGV: epoch, complaint, done ('1' = it was seen to), stay (s)
local id, done, stay = unpack(ARGV, 2, 4)
local key = wish_key(id)
if redis.call('HGET', key, 'state') ~= 'parked' then return nil end
local node = node_of(id)
redis.call('ZREM', P .. 'parked', id .. '~act')
redis.call('HSET', key, 'state', 'due')
redis.call('ZADD', P .. 'due:act', now, id)
count('retried')
if done ~= '1' then
  fact(node, 'act_retried', id, '')
  return 1
end
local asked = redis.call('HGET', complaint(id), 'asked') or ''
redis.call('HSET', complaint(id), 'told', asked)
fact(node, 'act_told', id, asked == '' and '-' or asked)
if redis.call('HEXISTS', key, 'withdraw') == 1 then close_withdrawn(id, 'there', stay) end
act_done(id)
return 1
