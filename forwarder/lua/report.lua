-- A provider reports on an answer; a late "sent" never overwrites "delivered". ARGV: epoch, report key, rank, status
local aid = redis.call('GET', P .. 'r:' .. ARGV[2])
if not aid then
  -- It may be quicker than our own note that the answer left (answered.lua), which comes within a lease.
  local early = P .. 'e:' .. ARGV[2]
  if tonumber(redis.call('HGET', early, 'rank') or '0') < tonumber(ARGV[3]) then
    redis.call('HSET', early, 'rank', ARGV[3], 'delivery', ARGV[4])
    redis.call('EXPIRE', early, 600)
  end
  return nil
end
local key = answer_key(aid)
if tonumber(redis.call('HGET', key, 'rank') or '0') >= tonumber(ARGV[3]) then return aid end
redis.call('HSET', key, 'rank', ARGV[3], 'delivery', ARGV[4])
count('report_' .. ARGV[4])
return aid
