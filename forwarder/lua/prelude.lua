-- Stands before every script. ARGV[1] is the epoch the caller believes in; all keys of an epoch begin with its name, so
-- a rebuilt ledger never meets leftovers of a lost one. Keys are made here, not passed: a cluster is not supported.
local epoch = ARGV[1]
if redis.call('GET', 'sp:epoch') ~= epoch and redis.call('GET', 'sp:rebuild') ~= epoch then
  return redis.error_reply('EPOCH the ledger was lost, rolled back or is being rebuilt')
end
local P = 'sp:' .. epoch .. ':'
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

-- The server's process: https://valkey.io/commands/info/
local function run_id() return string.match(redis.call('INFO', 'server'), 'run_id:(%x+)') end

local function count(name) redis.call('HINCRBY', P .. 'count', name, 1) end

-- A fact cannot be derived again from what came in; its node takes it into its journal.
local function fact(node, kind, subject, data)
  redis.call('XADD', P .. 'facts:' .. node, '*', 'kind', kind, 'subject', subject, 'at', now, 'data', data)
end

local function step(id, what, about)
  redis.call('XADD', P .. 'steps', 'MAXLEN', '~', 10000, '*', 'id', id, 'step', what, 'about', about or '')
end

local function complaint(id) return P .. 'c:' .. id end
local function answer_key(aid) return P .. 'a:' .. aid end

-- What is held back: the whole central system, or the one channel an answer's id names.
local function hold_key(queue, id)
  if queue == 'forward' then return P .. 'hold:forward' end
  return P .. 'hold:reply:' .. (string.match(id, '%.([%w_]+)%-') or '')
end

-- Set while a channel that asked for patience has not taken an answer since: one goes ahead, the others wait for it.
local function probe_key(id) return P .. 'probe:' .. (string.match(id, '%.([%w_]+)%-') or '') end

-- An answer to one listener, made once whatever is repeated; `doubt` means it may have left before the ledger was lost.
local function answer(aid, subject, what, listener, node, due, doubt)
  local key = answer_key(aid)
  if redis.call('HSETNX', key, 'what', what) == 1 then
    redis.call('HSET', key, 'subject', subject, 'listener', listener, 'node', node, 'doubt', doubt)
  end
  if tostring(doubt) == '1' then due = math.max(due, tonumber(redis.call('GET', P .. 'settled') or '0')) end
  if redis.call('HSETNX', key, 'state', 'due') == 1 then redis.call('ZADD', P .. 'due:reply', due, aid) end
end

local function each_listener(id, act)
  local all = redis.call('HGETALL', P .. 'l:' .. id)
  for i = 1, #all, 2 do act(all[i], all[i + 1]) end
end

-- The number is there: whoever waits gets one message with it, and a receipt that has not left yet is not sent.
local function tell_number(id, node, doubt)
  each_listener(id, function(who, listener)
    local receipt = id .. '.' .. who .. '.receipt'
    local was = redis.call('HMGET', answer_key(receipt), 'state', 'begun')
    if was[1] == 'parked' or (was[1] == 'due' and not was[2]) then
      redis.call('HSET', answer_key(receipt), 'state', 'superseded')
      redis.call('ZREM', P .. 'due:reply', receipt)
      redis.call('ZREM', P .. 'parked', receipt)
    end
    answer(id .. '.' .. who .. '.number', id, 'number', listener, node, now, doubt)
  end)
end

-- Whether the caller still holds what it leased (fencing token), and nobody else brought it to its end meanwhile.
local function holds(key, fence)
  local was = redis.call('HMGET', key, 'fence', 'state')
  return was[1] == fence and (was[2] == 'due' or was[2] == 'waiting')
end

-- How long (ms) the other side wants no call; a probe goes ahead. What was leased before that is put off with the rest.
local function put_off(queue, id)
  local held = hold_key(queue, id)
  if redis.call('GET', held) == 'probing' then return false end
  local left = redis.call('PTTL', held)
  if left <= 0 then return false end
  redis.call('ZADD', P .. 'due:' .. queue, now + left, id)
  return true
end
