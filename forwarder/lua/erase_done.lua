-- This node holds nothing more of that person. ARGV: epoch, key, node; returns 1 when all nodes are done.
local key, node = ARGV[2], ARGV[3]
redis.call('SADD', P .. 'E!' .. key, node)
redis.call('EXPIRE', P .. 'E!' .. key, 31536000)
fact(node, 'erased', key, node)
count('erasures')
return finish_erase(key) and 1 or 0
