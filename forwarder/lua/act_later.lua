-- Not now. ARGV: epoch, id, fence, delay (ms), hold (ms; as in later.lua, for the whole central system), why
local id, fence, delay, hold, why = unpack(ARGV, 2, 6)
local key = wish_key(id)
if not holds(key, fence) then return nil end
redis.call('HSET', key, 'why', why)
redis.call('HDEL', key, 'begun')
redis.call('ZADD', P .. 'due:act', now + delay, id)
central_failed(tonumber(hold), why)
count('act_later')
return 1
