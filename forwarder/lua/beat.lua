-- Count up a node's heartbeat. ARGV: epoch, node, the last one its journal remembers
-- Returns the new one and the time (ms); -1 when this server remembers less: it was rolled back. A process of the server
-- that passed may be worked from: a backup put back starts another one, and workers wait until a journal was asked.
local node, remembered = ARGV[2], tonumber(ARGV[3])

mind_clock()
local before = tonumber(redis.call('GET', P .. 'clock') or '0')
redis.call('SET', P .. 'clock', string.format('%.0f', now))
if tonumber(redis.call('HGET', P .. 'beat', node) or '0') < remembered then return { -1, now } end
redis.call('ZREMRANGEBYSCORE', P .. 'holds', '-inf', string.format('%.0f', math.min(before, now)))
redis.call('SET', P .. 'run', run_id())
return { redis.call('HINCRBY', P .. 'beat', node, 1), now }
