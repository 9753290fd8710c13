-- A linked row goes back. ARGV: epoch, delivery, outcome, node, first ('' = no complaint), who, listener, keep (s)
local delivery, outcome, node, first, who, listener, keep = unpack(ARGV, 2, 8)
redis.call('HSET', P .. 'd:' .. delivery, 'end', outcome, 'node', node)
redis.call('EXPIRE', P .. 'd:' .. delivery, keep)
if first ~= '' then redis.call('HSETNX', P .. 'l:' .. first, who, listener) end
return 1
