-- Not now. ARGV: epoch, id, fence, delay (ms), hold (ms; as in later.lua, for the whole central system), why
local id, fence, delay, hold, why = unpack(ARGV, 2, 6)
local key = supplement_key(id)
if not holds(key, fence) then return nil end
redis.call('HSET', key, 'why', why)
-- Surely not taken, or under a key that may come twice.
redis.call('HDEL', key, 'begun')
redis.call('ZADD', P .. 'due:supplement', now + delay, id)
central_failed(tonumber(hold), why)
count('supplement_later')
return 1
