-- CENTRAL is an API, and this one lies in the tray of by_hand (forwarder/by_hand.py). What a person may have before them
-- stays theirs until its number is typed; `unseen` is only what surely nobody has taken out. ARGV: epoch, id, fence,
-- delay (ms), why
-- Returns 1 when it is due for the API, 0 when it stays, nothing when the lease was lost.
local id, fence, delay, why = unpack(ARGV, 2, 5)
local key = complaint(id)
if not holds(key, fence) then return nil end
local unseen = redis.call('HGET', key, 'unseen')
-- A version that does not know the mark shows one and leaves it, but says for a day who has it.
if not unseen or redis.call('EXISTS', P .. 'seen:' .. id) == 1 then
  redis.call('HSET', key, 'state', 'waiting', 'why', why)
  redis.call('ZADD', P .. 'due:forward', now + delay, id)
  return 0
end
redis.call('HDEL', key, 'token', 'taken', 'unseen')
-- An API was told of it before it came into the tray, and did not say what became of it: looked up first.
if unseen == '2' then redis.call('HSET', key, 'begun', 1, 'ends', now) end
-- What was frozen is for a person to read.
redis.call('HSET', key, 'state', 'due', 'stale', 1)
redis.call('ZADD', P .. 'due:forward', now, id)
fact(redis.call('HGET', key, 'node'), 'token', id, '')
count('left_tray')
step(id, 'left_tray')
return 1
