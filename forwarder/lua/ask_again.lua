-- An operator has the central system asked again, however long it wanted no call: a slow start, which begins with one.
-- ARGV: epoch. Returns 1; 0 when nobody waits for it, or one call is under way to see whether it is there.
local held = hold_key('forward', '')
if held_for() == 0 then return 0 end
redis.call('DEL', held)
redis.call('ZREM', P .. 'holds', held)
redis.call('SET', P .. 'slow', 1)
count('asked_again')
return 1
