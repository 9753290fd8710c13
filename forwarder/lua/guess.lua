-- Somebody tries a word for a number. ARGV: epoch, complaint, right ('1' = it is the right one), most, day (s)
-- Returns 1 when it is right and not too many wrong ones came before it today.
local id, right, most, day = unpack(ARGV, 2, 5)
local key = P .. 'guesses:' .. id
if tonumber(redis.call('GET', key) or '0') >= tonumber(most) then return 0 end
if right == '1' then return 1 end
redis.call('INCR', key)
redis.call('EXPIRE', key, day, 'NX')
return 0
