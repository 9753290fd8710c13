-- Somebody asked for protection: kept per listener and flag, the latest time counts.
-- ARGV: epoch, keep (ms), then who, flag (a|r), when (ms) …
for i = 3, #ARGV, 3 do
  local key = P .. 'f:' .. ARGV[i]
  if tonumber(ARGV[i + 2]) > tonumber(redis.call('HGET', key, ARGV[i + 1]) or '0') then
    redis.call('HSET', key, ARGV[i + 1], ARGV[i + 2])
  end
  redis.call('PEXPIRE', key, ARGV[2])
end
return 1
