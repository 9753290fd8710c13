-- An operator's switch for a bad day. ARGV: epoch, node, what (forward, replies or a channel), on ('1' = held back)
local node, what, on = unpack(ARGV, 2, 4)
if switched_off(what) == (on == '1') then return 0 end
redis.call('HSET', P .. 'paused', what, on == '1' and now or -now)
fact(node, on == '1' and 'paused' or 'resumed', what, '')
return 1
