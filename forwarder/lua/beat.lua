-- Count up a node's heartbeat. ARGV: epoch, node, the last one its journal remembers, what this clock should show (ms)
-- Returns the new one and the time (ms); -1 when this server remembers less: it was rolled back. A process of the server
-- that passed may be worked from: a backup put back starts another one, and workers wait until a journal was asked.
local node, remembered = ARGV[2], tonumber(ARGV[3])

-- The clock of this server was set back by so many ms, or a replica whose clock is behind has taken over: what was due in
-- a second would be due a second after all that, and what holds everybody would hold as much longer. Other times are
-- compared with caps, or only sort. What was made since then, within a second, may be due at once; what holds everybody
-- is not taken for older than it is.
local function set_back(gap)
  keep_distance(now, -gap)
  for _, pattern in ipairs({ 'hold:*', 'probe:*' }) do
    for _, key in ipairs(redis.call('KEYS', P .. pattern)) do
      local left = redis.call('PTTL', key) - gap
      if left > 0 then redis.call('PEXPIRE', key, left) elseif left > -2000 then redis.call('DEL', key) end
    end
  end
  for _, key in ipairs(redis.call('ZRANGEBYSCORE', P .. 'holds', '(' .. string.format('%.0f', now), '+inf')) do
    redis.call('ZINCRBY', P .. 'holds', -gap, key)
  end
  -- A new second of each pace begins: the sendings of the last one lie ahead now.
  for _, key in ipairs(redis.call('KEYS', P .. 'pace:*')) do redis.call('DEL', key) end
  for _, key in ipairs(redis.call('KEYS', 'sp:bell:*')) do redis.call('DEL', key) end
  local since = tonumber(redis.call('HGET', P .. 'pace', 'since') or '0')
  if since > now then redis.call('HSET', P .. 'pace', 'since', string.format('%.0f', since - gap)) end
  for _, name in ipairs({ 'settled', 'away' }) do
    local at = tonumber(redis.call('GET', P .. name) or '0')
    if at > now then redis.call('SET', P .. name, string.format('%.0f', at - gap)) end
  end
  count('clock_set_back')
  step('ledger', 'clock_set_back', string.format('%.0f', gap))
end

mind_clock(tonumber(ARGV[4]))
local before = tonumber(redis.call('GET', P .. 'clock') or '0')
redis.call('SET', P .. 'clock', string.format('%.0f', now))
-- Less is a delay that nobody minds.
if before - now > 60000 then set_back(before - now) end
if tonumber(redis.call('HGET', P .. 'beat', node) or '0') < remembered then return { -1, now } end
redis.call('ZREMRANGEBYSCORE', P .. 'holds', '-inf', string.format('%.0f', math.min(before, now)))
redis.call('SET', P .. 'run', run_id())
return { redis.call('HINCRBY', P .. 'beat', node, 1), now }
