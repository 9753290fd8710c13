-- When each listener last asked for protection. ARGV: epoch, who …; returns {anonim (ms) or false, rahasia (ms) or false} each.
local found = {}
for i = 2, #ARGV do found[i - 1] = redis.call('HMGET', P .. 'f:' .. ARGV[i], 'a', 'r') end
return found
