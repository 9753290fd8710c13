-- Somebody tries a word for a number, from a mailbox. ARGV: epoch, complaint, asker, right ('1' = it is the right one), most
-- wrong ones of one asker, in so long (s), most of all askers at once, then one each (ms)
-- Returns 1 when it is right and not too many wrong ones came before it. Whoever guesses locks themselves out, and makes
-- others wait a while at most.
local id, asker, right, most, day, at_once, each = unpack(ARGV, 2, 8)
local own, all = P .. 'guesses:' .. asker, P .. 'tries:' .. id
if tonumber(redis.call('GET', own) or '0') >= tonumber(most) then return 0 end
local spent = math.max(now, tonumber(redis.call('GET', all) or '0'))
if spent + each - now > at_once * each then return 0 end
if right == '1' then return 1 end
redis.call('INCR', own)
redis.call('EXPIRE', own, day, 'NX')
redis.call('SET', all, string.format('%.0f', spent + each), 'PX', string.format('%.0f', spent + each - now))
return 0
