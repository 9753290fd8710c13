-- Not now. ARGV: epoch, id, fence, delay (ms), hold (ms; as in later.lua, for the whole central system), why
local id, fence, delay, hold, why = unpack(ARGV, 2, 6)
local key = supplement_key(id)
if not holds(key, fence) then return nil end
redis.call('HSET', key, 'why', why)
redis.call('ZADD', P .. 'due:supplement', now + delay, id)
local held = hold_key('forward', '')
local left = redis.call('GET', held) == 'probing' and -1 or redis.call('PTTL', held)
hold = tonumber(hold)
if hold < 0 and left < 0 then
  hold = math.min(30000, 500 * 2 ^ math.min(redis.call('INCR', P .. 'fails:forward'), 6))
end
if hold > 0 and hold > left then redis.call('SET', held, why, 'PX', math.floor(hold)) end
count('supplement_later')
return 1
