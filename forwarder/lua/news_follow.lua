-- From tomorrow on the central system is asked how a case stands. ARGV: epoch, id
local id = ARGV[2]
local node = redis.call('HGET', complaint(id), 'node')
if node and redis.call('ZADD', P .. 'due:news', 'NX', now + 86400000, id) == 1 then fact(node, 'followed', id, 0) end
return 1
