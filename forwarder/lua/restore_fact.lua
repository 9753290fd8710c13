-- A fact goes back, oldest first, before the rows. ARGV: epoch, kind, subject, data, at, keep (s)
local kind, subject, data, at, keep = unpack(ARGV, 2, 6)
local key = complaint(subject)
if kind == 'undeliverable' or kind == 'undeliverable_some' then
  if kind == 'undeliverable' then
    redis.call('HSET', answer_key(subject), 'rank', 9, 'delivery', 'failed', 'code', data)
  end
  redis.call('SET', P .. 'v:' .. subject, data, 'NX', 'EX', keep)
  return 1
end
if kind == 'allowed' then
  -- One of the answers that may go to an address within a day (allow.lua).
  local left = math.floor((at + 86400000 - now) / 1000)
  if left > 0 then
    redis.call('SADD', P .. 'q:' .. data, subject)
    if redis.call('TTL', P .. 'q:' .. data) < 0 then redis.call('EXPIRE', P .. 'q:' .. data, left) end
  end
  return 1
end
if kind == 'outage' then
  local from, till = string.match(data, '^(%d+) (%d+)$')
  if from then remember_outage(from, till) end
  return 1
end
if kind == 'withheld' then
  redis.call('HSET', key, 'withheld', data)
  return 1
end
if kind == 'late' then
  local node, since, places = string.match(data, '^(%S+) (%d+) (%S*)$')
  if node then follow_late(subject, node, since, places, keep) end
  return 1
end
-- What has its end keeps it: a ledger that was rolled back for a moment may have told another story afterwards.
if redis.call('HGET', key, 'state') == 'done' or redis.call('HGET', answer_key(subject), 'state') == 'sent' then
  return 1
end
local added = string.match(kind, '^supplement_(%l+)$')
if added then
  redis.call('HSET', supplement_key(subject), 'state', added == 'retried' and 'due' or added, 'why', data)
  redis.call('ZREM', P .. 'parked', subject)
  if added == 'parked' then redis.call('ZADD', P .. 'parked', at, subject) end
  return 1
end
if kind == 'attempt' then
  -- Its call ended before the longest lease that LEASE_SECONDS allows.
  redis.call('HSET', key, 'attempts', data, 'begun', 1, 'ends', at + 600000)
elseif kind == 'token' then redis.call('HSET', key, 'state', 'waiting', 'token', data)
elseif kind == 'number' then
  redis.call('HSET', key, 'state', 'done', 'national', data)
  redis.call('HDEL', key, 'begun')
  redis.call('ZREM', P .. 'parked', subject)
elseif kind == 'parked' then
  redis.call('HSET', key, 'state', 'parked', 'why', data)
  redis.call('ZADD', P .. 'parked', at, subject)
elseif kind == 'retried' then
  redis.call('HSET', key, 'state', 'due')
  redis.call('ZREM', P .. 'parked', subject)
elseif kind == 'answer_retried' then
  redis.call('HDEL', answer_key(subject), 'state', 'begun')
  redis.call('ZREM', P .. 'parked', subject)
elseif kind == 'answering' then redis.call('HSET', answer_key(subject), 'tries', data, 'begun', 1)
elseif kind == 'answering_blind' then
  redis.call('HSET', answer_key(subject), 'tries', data, 'begun', 1, 'blind', 1)
elseif kind == 'answer_sent' then redis.call('HSET', answer_key(subject), 'state', 'sent', 'provider', data)
elseif kind == 'answer_failed' then redis.call('HSET', answer_key(subject), 'state', 'failed', 'why', data)
elseif kind == 'answer_parked' then
  redis.call('HSET', answer_key(subject), 'state', 'parked', 'why', data)
  redis.call('ZADD', P .. 'parked', at, subject)
end
if kind == 'answer_sent' or kind == 'answer_failed' then redis.call('EXPIRE', answer_key(subject), keep) end
return 1
