-- A supplement's row goes back into a rebuilt ledger; its facts are there before it. What no fact says was taken is told
-- again: the central system knows its key. ARGV: epoch, delivery, outcome, node, complaint, key, received (ms), body,
-- asked, who, listener, keep (s), stay (s)
local delivery, outcome, node, id, key, received, body, asked, who, listener, keep, stay = unpack(ARGV, 2, 13)
redis.call('HSET', P .. 'd:' .. delivery, 'end', outcome, 'node', node)
redis.call('EXPIRE', P .. 'd:' .. delivery, keep)
add_supplement(id, key, node, received, body, asked, who, listener, stay)
-- Perhaps told before the ledger was lost.
redis.call('HSETNX', supplement_key(id .. '+' .. key), 'begun', 1)
return 1
