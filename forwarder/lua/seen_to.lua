-- A person saw to a parked answer or supplement by another way: nobody carries it any more. ARGV: epoch, id, why, keep (s)
-- Returns 1, or nothing when it is not parked.
local id, why, keep = unpack(ARGV, 2, 4)
local added = string.find(id, '+', 1, true)
local key = added and supplement_key(id) or answer_key(id)
local was = redis.call('HMGET', key, 'state', 'node')
if was[1] ~= 'parked' then return nil end
redis.call('HSET', key, 'state', added and 'sent' or 'failed', 'why', why)
redis.call('HDEL', key, 'begun')
redis.call('ZREM', P .. 'parked', id)
if not added then redis.call('EXPIRE', key, keep) end
local what = added and 'supplement_sent' or 'answer_failed'
fact(was[2], what, id, why)
count('seen_to')
step(id, what, why)
return 1
