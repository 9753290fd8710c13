-- May an answer still go to this address? So many within a day of the first; the same answer may be asked for again.
-- ARGV: epoch, address (keyed hash), aid, most, day (s)
local address, aid, most, day = unpack(ARGV, 2, 5)
local key = P .. 'q:' .. address
if redis.call('SISMEMBER', key, aid) == 1 then return 1 end
if redis.call('SCARD', key) >= tonumber(most) then return nil end
redis.call('SADD', key, aid)
if redis.call('TTL', key) < 0 then redis.call('EXPIRE', key, day) end
fact(redis.call('HGET', answer_key(aid), 'node'), 'allowed', aid, address)
return 1
