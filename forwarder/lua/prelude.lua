-- Stands before every script. ARGV[1] is the epoch the caller believes in, and what this clock should show by theirs (ms; 0
-- or nothing: they have not looked before). All keys of an epoch begin with its name, so a rebuilt ledger never meets
-- leftovers of a lost one. Keys are made here, not passed: a cluster is not supported.
local epoch, expected = string.match(ARGV[1], '^(%S+) ?(%d*)$')
expected = tonumber(expected) or 0
if redis.call('GET', 'sp:epoch') ~= epoch and redis.call('GET', 'sp:rebuild') ~= epoch then
  return redis.error_reply('EPOCH the ledger was lost, rolled back or is being rebuilt')
end
local P = 'sp:' .. epoch .. ':'
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

-- The server's process: https://valkey.io/commands/info/
local function run_id() return string.match(redis.call('INFO', 'server'), 'run_id:(%x+)') end

-- Whose writes this server goes on with. A replica that takes over begins another history, as does a server that was
-- started anew: the last moment of the one before may be missing in it. (INFO, master_replid)
local seen_history
local function history()
  seen_history = seen_history or string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
  return seen_history
end

-- doubt as a node says it: '1', '0', or '0' in that history only with which its journal was compared. Returns it as '1' or
-- '0'; in any other history nothing, and why: what the node told before may be lost, so it looks first.
local function doubted(doubt)
  if #doubt < 2 then return doubt end
  if doubt == history() then return '0' end
  return nil, redis.error_reply('EPOCH another server has taken over, or this one was started anew')
end

-- Of several calls in one (each.lua) all is counted at their end.
local counted
local function count(name)
  if counted then counted[name] = (counted[name] or 0) + 1 else redis.call('HINCRBY', P .. 'count', name, 1) end
end

-- A fact cannot be derived again from what came in; its node takes it into its journal.
local function fact(node, kind, subject, data)
  redis.call('XADD', P .. 'facts:' .. node, '*', 'kind', kind, 'subject', subject, 'at', now, 'data', data)
end

local function step(id, what, about)
  redis.call('XADD', P .. 'steps', 'MAXLEN', '~', 10000, '*', 'id', id, 'step', what, 'about', about or '')
end

-- How a chat wants to be answered, and which person an account is: the latest word counts, whatever comes here first.
-- Both return whether this was news.
local function prefer(who, what, value, at)
  local key = P .. 'prefers:' .. who
  if tonumber(at) <= tonumber(redis.call('HGET', key, what .. '_at') or '0') then return false end
  redis.call('HSET', key, what, value, what .. '_at', at)
  return true
end

local function join_person(account, person, at)
  local key = P .. 'joined:' .. account
  local was = redis.call('HMGET', key, 'person', 'at')
  if tonumber(at) <= tonumber(was[2] or '0') then return false end
  if was[1] then redis.call('SREM', P .. 'joins:' .. was[1], account) end
  redis.call('HSET', key, 'person', person, 'at', at)
  redis.call('SADD', P .. 'joins:' .. person, account)
  return true
end

-- An account that was forgotten is its phone's person no longer.
local function leave_person(account)
  local person = account and redis.call('HGET', P .. 'joined:' .. account, 'person')
  if person then redis.call('SREM', P .. 'joins:' .. person, account) end
  if account then redis.call('DEL', P .. 'joined:' .. account) end
end

-- All names of one person: an account that joined a phone, the phone, and whatever else joined that.
local function names_of(person)
  if person == '' then return {} end
  local root = redis.call('HGET', P .. 'joined:' .. person, 'person') or person
  local names = redis.call('SMEMBERS', P .. 'joins:' .. root)
  names[#names + 1] = root
  return names
end

-- So many answers of one kind go to one address within a day of the first; the same one may be asked for again.
local function allowed_today(address, aid, most, day, node)
  local key = P .. 'q:' .. address
  if redis.call('SISMEMBER', key, aid) == 1 then return true end
  if redis.call('SCARD', key) >= tonumber(most) then return false end
  redis.call('SADD', key, aid)
  if redis.call('TTL', key) < 0 then redis.call('EXPIRE', key, day) end
  fact(node, 'allowed', aid, address)
  return true
end

-- Whether what `owner` claimed is this node's: it did so itself, or is lost and its journal goes on here.
local function mine(owner, node)
  return owner == node or (owner and redis.call('HGET', 'sp:heirs', owner) == node)
end

-- What an operator holds back: forward, replies or a channel. Since when (ms); below 0 when it was let go, so that a
-- rebuild knows which of two facts is the later one.
local function switched_off(what)
  return tonumber(redis.call('HGET', P .. 'paused', what) or '0') > 0
end

-- Whether a complaint has come to its end without the central system: withdrawn by its citizen, or closed by an operator.
local function is_over(state) return state == 'withdrawn' or state == 'closed' end

-- Whether the central system is through with it.
local function is_ended(status)
  return status == 'selesai' or status == 'arsip' or status == 'bukan_wewenang' or status == 'ditarik'
end

local function complaint(id) return P .. 'c:' .. id end

-- What came when a complaint had come to its end is forgotten with it.
local function with_it(id, name)
  local left = redis.call('TTL', complaint(id))
  if left > 0 then redis.call('EXPIRE', P .. name .. ':' .. id, left) end
end

-- Whether nothing more may go to a complaint: what its citizen tells after withdrawing it is not withdrawn with it, be the
-- central system told of that yet or not.
local function is_leaving(id, state)
  return is_over(state) or redis.call('HEXISTS', P .. 'x:' .. id, 'withdraw') == 1
end

-- A complaint may be written down as its number, which takes less and names it for as long as it is known.
local function id_of(name)
  if not string.match(name or '', '^%d+$') then return name or nil end
  return redis.call('GET', P .. 'n:' .. name) or nil
end

local function name_of(id) return redis.call('HGET', complaint(id), 'number') or id end

-- only ('NX' or nil): where nothing is yet. A number that the server knows for one takes a fifth less: INCRBY tells it, SET in
-- a script does not.
local function write_name(key, name, ms, only)
  local number = #name < 16 and string.match(name, '^[1-9]%d*$')
  local written = redis.call(unpack({ 'SET', key, number and '0' or name, 'PX', ms, only }))
  if written and number then redis.call('INCRBY', key, number) end
end

-- Of the two as a complaint has them: a chat's name begins with its channel, but what was erased has no chat any more.
local function channel_of(channel, who) return channel or string.match(who or '', '^[^-]+') or '' end

-- The end of a delivery, and the node that told it; nil for one that nobody claimed. Of a complaint of its own only the
-- number is written down, as `O:<delivery>`; the rest, the complaint knows.
local function end_of(delivery)
  local own = redis.call('GET', P .. 'O:' .. delivery)
  local was = own and { 'c:' .. own } or redis.call('HMGET', P .. 'd:' .. delivery, 'end', 'node')
  local number = string.match(was[1] or '', '^c:(%d+)$')
  if not number then return was[1] or nil, was[2] end
  local id = redis.call('GET', P .. 'n:' .. number) or ''
  return 'complaint:' .. id .. ':' .. number, was[2] or redis.call('HGET', complaint(id), 'node')
end

-- Who hears of a complaint, by chat: the one it came from stands in the complaint itself (`l`), all others in l:<id>.
local function is_own(id, who) return redis.call('HGET', complaint(id), 'who') == who end

local function listener_at(id, who)
  return is_own(id, who) and redis.call('HGET', complaint(id), 'l') or redis.call('HGET', P .. 'l:' .. id, who)
end

-- Returns whether the chat did not hear of it before.
local function listen(id, who, listener)
  if listener_at(id, who) then return false end
  if is_own(id, who) then
    redis.call('HSET', complaint(id), 'l', listener)
  else
    redis.call('HSET', P .. 'l:' .. id, who, listener)
    with_it(id, 'l')
  end
  return true
end

-- A mailbox that a chat of a complaint proved to be its own stands in the complaint as `box:<who>`: `<when> <the mailbox's own
-- chat> <sealed>`; `mailer:<that chat>` says so, too, and `boxed:<that chat>` in which complaints: whoever is forgotten must
-- be found. Nothing is known of a protected one.
local function forget_mailbox(id, who)
  local mailer = string.match(redis.call('HGET', complaint(id), 'box:' .. who) or '', '^%d+ (%S+)')
  if not mailer then return end
  redis.call('HDEL', complaint(id), 'box:' .. who)
  if redis.call('HGET', complaint(id), 'mailer:' .. mailer) == who then
    redis.call('HDEL', complaint(id), 'mailer:' .. mailer)
  end
  redis.call('SREM', P .. 'boxed:' .. mailer, id .. ' ' .. who)
end

local function forget_mailboxes(id)
  for _, name in ipairs(redis.call('HKEYS', complaint(id))) do
    local who = string.match(name, '^box:(.+)$')
    if who then forget_mailbox(id, who) end
  end
end

-- The latest proof counts. Returns whether it was news.
local function keep_mailbox(id, who, at, mailer, sealed, stay)
  local was = redis.call('HMGET', complaint(id), 'flagged', 'box:' .. who)
  local since = tonumber(string.match(was[2] or '', '^%d+') or '-1')
  if was[1] == '1' or tonumber(at) <= since then return false end
  forget_mailbox(id, who)
  redis.call('HSET', complaint(id), 'box:' .. who, at .. ' ' .. mailer .. ' ' .. sealed, 'mailer:' .. mailer, who)
  redis.call('SADD', P .. 'boxed:' .. mailer, id .. ' ' .. who)
  redis.call('EXPIRE', P .. 'boxed:' .. mailer, stay)
  return true
end

local function unlisten(id, who)
  if is_own(id, who) then redis.call('HDEL', complaint(id), 'l') end
  redis.call('HDEL', P .. 'l:' .. id, who)
  forget_mailbox(id, who)
end

local function each_listener(id, act)
  local own = redis.call('HMGET', complaint(id), 'who', 'l')
  if own[2] then act(own[1], own[2]) end
  local all = redis.call('HGETALL', P .. 'l:' .. id)
  for i = 1, #all, 2 do
    if not (own[2] and all[i] == own[1]) then act(all[i], all[i + 1]) end
  end
end

-- The receipt that a complaint's own chat is owed is `<complaint>.` in due:reply and nothing more, until somebody looks at
-- it: all that it says, its complaint knows. Whom it was for may have been forgotten before that.
local function write_down(id)
  local due = redis.call('ZSCORE', P .. 'due:reply', id .. '.')
  if not due then return end
  redis.call('ZREM', P .. 'due:reply', id .. '.')
  local own = redis.call('HMGET', complaint(id), 'who', 'l', 'node')
  if not own[2] then return end
  local aid = id .. '.' .. own[1] .. '.receipt'
  redis.call('HSET', P .. 'a:' .. aid, 'what', 'receipt', 'subject', id, 'listener', own[2], 'node', own[3], 'doubt', 0,
    'state', 'due')
  redis.call('ZADD', P .. 'due:reply', due, aid)
  return aid
end

local function answer_key(aid)
  local id, what = string.match(aid, '^([^.]+)%.[^.]+%.(.+)$')
  if what == 'receipt' then write_down(id) end
  return P .. 'a:' .. aid
end

-- Whom an answer's patience is with: the channel its id names or that it was moved to (descend.lua). A provider that
-- counts several channels as one account asks for patience on all of them; forwarder/patience.py says the same.
local ACCOUNTS = { sms = 'twilio', whatsapp = 'twilio' }
-- The channel an answer leaves by: what its id names, or what it was moved to (descend.lua).
local function way_of(aid)
  return redis.call('HGET', answer_key(aid), 'via') or string.match(aid, '%.([%w_]+)%-') or ''
end
local function account_of(aid)
  local way = way_of(aid)
  return ACCOUNTS[way] or way
end

-- What is held back: the whole central system, or the one account an answer leaves by.
local function hold_key(queue, id)
  if queue == 'forward' then return P .. 'hold:forward' end
  return P .. 'hold:reply:' .. account_of(id)
end

-- Nobody calls for so long (ms). `holds` knows it, too: a key with a time to live is gone when this clock is set forward.
-- asked: the other side wants it so; else it is a guess of ours, which no process remembers (heed.lua).
local function hold_for(key, why, ms, asked)
  redis.call('SET', key, why, 'PX', math.floor(ms))
  redis.call('ZADD', P .. 'holds', string.format('%.0f', now + ms), key)
  redis.call(asked and 'SADD' or 'SREM', P .. 'holds:asked', key)
end

-- What was asked for outlives this ledger, and whoever heard it, in each journal, as `<name> <until>`: who starts, or looks
-- first, calls nobody early. What is over before a ledger can be made anew is not written down. A wish that is longer by
-- a moment is the same one.
local BRIEF_MS, MOMENT_MS = 5000, 1000
local function note_wait(name, till)
  local noted = string.match(redis.call('HGET', P .. 'waits', name) or '', '%d+$')
  if till > 0 and tonumber(noted or '0') >= till then return end
  till = till > 0 and string.format('%.0f', till + MOMENT_MS) or '0'
  redis.call('HSET', P .. 'waits', name, string.format('%.0f', now) .. ' ' .. till)
  for _, node in ipairs(redis.call('SMEMBERS', 'sp:nodes')) do fact(node, 'asked_to_wait', name, till) end
end

local function hold_back(key, why, ms, asked)
  hold_for(key, why, ms, asked)
  if asked and ms >= BRIEF_MS then note_wait(string.sub(key, #P + 6), now + ms) end
end

-- As above, for an account whose provider asked for it; then one answer goes ahead of the others.
local function account_asked(account, ms, why)
  local held, probe = P .. 'hold:reply:' .. account, P .. 'probe:' .. account
  -- A probe that failed is a failure like any other: what it held was only its own place.
  local left = redis.call('GET', held) == 'probing' and -1 or redis.call('PTTL', held)
  if ms > left then hold_back(held, why, ms, true) end
  -- Not less than what is held: a call that was on its way may hear a shorter wish.
  redis.call('SET', probe, 1, 'PX', math.floor(math.max(ms, left)) + 60000)
end

local function was_asked_for(key) return redis.call('SISMEMBER', P .. 'holds:asked', key) == 1 end

-- So many of a due set take a second to be moved: far less than what is minded when it is set forward, or whoever waited
-- behind that would see another jump, and move them again, and so on.
local MOVED_MOST = 50000

-- This clock was set by so many ms: what was due a while after `moment`, and until `last`, is due as long after it as it
-- would be.
local function keep_distance(moment, by, last)
  local after = '(' .. string.format('%.0f', moment)
  for _, queue in ipairs({ 'forward', 'reply', 'supplement', 'act' }) do
    local due = P .. 'due:' .. queue
    local too_many = last ~= '+inf' and redis.call('ZCOUNT', due, after, last) > MOVED_MOST
    for _, id in ipairs(too_many and {} or redis.call('ZRANGEBYSCORE', due, after, last)) do
      redis.call('ZINCRBY', due, by, id)
      for _, field in ipairs(queue == 'forward' and { 'ends', 'held' } or {}) do
        local at = tonumber(redis.call('HGET', complaint(id), field) or '0')
        if at > moment then redis.call('HSET', complaint(id), field, string.format('%.0f', at + by)) end
      end
    end
  end
end

-- The clock of this server was set back by so many ms, or a replica whose clock is behind has taken over: what was due in
-- a second would be due a second after all that, and what holds everybody would hold as much longer. Other times are
-- compared with caps, or only sort. What an earlier version made since then may be due at once; what holds everybody is
-- not taken for older than it is.
local function set_back(gap)
  keep_distance(now, -gap, '+inf')
  for _, pattern in ipairs({ 'hold:*', 'probe:*' }) do
    for _, key in ipairs(redis.call('KEYS', P .. pattern)) do
      local left = redis.call('PTTL', key) - gap
      if left > 0 then redis.call('PEXPIRE', key, left) elseif left > -2000 then redis.call('DEL', key) end
    end
  end
  for _, key in ipairs(redis.call('ZRANGEBYSCORE', P .. 'holds', '(' .. string.format('%.0f', now), '+inf')) do
    redis.call('ZINCRBY', P .. 'holds', -gap, key)
  end
  redis.call('DEL', P .. 'waits')
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

-- No lease is longer (LEASE_SECONDS).
local LONGEST_LEASE_MS = 600000

-- What is moved when it was set forward. By a minute at most, or this server stood still: leases only, for moving all of a
-- large backlog would have it stand still for another while, and so on.
local function held_until(before)
  return now - before > 60000 and '+inf' or string.format('%.0f', before + LONGEST_LEASE_MS)
end

-- It was set forward: what was asked for holds as long as it would, and so does each lease.
local function set_forward(before)
  local held = redis.call('ZRANGEBYSCORE', P .. 'holds', '(' .. string.format('%.0f', before), '+inf', 'WITHSCORES')
  for i = 1, #held, 2 do
    hold_for(held[i], 'held before the clock was set forward', held[i + 1] - before, was_asked_for(held[i]))
  end
  -- Whoever looks for the first time cannot tell a clock that was set from an hour in which no gateway beat.
  if expected > 0 then keep_distance(before, now - before, held_until(before)) end
  -- What was sent before a ledger was lost may still arrive. What lies further ahead than is ever waited (settle.lua) was
  -- told by the new clock.
  local settled = tonumber(redis.call('GET', P .. 'settled') or '0')
  local longest = tonumber(redis.call('GET', P .. 'settles_for') or LONGEST_LEASE_MS)
  if settled > before and settled - before <= longest then
    redis.call('SET', P .. 'settled', string.format('%.0f', settled + now - before))
  end
  count('clock_set_forward')
end

-- `clock` is what the last heartbeat saw, or the first script of this epoch: what a rebuild put into it before any beat
-- would be due an hour late, were the clock set back by an hour just then. Forward, the later of it and `expected` counts: the caller may have stood still,
-- the gateways may be away. Back, it alone does: a caller may have looked before somebody else found out.
local function mind_clock()
  local seen = tonumber(redis.call('GET', P .. 'clock') or '0')
  local before = math.max(seen, expected)
  -- Less back is a delay that nobody minds. Forward it would end leases and holds; who did but stand still makes them
  -- longer by as much. Of whoever looks for the first time, an hour without gateways may be all that it sees.
  if seen == 0 then redis.call('SET', P .. 'clock', string.format('%.0f', now)) end
  if seen == 0 or seen - now <= 60000 and now - before <= (expected > 0 and 2000 or 60000) then return end
  redis.call('SET', P .. 'clock', string.format('%.0f', now))
  if now < seen then set_back(seen - now) else set_forward(before) end
end
-- Before anything is written: a time noted by the new clock would be moved with those of the old one.
if expected > 0 or redis.call('EXISTS', P .. 'clock') == 0 then mind_clock() end

-- Set while an account that asked for patience has not taken an answer since: one goes ahead, the others wait for it.
local function probe_key(id) return P .. 'probe:' .. account_of(id) end

-- Whether somebody asked for it just now: a receipt, help, how it stands; a number where it is the first word. The others
-- come in masses when an outage is over: numbers, what is told of a case later, receipts that are late themselves.
local JUST_NOW_MS = 600000
local LATER = { copy = true, progress = true, question = true }
local FIRST_WORD = { number = '.receipt', numbers = '.receipts', some = '.receipts' }
local function is_prompt(aid)
  local id, rest = string.match(aid, '^([^.]+)%.(.*)$')
  local what = rest and (rest == '' and 'receipt' or string.match(rest, '^[^.]+%.(%a+)'))
  if LATER[what] then return false end
  local first = FIRST_WORD[what]
  if not first and what ~= 'receipt' then return true end
  if tonumber(redis.call('HGET', complaint(id), 'at') or '0') < now - JUST_NOW_MS then return false end
  return not first or redis.call('HGET', P .. 'a:' .. id .. '.' .. string.match(rest, '^[^.]+') .. first, 'state') ~= 'sent'
end

-- An answer to one listener, made once whatever is repeated; `doubt` means it may have left before the ledger was lost:
-- 1 where a person has to say so, 2 where a provider that can be asked is, and others are not waited for.
local function answer(aid, subject, what, listener, node, due, doubt)
  local key = answer_key(aid)
  if redis.call('HSETNX', key, 'what', what) == 1 then
    redis.call('HSET', key, 'subject', subject, 'listener', listener, 'node', node, 'doubt', doubt)
  end
  local asked = tostring(doubt)
  if asked == '1' or asked == '2' then due = math.max(due, tonumber(redis.call('GET', P .. 'settled') or '0')) end
  if redis.call('HSETNX', key, 'state', 'due') == 1 then redis.call('ZADD', P .. 'due:reply', due, aid) end
end

-- The first answer to a complaint, to the chat it came from; `write_down` tells how little is kept of it.
local function owe_receipt(aid, subject, what, listener, node, due, doubt)
  if what == 'receipt' and tostring(doubt) == '0' and redis.call('EXISTS', P .. 'a:' .. aid) == 0 then
    redis.call('ZADD', P .. 'due:reply', 'NX', due, subject .. '.')
  else
    answer(aid, subject, what, listener, node, due, doubt)
  end
end

-- Whose complaint an operator linked with this one: they are told its numbers, and may change nothing of it.
local function each_follower(id, act)
  local all = redis.call('HGETALL', P .. 'and:' .. id)
  for i = 1, #all, 2 do act(all[i], all[i + 1]) end
end

-- What a better answer says as well is not sent, unless it is on its way already; nor is one whose place the word that
-- no more is said has taken (flood.lua): nothing else says that.
local function supersede(aid)
  local key = P .. 'a:' .. aid
  local id, who = string.match(aid, '^([^.]+)%.([^.]+)%.receipt$')
  -- A month, as claims are kept: whom it was for is not known for longer than those who were answered.
  local stay = 2592000
  local own = id and redis.call('HMGET', complaint(id), 'who', 'l', 'node')
  -- Of a receipt that nobody has looked at (see `write_down`) nothing but this is ever written down.
  if own and own[1] == who and redis.call('ZREM', P .. 'due:reply', id .. '.') == 1 then
    if not own[2] then return end
    redis.call('HSET', key, 'what', 'receipt', 'subject', id, 'listener', own[2], 'node', own[3], 'doubt', 0,
      'state', 'superseded')
    redis.call('EXPIRE', key, stay)
    return
  end
  local was = redis.call('HMGET', key, 'state', 'begun', 'flood', 'spent')
  if was[3] == 'hush' then return end
  if was[1] == 'parked' or (was[1] == 'due' and not was[2]) then
    -- There is room for what comes in its place, but less than what makes a flood begin anew.
    local bucket, most = string.match(was[4] or '', '^(%S+) (%d+)$')
    local left = bucket and tonumber(redis.call('HGET', bucket, 'left'))
    if left then
      redis.call('HSET', bucket, 'left', string.format('%.4f', math.max(left, math.min(left + 1, most / 2 - 0.1))))
      redis.call('HDEL', key, 'spent')
    end
    redis.call('HSET', key, 'state', 'superseded')
    redis.call('EXPIRE', key, stay)
    redis.call('ZREM', P .. 'due:reply', aid)
    redis.call('ZREM', P .. 'parked', aid)
  end
end

-- A bundle is what came in one mail: its members stand by their place in it, `<complaint>` or `<complaint>=` when it is
-- linked with one that was there before.
local function members_of(bundle)
  local ids = {}
  for i, member in ipairs(redis.call('HVALS', P .. 'm:' .. bundle)) do ids[i] = string.match(member, '^[^=]+') end
  return ids
end

-- How many are there, and how many have their national number.
local function bundle_counts(bundle)
  local ids, told = members_of(bundle), 0
  for _, id in ipairs(ids) do
    if redis.call('HEXISTS', complaint(id), 'national') == 1 then told = told + 1 end
  end
  return #ids, told
end

-- One answer for all complaints of a bundle. Our numbers after the usual wait; the national ones when all are there; and
-- if some are late, those that are there, once, `patience` (ms) after the first that no earlier answer told.
local function tell_bundle(bundle, doubt)
  local was = redis.call('HMGET', P .. 'b:' .. bundle, 'who', 'listener', 'node', 'want', 'wait', 'patience', 'stay')
  if not was[1] then return end
  local who, listener, node = was[1], was[2], was[3]
  local have, told = bundle_counts(bundle)
  local complete, first = have >= tonumber(was[4]), bundle .. '.' .. who .. '.'
  if complete and told == have then
    supersede(first .. 'receipts')
    supersede(first .. 'some')
    answer(first .. 'numbers', bundle, 'numbers', listener, node, now, doubt)
    for _, name in ipairs({ 'b:', 'm:' }) do redis.call('EXPIRE', P .. name .. bundle, was[7]) end
    return
  end
  local receipt = answer_key(first .. 'receipts')
  -- A part that Redis refused is left to a person; the others do not wait for it for ever.
  answer(first .. 'receipts', bundle, 'receipts', listener, node, now + was[5] + (complete and 0 or 60000), doubt)
  local seen = redis.call('HMGET', receipt, 'state', 'fence', 'whole')
  if complete and seen[1] == 'due' and not seen[2] and not seen[3] then
    redis.call('HSET', receipt, 'whole', 1)
    if tostring(doubt) ~= '1' then redis.call('ZADD', P .. 'due:reply', now + was[5], first .. 'receipts') end
  end
  if told > 0 and (seen[1] ~= 'due' or seen[2]) then
    answer(first .. 'some', bundle, 'some', listener, node, now + was[6], doubt)
  end
end

-- A part of a bundle is known now. place '' = it came alone.
local function join(bundle, place, want, wait, patience, stay, id, linked, who, listener, node, doubt)
  if place == '' or listener == '' then return end
  local key = P .. 'b:' .. bundle
  redis.call('HSETNX', key, 'node', node)
  redis.call('HSET', key, 'who', who, 'listener', listener, 'want', want, 'wait', wait, 'patience', patience,
    'stay', stay)
  redis.call('HSETNX', P .. 'm:' .. bundle, place, id .. (linked and '=' or ''))
  redis.call('SADD', P .. 'B:' .. id, bundle)
  with_it(id, 'B')
  if doubt then tell_bundle(bundle, doubt) end
end

-- What an official forwarded, by when it came in, for the list they may ask for.
local function remember_for_recap(recap, id, received, stay)
  if recap == '' then return end
  redis.call('ZADD', P .. 'R:' .. recap, 'NX', received, id)
  redis.call('EXPIRE', P .. 'R:' .. recap, stay)
end

-- Whether a claim by `who` may hear of a complaint, or be named beside it: not of one that is gone, and where one of the
-- two asks for protection, only in the chat it came from. Returns as well whether that one does, and its chat.
local function may_meet(id, who, flagged)
  local was = redis.call('HMGET', complaint(id), 'number', 'state', 'flagged', 'who')
  local may = was[1] and not is_leaving(id, was[2])
    and (was[4] == who or (flagged ~= '1' and (was[3] ~= '1' or listener_at(id, who) ~= false)))
  return may, was[3] or '', was[4] or ''
end

local function in_words(joined)
  local found = {}
  for word in string.gmatch(joined, '%S+') do found[#found + 1] = word end
  return found
end

-- `like:<key>` names the last sixteen complaints, the newest first, with blanks between, under a keyed hash of what they are
-- like, or of whose they are: copies of a flood cost no more than one. A string of ids takes a third of a set's commands.
local LIKE_BYTES = 16 * 27 - 1
local function like_keys(names)
  local keys = {}
  for i, name in ipairs(names) do keys[i] = P .. 'like:' .. name end
  return keys
end

local function lay_under(names, id, ms)
  if #names == 0 then return end
  local keys = like_keys(names)
  for i, was in ipairs(redis.call('MGET', unpack(keys))) do
    if not was then
      redis.call('SET', keys[i], id, 'PX', ms)
    elseif not string.find(was, id, 1, true) then
      redis.call('SET', keys[i], string.sub(id .. ' ' .. was, 1, LIKE_BYTES), 'PX', ms)
    end
  end
end

-- Protected ones lie under their chat alone. Whose a complaint is stays known behind the window: it may be there again.
local function lay_trace(id, who, person, flagged, gist, keys, received, window, stay)
  if gist == '' then return end
  local left = received + window - now
  if left > 0 then redis.call('SET', P .. 'gist:' .. id, gist, 'PX', left) end
  if flagged == '1' then return lay_under({ who }, id, stay * 1000) end
  if person ~= '' then lay_under({ person }, id, stay * 1000) end
  if left <= 0 then return end
  local names = {}
  for i, key in ipairs(keys) do names[i] = string.sub(key, 2) end
  lay_under(names, id, window)
end

-- A complaint and the others that tell of the same; `beside:<first of all>` holds the whole cluster by when they came in.
local function lay_beside(id, root, recurs, received, others, keep)
  if recurs ~= '-' then redis.call('HSET', complaint(id), 'recurs', recurs) end
  if others == '' then return 0 end
  redis.call('HSET', complaint(id), 'related', others, 'cluster', root)
  redis.call('ZADD', P .. 'beside:' .. root, received, id)
  redis.call('ZADD', P .. 'beside:' .. root, 'NX', redis.call('HGET', complaint(root), 'at') or received, root)
  redis.call('EXPIRE', P .. 'beside:' .. root, keep)
  return 1
end

-- Whether more than its own chat hears of a complaint: most have nobody else, and nothing else is looked for then.
local function is_told_to_others(id)
  return redis.call('EXISTS', P .. 'l:' .. id, P .. 'y:' .. id, P .. 'and:' .. id, P .. 'B:' .. id) > 0
end

-- A complaint that has its number is kept for so long (s).
local function expire_case(id, stay)
  local was = redis.call('HMGET', complaint(id), 'number', 'national')
  local names = { 'c:' .. id, 'n:' .. (was[1] or ''), 'N:' .. (was[2] or '') }
  if is_told_to_others(id) then
    for _, who in ipairs({ 'l:', 'y:', 'and:', 'B:' }) do names[#names + 1] = who .. id end
  end
  for _, name in ipairs(names) do redis.call('EXPIRE', P .. name, stay) end
end

-- The number is there: whoever waits gets one message with it, and a receipt that has not left yet is not sent. The
-- citizen behind a forward gets it once, too, unless they wrote themselves.
local function tell_number(id, node, doubt)
  each_listener(id, function(who, listener)
    supersede(id .. '.' .. who .. '.receipt')
    answer(id .. '.' .. who .. '.number', id, 'number', listener, node, now, doubt)
  end)
  if not is_told_to_others(id) then return end
  local copies = redis.call('HGETALL', P .. 'y:' .. id)
  for i = 1, #copies, 2 do
    if not listener_at(id, copies[i]) then
      answer(id .. '.' .. copies[i] .. '.copy', id, 'copy', copies[i + 1], node, now, doubt)
    end
  end
  each_follower(id, function(who, listener)
    answer(id .. '.' .. who .. '.number', id, 'number', listener, node, now, doubt)
  end)
  for _, bundle in ipairs(redis.call('SMEMBERS', P .. 'B:' .. id)) do tell_bundle(bundle, doubt) end
end

-- Whether the caller still holds what it leased (fencing token), and nobody else brought it to its end meanwhile.
local function holds(key, fence)
  local was = redis.call('HMGET', key, 'fence', 'state')
  return was[1] == fence and (was[2] == 'due' or was[2] == 'waiting')
end

-- How long (ms) the other side wants no call; a probe goes ahead. What was leased before that is put off with the rest.
local function put_off(queue, id)
  local held = hold_key(queue, id)
  local left = redis.call('PTTL', held)
  if left <= 0 or redis.call('GET', held) == 'probing' then return false end
  redis.call('ZADD', P .. 'due:' .. queue, now + left, id)
  return true
end

-- Parts that a worker of an earlier version sent by the present rung get it written down as soon as a newer one sees them:
-- when another part fails, `part` goes back and tells of them no more. below: how many of them have surely left.
local function know_rungs(aid, rung, below)
  for part = 0, below - 1 do
    local item = redis.call('HMGET', answer_key(aid .. '~' .. part), 'rung', 'state')
    if item[2] and not item[1] then redis.call('HSET', answer_key(aid .. '~' .. part), 'rung', rung) end
  end
end

-- Which part of a long answer goes next: the first that has not left by the present rung, else the first that failed since
-- (then true comes with it); nil when all are there. Each is an item of its own, `<answer>~<part>`. What a worker of an
-- earlier version sent has no rung: it is below the part that is due, which begins anew on each rung.
local function next_part(aid)
  local whole = redis.call('HMGET', answer_key(aid), 'rung', 'last', 'part')
  local fallen
  for part = 0, tonumber(whole[2] or '-1') do
    local item = redis.call('HMGET', answer_key(aid .. '~' .. part), 'rung', 'fell', 'state')
    local before = not item[1] and item[3] and part < tonumber(whole[3] or '0')
    if not before and item[1] ~= (whole[1] or 'free') then return part, false end
    if item[2] then fallen = fallen or part end
  end
  return fallen, fallen ~= nil
end

-- Parts that failed leave once more, and what arrived does not. part (nil: each of them).
local function repeat_part(aid, part)
  local rung, last = unpack(redis.call('HMGET', answer_key(aid), 'rung', 'last'))
  for i = part or 0, part or tonumber(last or '-1') do
    local item = redis.call('HMGET', answer_key(aid .. '~' .. i), 'rung', 'fell')
    if item[2] and item[1] == (rung or 'free') then redis.call('DEL', answer_key(aid .. '~' .. i)) end
  end
  local left = next_part(aid)
  if left then redis.call('HSET', answer_key(aid), 'part', left) end
end

-- Its provider took an answer, or (told) says that one has left: then what it refused before (forwarder/refusals.py) is
-- mended. One that refuses after taking is not believed until it says so.
local function channel_works(way, told)
  local was = redis.call('HGET', P .. 'refused', way)
  if was and (told or not string.find(was, ' later$')) then redis.call('HDEL', P .. 'refused', way) end
end

-- An answer has left, or nothing carries it. value: provider's id | why
local function answer_ends(aid, state, value, keep)
  local key = answer_key(aid)
  redis.call('HSET', key, 'state', state, state == 'sent' and 'provider' or 'why', value)
  redis.call('HDEL', key, 'begun', 'paced', 'put_off', 'words', 'mark')
  if state == 'sent' then channel_works(way_of(aid), false) end
  redis.call('ZREM', P .. 'due:reply', aid)
  redis.call('EXPIRE', key, keep)
  local was = redis.call('HMGET', key, 'node', 'what')
  fact(was[1], 'answer_' .. state, aid, value)
  count('answer_' .. state)
  step(aid, 'answer_' .. state, was[2])
end

-- Whom it was sent to takes answers: others need not wait.
local function channel_took(aid)
  redis.call('DEL', probe_key(aid))
  if redis.call('GET', hold_key('reply', aid)) == 'probing' then redis.call('DEL', hold_key('reply', aid)) end
end

-- A failure after which something else may reach them: whoever carries it goes down the ladder (forwarder/ladder.py).
local function falls(aid, fell)
  local key = answer_key(aid)
  local was = redis.call('HMGET', key, 'node', 'rung')
  redis.call('HSET', key, 'state', 'due', 'fell', fell)
  redis.call('HDEL', key, 'begun')
  redis.call('PERSIST', key)
  redis.call('ZADD', P .. 'due:reply', now, aid)
  fact(was[1], 'answer_fell', aid, fell .. ' ' .. (was[2] or 'free'))
  step(aid, 'answer_fell', string.match(fell, '%S*$'))
end

-- A part is no answer: where one failed, the whole is due again from it, once all of it has left.
local function part_falls(aid, part)
  local whole = redis.call('HMGET', answer_key(aid), 'state', 'rung', 'last')
  local item = redis.call('HMGET', answer_key(aid .. '~' .. part), 'fell', 'rung')
  if whole[1] ~= 'sent' or not item[1] or (whole[2] or 'free') ~= item[2] then return end
  know_rungs(aid, item[2], tonumber(whole[3] or '-1') + 1)
  redis.call('HSET', answer_key(aid), 'part', part)
  falls(aid, item[1])
end

-- What a provider says of what was sent last: a late "sent" never overwrites "delivered", and a word about an earlier
-- way not the one about the present. otherwise: '' | words | way.
local function reported(aid, report, rank, status, code, otherwise)
  local key = answer_key(aid)
  local was = redis.call('HMGET', key, 'rank', 'report', 'state')
  if (was[2] and was[2] ~= report) or tonumber(was[1] or '0') >= tonumber(rank) then return end
  redis.call('HSET', key, 'rank', rank, 'delivery', status, 'code', code)
  count('report_' .. status)
  if status ~= 'failed' then channel_works(way_of(string.match(aid, '^[^~]+')), true) end
  local long, place = string.match(aid, '^(.+)~(%d+)$')
  if long and redis.call('HGET', answer_key(long), 'last') == place then
    redis.call('HSET', answer_key(long), 'delivery', status, 'code', code)
  end
  if status ~= 'failed' or otherwise == '' or was[3] ~= 'sent' then return end
  if not long then return falls(aid, otherwise .. ' ' .. code) end
  redis.call('HSET', key, 'fell', otherwise .. ' ' .. code)
  local told = { place, otherwise, code, redis.call('HGET', key, 'provider') or '' }
  fact(redis.call('HGET', answer_key(long), 'node'), 'answer_piece_fell', long, table.concat(told, ' '))
  part_falls(long, place)
end

-- Each question that a chat has to answer: `open:<chat>` names the complaint by when nobody waits for its answer any more, so
-- the last is the one that was asked last, or of those that were answered, last. `Q:<chat>` is that one for earlier versions,
-- which know of one alone.
local function asked_in(who)
  redis.call('ZREMRANGEBYSCORE', P .. 'open:' .. who, '-inf', now)
  return redis.call('ZRANGE', P .. 'open:' .. who, -1, -1)[1] or redis.call('GET', P .. 'Q:' .. who)
end

local function asks_more(who, id)
  for _, other in ipairs(redis.call('ZRANGEBYSCORE', P .. 'open:' .. who, string.format('(%.0f', now), '+inf')) do
    if other ~= id then return true end
  end
  return false
end

local function ask_in(who, id, open)
  redis.call('ZADD', P .. 'open:' .. who, now + open, id)
  redis.call('PEXPIRE', P .. 'open:' .. who, open)
  redis.call('SET', P .. 'Q:' .. who, id, 'PX', open)
end

-- What is written within so long (ms) belongs to the answer, unless another question waits for its own.
local function answered_in(who, id, ms)
  local was = redis.call('GET', P .. 'Q:' .. who)
  if was == id then redis.call('PEXPIRE', P .. 'Q:' .. who, ms, 'LT') end
  local till = redis.call('ZSCORE', P .. 'open:' .. who, id)
  if not till then return end
  redis.call('ZADD', P .. 'open:' .. who, 'LT', now + ms, id)
  local next = redis.call('ZRANGE', P .. 'open:' .. who, -1, -1, 'WITHSCORES')
  if next[1] ~= id and tonumber(next[2]) > now then
    redis.call('SET', P .. 'Q:' .. who, next[1], 'PX', math.floor(next[2] - now))
  end
end

local function supplement_key(id) return P .. 'u:' .. id end

-- Files that their complaint did not wait for follow it as one supplement; its words and files are found in the
-- complaint. A case that is frozen anew (the ledger was lost, and the central system holds nothing) may name them after
-- all: then nothing follows. Returns whether this changed anything.
local function follow_late(id, node, at, places, stay)
  local name = id .. '+late-' .. id
  local mine = supplement_key(name)
  if places == '' then
    redis.call('ZREM', P .. 'due:supplement', name)
    return redis.call('DEL', mine) == 1
  end
  redis.call('HSET', mine, 'node', node, 'at', at, 'subject', id, 'late', places)
  if redis.call('HSETNX', mine, 'state', 'due') == 1 then redis.call('ZADD', P .. 'due:supplement', now, name) end
  redis.call('EXPIRE', mine, stay)
  return true
end
