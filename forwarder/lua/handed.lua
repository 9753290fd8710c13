-- Files of a complaint or supplement that the central system has, while others of it wait. ARGV: epoch, item, what (there |
-- note | ends), ms and names (whose they are, keyed hashes of their content) for note
-- Returns their names.
local key = P .. 'handed:' .. ARGV[2]
if ARGV[3] == 'ends' then
  redis.call('DEL', key)
elseif ARGV[3] == 'note' then
  for i = 5, #ARGV do redis.call('SADD', key, ARGV[i]) end
  -- From the first of them: told again and again through an outage, they would outlive the bytes there.
  if redis.call('PTTL', key) < 0 then redis.call('PEXPIRE', key, ARGV[4]) end
end
return redis.call('SMEMBERS', key)
