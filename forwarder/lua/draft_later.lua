-- A draft that could not be closed is looked at again in a while. ARGV: epoch, who, delay (ms)
return redis.call('ZADD', P .. 'due:draft', 'XX', now + ARGV[3], ARGV[2])
