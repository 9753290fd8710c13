-- Answers in doubt wait so long (ms): calls that were in flight when the ledger was lost have ended by then, and the
-- provider can be asked about them. ARGV: epoch, ms
local until_ = math.max(now + tonumber(ARGV[2]), tonumber(redis.call('GET', P .. 'settled') or '0'))
redis.call('SET', P .. 'settled', until_)
return until_
