-- The central system has it, or a person must look. ARGV: epoch, id, fence, state (sent | parked), why
local id, fence, state, why = unpack(ARGV, 2, 5)
local key = supplement_key(id)
if not holds(key, fence) then return nil end
redis.call('HSET', key, 'state', state, 'why', why)
redis.call('ZREM', P .. 'due:supplement', id)
redis.call('DEL', P .. 'fails:forward')
if state == 'parked' then redis.call('ZADD', P .. 'parked', now, id) end
fact(redis.call('HGET', key, 'node'), 'supplement_' .. state, id, why)
count('supplement_' .. state)
step(id, 'supplement_' .. state, why)
return 1
