-- The central system has it, or a person must look. ARGV: epoch, id, fence, state (sent | parked), why, heard
-- ('1' = the central system said so), hold (ms; as in later.lua), why nobody
-- calls, risked ('1' = it was told, and nobody knows what came of it)
local id, fence, state, why, heard, hold, said, risked = unpack(ARGV, 2, 9)
local key = supplement_key(id)
central_failed(tonumber(hold), said)
if not holds(key, fence) then return nil end
if risked == '1' then risked_in_vain('supplement', id) else not_risked('supplement', id) end
redis.call('HSET', key, 'state', state, 'why', why)
redis.call('ZREM', P .. 'due:supplement', id)
if state == 'sent' then redis.call('HDEL', key, 'files') end
if state == 'parked' then redis.call('ZADD', P .. 'parked', now, id) end
local node = redis.call('HGET', key, 'node')
if heard == '1' then central_heard(node, state == 'sent' and 'supplement') end
fact(node, 'supplement_' .. state, id, why)
count('supplement_' .. state)
step(id, 'supplement_' .. state, why)
return 1
