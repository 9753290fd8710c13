-- One step: is it this delivery again? is it this complaint again? else record it and make it due.
-- ARGV: epoch, delivery, id, same ('' = never linked), node, channel, received (ms), body, who, listener ('' = nobody
--       is answered), owner, wait (ms), window (ms), keep (s), doubt, flagged, look (what a person should look at),
--       recap ('' = by nobody who may ask for a list), bundle, place ('' = it came alone), want (parts of the bundle),
--       patience (ms), stay (s), number of copies, who and listener of each, number candidates …
-- Returns {what, end}: what is new, mine (claimed by this node before), again or linked.
local delivery, id, same, node, channel, received, body = unpack(ARGV, 2, 8)
local who, listener, owner, wait, window, keep, doubt, flagged = unpack(ARGV, 9, 16)
local look, recap, bundle, place, want, patience, stay, copies = unpack(ARGV, 17, 24)
local claim = P .. 'd:' .. delivery
local before = redis.call('HMGET', claim, 'end', 'node')
if before[1] then
  if before[2] == node then return { 'mine', before[1] } end
  count('again')
  return { 'again', before[1] }
end

local function claimed(what, outcome)
  redis.call('HSET', claim, 'end', outcome, 'node', node)
  redis.call('EXPIRE', claim, keep)
  count(what)
  step(id, what, outcome)
  return { what, outcome }
end

local function each_copy(act)
  for i = 25, 24 + 2 * copies, 2 do act(ARGV[i], ARGV[i + 1]) end
end

-- A row that is read again long after its claim was forgotten, or one whose facts were restored before it.
local known = redis.call('HGET', complaint(id), 'number')
if known then return claimed('mine', 'complaint:' .. id .. ':' .. known) end

local first = same ~= '' and redis.call('GET', P .. 's:' .. same)
if first and first ~= id and may_link(first, who) and redis.call('HEXISTS', complaint(first), 'number') == 1 then
  local known = redis.call('HGET', complaint(first), 'national')
  remember_for_recap(recap, first, received, stay)
  remember_recent(who, first, received, keep)
  each_copy(function(citizen, sealed)
    if redis.call('HSETNX', P .. 'y:' .. first, citizen, sealed) == 1 and known then
      answer(first .. '.' .. citizen .. '.copy', first, 'copy', sealed, node, now, doubt)
    end
  end)
  if listener == '' then return claimed('linked', 'linked:' .. first) end
  if place ~= '' then
    join(bundle, place, want, wait, patience, stay, first, true, who, listener, node, doubt)
    return claimed('linked', 'linked:' .. first)
  end
  local fresh = redis.call('HSETNX', P .. 'l:' .. first, who, listener) == 1
  local times = redis.call('HINCRBY', complaint(first), 'links', 1)
  -- Three answers to repeats of one complaint are help, more are noise that somebody pays for.
  if known and fresh then
    answer(first .. '.' .. who .. '.number', first, 'number', listener, node, now, doubt)
  elseif known and times <= 3 then
    answer(first .. '.' .. who .. '.linked.' .. delivery, first, 'linked', listener, node, now, doubt)
  elseif times <= 3 then
    answer(first .. '.' .. who .. '.receipt', first, 'receipt', listener, node, now + wait, doubt)
  end
  return claimed('linked', 'linked:' .. first)
end

local number
for i = 25 + 2 * copies, #ARGV do
  redis.call('SETNX', P .. 'n:' .. ARGV[i], id)
  if redis.call('GET', P .. 'n:' .. ARGV[i]) == id then number = ARGV[i] break end
end
if not number then return redis.error_reply('NUMBERS all candidates for a nomor laporan are taken') end
if same ~= '' then redis.call('SET', P .. 's:' .. same, id, 'PX', window) end
redis.call('HSET', complaint(id), 'body', body, 'number', number, 'node', node, 'channel', channel, 'at', received,
  'owner', owner, 'doubt', doubt, 'flagged', flagged, 'look', look, 'who', who)
remember_recent(who, id, received, keep)
redis.call('HSETNX', complaint(id), 'attempts', 0)
redis.call('HSETNX', complaint(id), 'state', 'due')
remember_for_recap(recap, id, received, stay)
each_copy(function(citizen, sealed) redis.call('HSET', P .. 'y:' .. id, citizen, sealed) end)
if listener ~= '' and place == '' then redis.call('HSET', P .. 'l:' .. id, who, listener) end
local state = redis.call('HGET', complaint(id), 'state')
if state == 'done' then
  redis.call('SETNX', P .. 'N:' .. redis.call('HGET', complaint(id), 'national'), id)
  tell_number(id, node, 1)
else
  if state ~= 'parked' then redis.call('ZADD', P .. 'due:forward', math.min(received, now), id) end
  if listener ~= '' and place == '' then
    answer(id .. '.' .. who .. '.receipt', id, 'receipt', listener, node, now + wait, doubt)
  end
end
join(bundle, place, want, wait, patience, stay, id, false, who, listener, node, state == 'done' and 1 or doubt)
return claimed('new', 'complaint:' .. id .. ':' .. number)
