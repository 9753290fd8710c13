-- This node holds nothing more of that person. ARGV: epoch, key, node; returns 1 when all nodes are done.
local key, node = ARGV[2], ARGV[3]
redis.call('SADD', P .. 'E!' .. key, node)
redis.call('EXPIRE', P .. 'E!' .. key, 31536000)
fact(node, 'erased', key, node)
count('erasures')
for _, each in ipairs(redis.call('SMEMBERS', 'sp:nodes')) do
  if redis.call('SISMEMBER', P .. 'E!' .. key, each) == 0 then return 0 end
end
leave_person(redis.call('HGET', P .. 'E:' .. key, 'person'))
redis.call('HSET', P .. 'E:' .. key, 'state', 'done')
redis.call('HDEL', P .. 'E:' .. key, 'who', 'person')
redis.call('ZREM', P .. 'due:erase', key)
return 1
