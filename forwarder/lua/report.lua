-- A provider reports on an answer; a late "sent" never overwrites "delivered". ARGV: epoch, report key, rank, status,
-- code, otherwise ('' | words | way: what may do after a failure)
-- Returns ours, early (we are sending answers in these seconds: perhaps one of those), or foreign.
local report, rank, status, code, otherwise = unpack(ARGV, 2, 6)
local aid = redis.call('GET', P .. 'r:' .. report)
if not aid then
  -- It may be quicker than our own note that the answer left (answered.lua), which comes within a lease.
  local early = P .. 'e:' .. report
  if tonumber(redis.call('HGET', early, 'rank') or '0') < tonumber(rank) then
    redis.call('HSET', early, 'rank', rank, 'delivery', status, 'code', code, 'otherwise', otherwise)
    redis.call('EXPIRE', early, 600)
  end
  return redis.call('EXISTS', P .. 'sending') == 1 and 'early' or 'foreign'
end
reported(aid, report, rank, status, code, otherwise)
return 'ours'
