-- Stands behind the prelude, before every script: the circuit breaker towards the central system and the slow start
-- after it, one of each for all workers. The first three functions decide; tests/forwarder/breaker_rules.py says the same.
-- Keys: hold:forward (nobody calls while it is there; 'probing': one goes ahead), fails:forward (failures in a row),
-- took (submissions that were taken), away (since when it is away, ms), outages ("<from> <until>", by until), slow (the next call begins a slow start; 'dare': an
-- operator had it made),
-- pace (a slow start: since, the second of its last call, calls of that second), risk:<queue> (unknown outcomes in a row that
-- were left to a person), hold:risk:<queue> (no other is risked while it is there: the id of the one that goes ahead, or '').
local OPENS_AT, PACED_SECONDS, PROBE_MS = 3, 14, 2000

-- For how long (ms) nobody calls after so many failures in a row; 0: go on.
local function hold_after(fails)
  if fails < OPENS_AT then return 0 end
  return math.min(30000, 1000 * 2 ^ math.min(fails - OPENS_AT, 5))
end

-- For how long (ms) nothing more is risked after so many unknown outcomes in a row.
local function risk_after(row)
  if row < OPENS_AT then return 0 end
  return math.min(1800000, 30000 * 2 ^ math.min(row - OPENS_AT, 6))
end

-- How many calls may begin in the second that lies `elapsed` ms behind the beginning of a slow start, of which `used`
-- were made in and since the second `window`: 1, then 2, 4, 8 … What was spent above that is owed to later seconds.
-- Returns how many, the second, and what is spent of it.
local function permits(elapsed, window, used)
  local second = math.floor(elapsed / 1000)
  local spent = math.max(0, used - (2 ^ second - 2 ^ window))
  return math.max(0, 2 ^ second - spent), second, spent
end

local function is_half_open() return tonumber(redis.call('GET', P .. 'fails:forward') or '0') >= OPENS_AT end

local function begin_pace(used)
  redis.call('DEL', P .. 'slow')
  redis.call('HSET', P .. 'pace', 'since', now, 'window', 0, 'used', used)
  redis.call('PEXPIRE', P .. 'pace', PACED_SECONDS * 1000)
end

-- For how long (ms) nobody may call who holds a lease; a probe goes ahead.
local function held_for()
  local held = hold_key('forward', '')
  return redis.call('GET', held) == 'probing' and 0 or math.max(0, redis.call('PTTL', held))
end

-- How many of `most` items may be leased now; whether calls are counted: in a slow start, and for a probe; and whether
-- it is the first call after a wait, which no operator had made.
local function may_begin(most)
  if switched_off('forward') then return 0, false, false end
  local was = redis.call('MGET', hold_key('forward', ''), P .. 'fails:forward', P .. 'slow')
  if was[1] then return 0, true, false end
  if was[3] or tonumber(was[2] or '0') >= OPENS_AT then return math.min(most, 1), true, was[3] ~= 'dare' end
  local pace = redis.call('HMGET', P .. 'pace', 'since', 'window', 'used')
  if not pace[1] then return most, false, false end
  return math.min(most, (permits(now - pace[1], tonumber(pace[2]), tonumber(pace[3])))), true, false
end

-- Items were leased for which so many calls will be made. May be left out when calls are not counted. feels: what follows
-- a call that is not answered yet may be left to a person, so a slow start begins with an answer.
local function calls_begin(calls, feels)
  if calls == 0 then return end
  local half_open, slow = is_half_open(), redis.call('EXISTS', P .. 'slow') == 1
  if half_open or (slow and feels) then redis.call('SET', hold_key('forward', ''), 'probing', 'PX', PROBE_MS) end
  if half_open or slow then
    begin_pace(calls)
    if slow and feels then redis.call('SET', P .. 'slow', 1) end
    return
  end
  local pace = redis.call('HMGET', P .. 'pace', 'since', 'window', 'used')
  if not pace[1] then return end
  local _, second, spent = permits(now - pace[1], tonumber(pace[2]), tonumber(pace[3]))
  redis.call('HSET', P .. 'pace', 'window', second, 'used', spent + calls)
end

-- A call failed. ms: for so long the central system wants no call; -1: it did not say, and the row of failures
-- decides; 0: that was no failure of its. What fails while nobody calls belongs to the same wave and counts once; what
-- fails in a slow start opens at once.
local function central_failed(ms, why)
  if ms == 0 then return end
  local left, asked = held_for(), ms > 0
  if ms < 0 then
    if left > 0 then return end
    local fails = redis.call('INCR', P .. 'fails:forward')
    if fails < OPENS_AT and redis.call('EXISTS', P .. 'pace') == 1 then
      fails = OPENS_AT
      redis.call('SET', P .. 'fails:forward', fails)
    end
    ms = hold_after(fails)
  end
  if ms <= left then return end
  hold_back(hold_key('forward', ''), why, ms, asked)
  redis.call('SET', P .. 'away', now, 'NX')
  redis.call('SET', P .. 'slow', 1)
  redis.call('DEL', P .. 'pace')
end

-- A complaint whose own submissions fail while others are taken says nothing of the central system, which cannot digest this
-- one. Returns how often it failed again since another was taken.
local function fails_alone(id)
  local took = tonumber(redis.call('GET', P .. 'took') or '0')
  local was = redis.call('HMGET', complaint(id), 'fell_at', 'fell')
  local fell = tonumber(was[2] or '0') + ((tonumber(was[1]) or took) < took and 1 or 0)
  redis.call('HSET', complaint(id), 'fell_at', string.format('%.0f', took), 'fell', fell)
  return fell
end

-- Who went ahead has made no call after all, or heard nothing that ends a wait: the next may.
local function went_ahead_for_nothing()
  local held = hold_key('forward', '')
  if redis.call('GET', held) == 'probing' then redis.call('DEL', held) end
end

-- Where an unknown outcome is left to a person, what is told into an outage costs one of their minutes each time; that
-- something harmless is answered says less of it each time. queue: forward | supplement.
-- For how long (ms) nothing more of a queue is risked.
local function risk_left(queue) return math.max(0, redis.call('PTTL', P .. 'hold:risk:' .. queue)) end

-- One is leased, which no other follows for so long (ms) where those before it came to nothing. Returns whether it asks
-- something harmless first, whatever was answered meanwhile: unless an operator dares it.
local function risk(queue, id, ms)
  if tonumber(redis.call('GET', P .. 'risk:' .. queue) or '0') < OPENS_AT then return false end
  redis.call('SET', P .. 'hold:risk:' .. queue, id, 'PX', ms)
  return redis.call('GET', P .. 'slow') ~= 'dare'
end

-- Its outcome is not known. What fails while nothing is risked belongs to the same wave and counts once.
local function risked_in_vain(queue, id)
  local held = redis.call('GET', P .. 'hold:risk:' .. queue)
  if held and held ~= id then return end
  local row = redis.call('INCR', P .. 'risk:' .. queue)
  redis.call('EXPIRE', P .. 'risk:' .. queue, 86400)
  if risk_after(row) > 0 then redis.call('SET', P .. 'hold:risk:' .. queue, '', 'PX', risk_after(row)) end
end

-- It was surely not told, or refused: the next may try.
local function not_risked(queue, id)
  if redis.call('GET', P .. 'hold:risk:' .. queue) == id then redis.call('DEL', P .. 'hold:risk:' .. queue) end
end

local function remember_outage(from, till)
  redis.call('ZADD', P .. 'outages', till, from .. ' ' .. till)
  redis.call('ZREMRANGEBYRANK', P .. 'outages', 0, -501)
end

-- The central system gave an answer: whatever it says, it is there. The first answer to a probe is the first call of a
-- slow start; one that comes while nobody may call ends nothing. taken_of: the queue (forward | supplement) of which it took one:
-- so it will what follows, and nothing is a risk any more.
local function central_heard(node, taken_of)
  local held = hold_key('forward', '')
  local probing = redis.call('GET', held) == 'probing'
  if probing then redis.call('DEL', held) end
  if probing or is_half_open() then begin_pace(1) end
  redis.call('DEL', P .. 'fails:forward', unpack(taken_of and { P .. 'risk:' .. taken_of, P .. 'hold:risk:' .. taken_of } or {}))
  if taken_of == 'forward' then redis.call('INCR', P .. 'took') end
  local since = redis.call('GET', P .. 'away')
  if not since or redis.call('EXISTS', held) == 1 then return end
  redis.call('DEL', P .. 'away')
  remember_outage(since, now)
  fact(node, 'outage', 'central', since .. ' ' .. now)
  count('outages')
end

-- For how long (ms) the central system was known to be away since `at`.
local function away_ms(at)
  local sum = 0
  for _, outage in ipairs(redis.call('ZRANGEBYSCORE', P .. 'outages', at, '+inf')) do
    local from, till = string.match(outage, '^(%d+) (%d+)$')
    sum = sum + till - math.max(from, at)
  end
  local since = redis.call('GET', P .. 'away')
  if since then sum = sum + math.max(0, now - math.max(since, at)) end
  return sum
end
