-- One step: is it this delivery again? is it this complaint again? else record it and make it due.
-- ARGV: epoch, delivery, id, same ('' = never linked), node, channel, received (ms), body, who, listener ('' = nobody
--       is answered), owner, wait (ms), window (ms), keep (s), doubt, flagged (or h<ms>: held so long), look (what a
--       person should look at),
--       recap ('' = by nobody who may ask for a list), bundle, place ('' = it came alone), want (parts of the bundle),
--       patience (ms), stay (s), number of copies, who and listener of each,
--       person ('' = nobody known), gist ('' = never compared), compare (all | own | ''), link, related, recurs, parts,
--       more (what goes to `link`), asked (protection that it asks for), storm (complaints), storm (ms), keys and ids that
--       it was compared with (with blanks between), number candidates …
-- Returns {what, end}: what is new, mine (claimed by this node before), again or linked; behind a new one that makes a
-- storm, the cluster and its size; or {look, '', rows} and nothing is claimed: compare it with these first.
local delivery, id, same, node, channel, received, body = unpack(ARGV, 2, 8)
local who, listener, owner, wait, window, keep, doubt, flagged = unpack(ARGV, 9, 16)
local look, recap, bundle, place, want, patience, stay, copies = unpack(ARGV, 17, 24)
local hold
flagged, hold = held_back(flagged)
local unmet
doubt, unmet = doubted(doubt)
if unmet then return unmet end
local t = 25 + 2 * copies
local person, gist, compare, link, related, recurs, parts, more, asked = unpack(ARGV, t, t + 8)
local storm, storm_ms, keys, seen = unpack(ARGV, t + 9, t + 12)
local claim = P .. 'd:' .. delivery
local before, teller = end_of(delivery)
if before then
  if mine(teller, node) then return { 'mine', before } end
  count('again')
  return { 'again', before }
end

-- own: the number that says it all (end_of).
local function claimed(what, outcome, own, ...)
  if own then
    write_name(P .. 'O:' .. delivery, own, keep * 1000)
  else
    redis.call('HSET', claim, 'end', outcome, 'node', node)
    redis.call('EXPIRE', claim, keep)
  end
  count(what)
  step(id, what, outcome)
  return { what, outcome, ... }
end

local function each_copy(act)
  for i = 25, 24 + 2 * copies, 2 do act(ARGV[i], ARGV[i + 1]) end
end

-- A row that is read again long after its claim was forgotten, or one whose facts were restored before it.
local known, state = unpack(redis.call('HMGET', complaint(id), 'number', 'state'))
if known then return claimed('mine', 'complaint:' .. id .. ':' .. known) end

local mine = in_words(keys)

-- What a linked one says that the first did not. More than twenty are noise: they stay in the journal, a person looks.
local function add_more(first)
  if first ~= link or parts == '' then return end
  if redis.call('HINCRBY', complaint(first), 'added', 1) > 20 then
    local shown = redis.call('HGET', complaint(first), 'look') or ''
    if string.find(shown, 'many-additions', 1, true) then return end
    redis.call('HSET', complaint(first), 'look', shown .. (shown == '' and '' or ',') .. 'many-additions')
    return
  end
  add_supplement(first, id, node, received, more, asked, who, listener, stay)
  fact(node, 'linked', first .. '+' .. id, parts)
end

-- Protection that a repeat asks for and the first has not, or has no more: each flag by itself. Returns whether
-- that is news there.
local function protects(first)
  local was = redis.call('HMGET', complaint(first), 'came', 'asked')
  local holds, lacks = was[2] or '', false
  for letter in string.gmatch(was[1] or '', '%l') do
    if not string.find(holds, string.upper(letter), 1, true) then holds = holds .. letter end
  end
  for letter in string.gmatch(asked, '%l') do lacks = lacks or not string.find(holds, letter, 1, true) end
  if lacks then
    raise(first, asked, received, who, stay)
    fact(node_of(first), 'raised', first, asked .. ' ' .. received .. ' ' .. who)
  end
  was = redis.call('HMGET', complaint(first), 'asked', 'told')
  return asked ~= '' and (was[1] or '') ~= (was[2] or '')
end

local first = same ~= '' and id_of(redis.call('GET', P .. 's:' .. same))
if first and (first == id or not may_repeat(first, who, flagged)) then first = nil end
if not first and gist ~= '' and compare ~= '' then
  local worth = {}
  if compare == 'all' and flagged ~= '1' then look_alike(mine, worth) end
  local rows = others_alike(id, who, person, flagged, worth, seen)
  if #rows > 0 then return { 'look', '', rows } end
end
if not first and link ~= '' and may_repeat(link, who, flagged) then first = link end
if first then
  local known = redis.call('HGET', complaint(first), 'national')
  remember_for_recap(recap, first, received, stay)
  remember_recent(who, first, received, keep)
  if same ~= '' then write_name(P .. 's:' .. same, name_of(first), window, 'NX') end
  each_copy(function(citizen, sealed)
    if redis.call('HSETNX', P .. 'y:' .. first, citizen, sealed) == 1 and known then
      answer(first .. '.' .. citizen .. '.copy', first, 'copy', sealed, node, now, doubt)
    end
  end)
  if tonumber(copies) > 0 then with_it(first, 'y') end
  add_more(first)
  local wished = protects(first)
  if listener == '' then return claimed('linked', 'linked:' .. first) end
  if place ~= '' then
    join(bundle, place, want, wait, patience, stay, first, true, who, listener, node, doubt)
    if wished and may_be_there(first) then
      promise(first, 'raise', who, delivery, listener, node, now + wait, doubt, stay)
    end
    return claimed('linked', 'linked:' .. first)
  end
  local fresh = listen(first, who, listener)
  local times = redis.call('HINCRBY', complaint(first), 'links', 1)
  -- Three answers to repeats of one complaint are help, more are noise that somebody pays for.
  if is_over(redis.call('HGET', complaint(first), 'state')) then
    follow_repeat(first, who, listener, node, fresh, times <= 3 and delivery, doubt)
  elseif known and fresh then
    answer(first .. '.' .. who .. '.number', first, 'number', listener, node, now, doubt)
  elseif known and times <= 3 then
    answer(first .. '.' .. who .. '.linked.' .. delivery, first, 'linked', listener, node, now, doubt)
  elseif times <= 3 then
    answer(first .. '.' .. who .. '.receipt', first, 'receipt', listener, node, now + wait, doubt)
  end
  -- The receipt says it, too, if it has not gone.
  if wished and (known or redis.call('HGET', answer_key(first .. '.' .. who .. '.receipt'), 'state') ~= 'due') then
    promise(first, 'raise', who, delivery, listener, node, now + wait, doubt, stay)
  end
  return claimed('linked', 'linked:' .. first)
end

local number
for i = t + 13, #ARGV do
  local name = P .. 'n:' .. ARGV[i]
  if redis.call('SETNX', name, id) == 1 or redis.call('GET', name) == id then number = ARGV[i] break end
end
if not number then return redis.error_reply('NUMBERS all candidates for a nomor laporan are taken') end
if same ~= '' then write_name(P .. 's:' .. same, number, window) end
-- What most have not is not written down.
local its = { 'body', body, 'number', number, 'node', node, 'at', received, 'owner', owner, 'who', who }
local function has(field, value) its[#its + 1], its[#its + 2] = field, value end
if channel_of(nil, who) ~= channel then has('channel', channel) end
if tostring(doubt) == '1' then has('doubt', 1) end
if flagged == '1' then has('flagged', 1) has('came', asked) end
if look ~= '' then has('look', look) end
if listener ~= '' and place == '' then has('l', listener) end
if not state then has('state', 'due') end
state = state or 'due'
redis.call('HSET', complaint(id), unpack(its))
remember_recent(who, id, received, keep)
lay_trace(id, who, person, flagged, gist, mine, received, window, stay)
remember_for_recap(recap, id, received, stay)
each_copy(function(citizen, sealed) redis.call('HSET', P .. 'y:' .. id, citizen, sealed) end)
if state == 'done' then
  redis.call('SETNX', P .. 'N:' .. redis.call('HGET', complaint(id), 'national'), id)
  tell_number(id, node, 1)
elseif not is_over(state) then
  if state ~= 'parked' then
    redis.call('ZADD', P .. 'due:forward', hold_until(id, hold, now) or math.min(received, now), id)
  end
  if listener ~= '' and place == '' then
    local said = first_answer(id)
    owe_receipt(id .. '.' .. who .. '.receipt', id, said, listener, node, now + (said == 'offer' and 0 or wait), doubt)
  end
end
join(bundle, place, want, wait, patience, stay, id, false, who, listener, node, state == 'done' and 1 or doubt)

-- Into the cluster of the first it is like. Nobody can derive this again from what came in, so it is a fact.
local function beside()
  local others, root = {}, ''
  for other in string.gmatch(flagged == '1' and '' or related, '%S+') do
    -- Of one that an operator linked, the other one tells.
    if not may_meet(other, who, flagged) then other = linked_on(other) or '' end
    if other ~= '' and may_meet(other, who, flagged) then
      others[#others + 1] = other
      if root == '' then root = redis.call('HGET', complaint(other), 'cluster') or other end
    end
  end
  local again = recurs ~= '' and may_meet(recurs, who, flagged) and recurs or '-'
  local names = table.concat(others, ',')
  if names == '' and again == '-' then return end
  fact(node, 'alike', id, (root == '' and '-' or root) .. ' ' .. again .. ' ' .. received .. ' ' .. names)
  if lay_beside(id, root, again, received, table.concat(others, ' '), keep) == 0 then return end
  count('related')
  local size = redis.call('ZCOUNT', P .. 'beside:' .. root, received - storm_ms, '+inf')
  if size < tonumber(storm) then return end
  redis.call('ZADD', P .. 'storms', now, root)
  redis.call('ZREMRANGEBYSCORE', P .. 'storms', '-inf', now - 7 * 86400000)
  if not redis.call('SET', P .. 'storm:' .. root, 1, 'NX', 'PX', storm_ms) then return end
  count('storm')
  return root, size
end
local root, size = beside()
-- A case is known by its number for so long (s) at least.
local own = tonumber(keep) <= tonumber(stay) and number or nil
return claimed('new', 'complaint:' .. id .. ':' .. number, own, root, size)
