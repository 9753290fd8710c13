-- A fact goes back, oldest first, before the rows. ARGV: epoch, kind, subject, data, at, keep (s), then of what a provider
-- took: by which channel that may have been, and under what its reports would find it …
local kind, subject, data, at, keep = unpack(ARGV, 2, 6)
local key = complaint(subject)

-- A provider may still have something to say of what left before the loss.
local function await_report(item)
  local way = redis.call('HGET', answer_key(subject), 'via') or string.match(subject, '%.([%w_]+)%-')
  for i = 7, #ARGV, 2 do
    if ARGV[i] == way then
      redis.call('HSET', answer_key(item), 'report', ARGV[i + 1])
      redis.call('SET', P .. 'r:' .. ARGV[i + 1], item, 'EX', keep)
    end
  end
end

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
if kind == 'asked_to_wait' then
  -- The last word counts: an operator may have had them asked sooner. No wish is for longer than a day. What lies ahead was
  -- said before the clock was set back: the next in a journal came after it.
  local last = tonumber(string.match(redis.call('HGET', P .. 'waits', subject) or '', '^%d+') or '0')
  if last <= now and tonumber(at) < last then return 1 end
  redis.call('HSET', P .. 'waits', subject, at .. ' ' .. data)
  -- Nor is any for longer than it was said for, wherever the clock stands since.
  local held, left = P .. 'hold:' .. subject, math.min(data - now, data - at, 86400000)
  if data == '0' then
    redis.call('HSET', P .. 'sooner', (string.gsub(subject, '^reply:', '')), at)
    redis.call('DEL', held)
    redis.call('ZREM', P .. 'holds', held)
  elseif left > math.max(0, redis.call('PTTL', held)) then
    hold_for(held, 'asked to wait', left, true)
    if subject == 'forward' then
      redis.call('SET', P .. 'slow', 1)
    else
      redis.call('SET', P .. 'probe:' .. string.sub(subject, 7), 1, 'PX', left + 60000)
    end
  end
  return 1
end
if kind == 'answer_mailbox' then
  -- Its complaint's row comes later, perhaps from another journal, or was erased (mailbox_restore.lua).
  redis.call('HSET', P .. 'boxes', subject, data)
  redis.call('EXPIRE', P .. 'boxes', keep)
  return 1
end
if kind == 'forgotten' then
  redis.call('HSET', P .. 'forgotten', subject, data)
  redis.call('EXPIRE', P .. 'forgotten', 31536000)
  return 1
end
if kind == 'preferred' then
  local what, value, when = string.match(data, '^(%S+) (%S*) (%d+)$')
  if what then prefer(subject, what, value, when) end
  return 1
end
if kind == 'joined' then
  local person, when = string.match(data, '^(%S+) (%d+)$')
  if person then join_person(subject, person, when) end
  return 1
end
if kind == 'alike' then
  local root, recurs, received, others = string.match(data, '^(%S+) (%S+) (%d+) (%S*)$')
  if root then lay_beside(subject, root, recurs, received, (string.gsub(others, ',', ' ')), keep) end
  return 1
end
if kind == 'linked' then
  redis.call('HSET', supplement_key(subject), 'parts', data)
  return 1
end
if kind == 'paused' or kind == 'resumed' then
  local known = math.abs(tonumber(redis.call('HGET', P .. 'paused', subject) or '0'))
  if tonumber(at) >= known then
    redis.call('HSET', P .. 'paused', subject, kind == 'paused' and at or '-' .. at)
  end
  return 1
end
if kind == 'status' then
  local when, status = string.match(data, '^(%d+) (%S+)$')
  if when and tonumber(when) >= tonumber(redis.call('HGET', key, 'status_at') or '0') then
    redis.call('HSET', key, 'status', status, 'status_at', when)
  end
  return 1
end
if kind == 'followed' then
  -- How often the central system was asked about it, and when last (news_lease.lua).
  redis.call('HSET', key, 'asked_news', data)
  redis.call('ZADD', P .. 'due:news', at + 86400000 * 2 ^ math.max(0, data - 1), subject)
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
if kind == 'withdrawn' then
  redis.call('HSET', key, 'state', 'withdrawn', 'gone', data)
  redis.call('HDEL', key, 'begun')
  redis.call('ZREM', P .. 'parked', subject)
  redis.call('ZREM', P .. 'due:forward', subject)
  return 1
end
if kind == 'erase' then
  local person, who, since = string.match(data, '^(%S+) (%S+) (%d+)$')
  if person then put_erase(subject, person, who, since, 31536000) end
  return 1
end
if kind == 'erased' or kind == 'erase_revoked' then
  if kind == 'erased' then redis.call('SADD', P .. 'E!' .. subject, data) end
  if kind == 'erase_revoked' then
    redis.call('HSET', P .. 'E:' .. subject, 'state', 'revoked')
    redis.call('HDEL', P .. 'erasures', subject)
  end
  return 1
end
if kind == 'edited' then
  redis.call('HSET', key, 'edits', data)
  redis.call('HDEL', key, 'case')
  return 1
end
if kind == 'raised' then
  local letters, since, who = string.match(data, '^(%l+) (%d+) (%S+)$')
  if letters then raise(subject, letters, since, who, keep) end
  return 1
end
local act = string.match(kind, '^act_(%l+)$')
if act then
  -- What the central system holds now ('-' for nothing), or that a person has to see to it.
  if act == 'told' then redis.call('HSET', key, 'told', data == '-' and '' or data) end
  redis.call('HSET', wish_key(subject), 'state', act == 'parked' and 'parked' or 'due', 'why', act == 'parked' and data or '')
  redis.call('EXPIRE', wish_key(subject), keep)
  redis.call('ZREM', P .. 'parked', subject .. '~act')
  redis.call('ZADD', act == 'parked' and P .. 'parked' or P .. 'due:act', at, subject .. (act == 'parked' and '~act' or ''))
  return 1
end
-- The ladder of an answer, what was paid for it, and its parts: before its end, which they may take back.
if kind == 'answer_fell' then
  local otherwise, code, rung = string.match(data, '^(%l+) (%S*) (%l+)$')
  if rung == (redis.call('HGET', answer_key(subject), 'rung') or 'free') then
    redis.call('HSET', answer_key(subject), 'fell', otherwise .. ' ' .. code)
    redis.call('HDEL', answer_key(subject), 'state', 'begun')
    redis.call('PERSIST', answer_key(subject))
    local left = next_part(subject)
    if left then redis.call('HSET', answer_key(subject), 'part', left) end
  end
  return 1
end
if kind == 'answer_rung' then
  local rung, via, path = string.match(data, '^(%l+) (%S*) (.*)$')
  local known, before = unpack(redis.call('HMGET', answer_key(subject), 'path', 'rung'))
  if rung and #path > #(known or '') then
    redis.call('HSET', answer_key(subject), 'rung', rung, 'via', via, 'path', path)
    redis.call('HDEL', answer_key(subject), 'state', 'begun', 'blind', 'fell', 'part', 'report')
    redis.call('PERSIST', answer_key(subject))
    repeat_part(subject, rung ~= (before or 'free') and 0 or nil)
  end
  return 1
end
if kind == 'answer_part' then
  -- All that earlier versions told of it.
  local item = answer_key(subject .. '~' .. data - 1)
  redis.call('HSET', item, 'state', 'sent', 'what', 'part', 'rung', redis.call('HGET', answer_key(subject), 'rung') or 'free')
  redis.call('HDEL', item, 'fell')
  redis.call('EXPIRE', item, keep)
  local done = tonumber(redis.call('HGET', answer_key(subject), 'part') or '0')
  if tonumber(data) > done then redis.call('HSET', answer_key(subject), 'part', data) end
  redis.call('HDEL', answer_key(subject), 'begun', 'blind')
  return 1
end
if kind == 'answer_piece' then
  local part, last, rung, provider = string.match(data, '^(%d+) (%d+) (%l+) (.*)$')
  if not part then return 1 end
  local item = subject .. '~' .. part
  redis.call('HSET', answer_key(item), 'provider', provider, 'rung', rung)
  await_report(item)
  redis.call('HSET', answer_key(subject), 'last', last)
  local left, failed = next_part(subject)
  if left then redis.call('HSET', answer_key(subject), 'part', left) end
  if not left or failed then
    provider = redis.call('HGET', answer_key(subject .. '~' .. last), 'provider') or ''
    redis.call('HSET', answer_key(subject), 'state', 'sent', 'provider', provider)
    redis.call('EXPIRE', answer_key(subject), keep)
  end
  return 1
end
if kind == 'answer_piece_fell' then
  local part, otherwise, code, provider = string.match(data, '^(%d+) (%l+) (%S*) (.*)$')
  local item = part and answer_key(subject .. '~' .. part)
  if item and redis.call('HGET', item, 'provider') == provider then
    redis.call('HSET', item, 'rank', 9, 'delivery', 'failed', 'code', code, 'fell', otherwise .. ' ' .. code)
  end
  return 1
end
if kind == 'answer_paid' then
  local charge, urgent, tally, purse, day, cost, about = string.match(data, '^(%S+) (%S*) (%S+) (%S+) (%S+) (%d+) (%S*)$')
  if charge and redis.call('HSETNX', answer_key(subject), 'paid:' .. charge, 1) == 1 then
    if about ~= '' and tally ~= '-' then redis.call('HINCRBY', P .. 'o:' .. about, tally, 1) end
    if about ~= '' and urgent == '1' then redis.call('HSET', P .. 'o:' .. about, 'told', 1) end
    if about ~= '' then redis.call('EXPIRE', P .. 'o:' .. about, keep) end
    if purse ~= '-' then
      redis.call('INCRBY', P .. 'spent:' .. purse .. ':' .. day, cost)
      redis.call('EXPIRE', P .. 'spent:' .. purse .. ':' .. day, 172800)
    end
  end
  return 1
end
if kind == 'answer_listens' then
  redis.call('HDEL', answer_key(subject), 'state', 'rung', 'via', 'begun', 'blind', 'fell', 'part', 'report')
  repeat_part(subject)
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
  -- Of one that is known here, what came of it is, too. Its call ended before the longest lease that LEASE_SECONDS allows.
  if tonumber(redis.call('HGET', key, 'attempts') or '0') < tonumber(data) then
    redis.call('HSET', key, 'attempts', data, 'begun', 1, 'ends', at + 600000)
  end
elseif kind == 'token' and data == '' then
  -- It left the tray, on its way to an API.
  redis.call('HSET', key, 'state', 'due')
  redis.call('HDEL', key, 'token', 'taken', 'why')
elseif kind == 'token' then
  redis.call('HSET', key, 'state', 'waiting', 'token', data, 'taken', at)
  redis.call('HDEL', key, 'why')
elseif kind == 'number' then
  redis.call('HSET', key, 'state', 'done', 'national', data)
  redis.call('HDEL', key, 'begun', 'why')
  redis.call('ZREM', P .. 'parked', subject)
elseif kind == 'parked' then
  redis.call('HSET', key, 'state', 'parked', 'why', data)
  redis.call('ZADD', P .. 'parked', at, subject)
elseif kind == 'closed' then
  local into, said, why = string.match(data, '^(%S+) (%a) (.*)$')
  if into then
    redis.call('HSET', key, 'state', 'closed', 'said', said, 'why', why)
    if into ~= '-' then redis.call('HSET', key, 'into', into) end
    redis.call('HDEL', key, 'begun')
    redis.call('ZREM', P .. 'parked', subject)
    redis.call('ZREM', P .. 'due:forward', subject)
  end
elseif kind == 'retried' then
  redis.call('HSET', key, 'state', 'due')
  if data == 'not_there' then redis.call('HDEL', key, 'begun', 'ends') end
  redis.call('ZREM', P .. 'parked', subject)
elseif kind == 'answer_retried' then
  redis.call('HDEL', answer_key(subject), 'state', 'blind')
  redis.call('HSET', answer_key(subject), 'again', at)
  redis.call('ZREM', P .. 'parked', subject)
elseif kind == 'answering' or kind == 'answering_blind' then
  redis.call('HSET', answer_key(subject), 'tries', data, 'begun', 1)
  -- Since when it is tried: a provider's list is searched as far back.
  redis.call('HSETNX', answer_key(subject), 'first', at)
  if kind == 'answering_blind' then redis.call('HSET', answer_key(subject), 'blind', 1) end
elseif kind == 'answer_mark' then
  -- By what its provider's list shows the words of a try, which are told in no fact.
  redis.call('HSET', answer_key(subject), 'mark', data)
elseif kind == 'answer_sent' then
  redis.call('HSET', answer_key(subject), 'state', 'sent', 'provider', data)
  -- Of a long one its last part is waited for, unless something short left after it.
  local last = redis.call('HGET', answer_key(subject), 'last') or ''
  if redis.call('HGET', answer_key(subject .. '~' .. last), 'provider') ~= data then await_report(subject) end
elseif kind == 'answer_failed' then
  redis.call('HSET', answer_key(subject), 'state', 'failed', 'why', data)
  redis.call('ZREM', P .. 'parked', subject)
elseif kind == 'answer_parked' then
  redis.call('HSET', answer_key(subject), 'state', 'parked', 'why', data)
  redis.call('ZADD', P .. 'parked', at, subject)
end
if kind == 'answer_sent' or kind == 'answer_failed' then redis.call('EXPIRE', answer_key(subject), keep) end
return 1
