-- Answers in doubt wait so long (ms): calls that were in flight when the ledger was lost have ended by then, and the
-- provider can be asked about them. ARGV: epoch, ms
-- No heartbeat notes this clock while a ledger is made anew. Set forward meanwhile, it would be found out by the first one
-- after that, which would take a moment that was told by the new clock for one of the old, and move it once more.
mind_clock()
redis.call('SET', P .. 'clock', string.format('%.0f', now))
local until_ = math.max(now + tonumber(ARGV[2]), tonumber(redis.call('GET', P .. 'settled') or '0'))
redis.call('SET', P .. 'settled', string.format('%.0f', until_))
redis.call('SET', P .. 'settles_for', math.max(tonumber(ARGV[2]), tonumber(redis.call('GET', P .. 'settles_for') or '0')))
return until_
