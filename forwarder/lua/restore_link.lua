-- A linked row goes back. ARGV: epoch, delivery, outcome, node, first ('' = no complaint), who, listener ('' = nobody is
-- answered), keep (s)
local delivery, outcome, node, first, who, listener, keep = unpack(ARGV, 2, 8)
redis.call('HSET', P .. 'd:' .. delivery, 'end', outcome, 'node', node)
redis.call('EXPIRE', P .. 'd:' .. delivery, keep)
if first ~= '' and listener ~= '' then redis.call('HSETNX', P .. 'l:' .. first, who, listener) end
return 1
