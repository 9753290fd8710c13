-- Deliveries of a draft that was closed, as a journal tells. ARGV: epoch, id, what it became, node, keep (s), deliveries …
for i = 6, #ARGV do
  redis.call('HSETNX', P .. 'd:' .. ARGV[i], 'end', 'draft:' .. ARGV[2])
  redis.call('HSETNX', P .. 'd:' .. ARGV[i], 'node', ARGV[4])
  redis.call('HSET', P .. 'd:' .. ARGV[i], 'became', ARGV[3])
  redis.call('EXPIRE', P .. 'd:' .. ARGV[i], ARGV[5])
end
return 1
