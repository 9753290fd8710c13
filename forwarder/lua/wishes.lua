-- Stands behind the prelude, before every script: acts (forwarder/acts.py).
-- What a chat asked of a complaint that is there stands in `x:<complaint>`: when each flag was raised and lifted last, and
-- when it was withdrawn. `asked` in the complaint is what holds by that: a and r are raised, A and R lifted; `told` is
-- what the central system was told of it. While the two differ, or a withdrawal was not told, the complaint is in due:act.
-- `came` is what it asked for by itself.
local function wish_key(id) return P .. 'x:' .. id end

-- The node that writes down what becomes of it: the complaint's, or that of the wish where no journal brought that back.
local function node_of(id)
  return redis.call('HGET', complaint(id), 'node') or redis.call('HGET', wish_key(id), 'node') or ''
end

-- What it asked for by itself, for who finds its words erased: both where that is not known (a text that was cut).
local function came_with(id)
  local came = redis.call('HGET', complaint(id), 'came')
  return came == '' and 'ar' or came or ''
end

-- Whether its words are for nobody but who handles it, by what its citizen said last; where nobody knows what for it was
-- protected they are.
local function is_rahasia(id)
  local was = redis.call('HMGET', complaint(id), 'flagged', 'asked')
  local came, asked = came_with(id), was[2] or ''
  if was[1] ~= '1' or string.find(asked, 'r', 1, true) then return was[1] == '1' end
  if string.find(asked, 'R', 1, true) then return false end
  return string.find(came, 'r', 1, true) ~= nil or (came == '' and asked == '')
end

local function taken(state) return state == 'waiting' or state == 'done' end

-- Whether its case is, or may be, at the central system.
local function may_be_there(id)
  local was = redis.call('HMGET', complaint(id), 'state', 'begun', 'doubt', 'token')
  return taken(was[1]) or was[2] or was[3] == '1' or was[4]
end

-- What stands as told where nobody knows which flags arrived last: unlike all that can be asked for. `fence`: those that
-- were leased before it prove nothing.
local function unsure_since(fence) return '?' .. (fence or '') end
local function is_unsure(told, fence)
  local since = tonumber(string.match(told or '', '^%?(%d+)$') or '')
  return since and tonumber(fence) <= since
end

-- A call that was given up may be at work there for so long (a proxy waits a minute for what is behind it): nothing is found,
-- and yet something is stored or changed a little later.
local AT_WORK_MS = 60000

-- `sent:<fence>` is `<until> <asked>` of each call that told flags, and of which nobody knows whether it arrived, and when.
local function flags_leave(id, fence, asked, ends)
  redis.call('HSET', wish_key(id), 'sent:' .. fence, string.format('%.0f ', ends + AT_WORK_MS) .. asked)
end
local function flags_known(id, fence) redis.call('HDEL', wish_key(id), 'sent:' .. fence) end

-- Until when other flags than these may arrive behind them; nil when none may.
local function others_until(id, value)
  local all, last = redis.call('HGETALL', wish_key(id)), nil
  for i = 1, #all, 2 do
    local fence, till, asked = string.match(all[i], '^sent:(.+)$'), string.match(all[i + 1], '^(%d+) (.*)$')
    if fence and tonumber(till) <= now then
      flags_known(id, fence)
    elseif fence and asked ~= value then
      last = math.max(last or 0, tonumber(till))
    end
  end
  return last
end

-- For who tells how the protection of a complaint stands: {asked, told, 1 where its case is or may be there, its sealed
-- words}; nothing of one for which nobody asked.
local function wish_of(id)
  if redis.call('HGET', complaint(id), 'flagged') ~= '1' then return {} end
  local was = redis.call('HMGET', complaint(id), 'asked', 'told', 'body')
  return { was[1] or '', was[2] or '', may_be_there(id) and 1 or 0, was[3] or '' }
end

-- The time of a wish counts, not when it is read: a repeat changes nothing. Returns whether it was new.
local function note_wish(id, wish, letters, at)
  local fresh = false
  for letter in string.gmatch(letters, '%l') do
    local field = wish .. '_' .. letter
    if tonumber(redis.call('HGET', wish_key(id), field) or '-1') < tonumber(at) then
      redis.call('HSET', wish_key(id), field, at)
      fresh = true
    end
  end
  local asked = ''
  for _, letter in ipairs({ 'a', 'r' }) do
    local was = redis.call('HMGET', wish_key(id), 'raise_' .. letter, 'lift_' .. letter)
    if was[1] and tonumber(was[1]) >= tonumber(was[2] or '-1') then
      asked = asked .. letter
    elseif was[2] then
      asked = asked .. string.upper(letter)
    end
  end
  redis.call('HSET', complaint(id), 'asked', asked)
  return fresh
end

-- A worker looks. One that is on its way to the central system is not overtaken: it is looked at again when it is back.
local function make_due(id, stay)
  local key = wish_key(id)
  redis.call('ZREM', P .. 'parked', id .. '~act')
  redis.call('HSET', key, 'state', 'due')
  if redis.call('HEXISTS', key, 'begun') == 0 then redis.call('ZADD', P .. 'due:act', now, id) end
  redis.call('EXPIRE', key, stay)
end

-- What is not there yet is made anew before it goes. What may be there is looked up first, and made anew if it is not.
local function renew(id)
  local was = redis.call('HMGET', complaint(id), 'state', 'begun', 'doubt')
  if was[1] ~= 'due' and was[1] ~= 'parked' then return end
  local held = redis.call('HDEL', complaint(id), 'held') == 1
  if was[2] or was[3] == '1' then
    redis.call('HSET', complaint(id), 'stale', 1)
    -- Its sender was waited for and has said how it shall go; what failed before is not tried sooner.
    if held and not was[2] and was[1] == 'due' then redis.call('ZADD', P .. 'due:forward', now, id) end
    return
  end
  redis.call('HDEL', complaint(id), 'case')
  redis.call('HINCRBY', complaint(id), 'fence', 1)
  if was[1] == 'due' then redis.call('ZADD', P .. 'due:forward', now, id) end
end

-- What the central system said is owed to a chat no more, unless it left. `asked`: another is asked what it wants to know.
local function untell(id, name, asked)
  supersede(redis.call('GET', P .. 'newest:' .. id .. ':' .. name .. ':progress') or '')
  if not asked then return end
  for _, field in ipairs(redis.call('HKEYS', complaint(id))) do
    local event = string.match(field, '^asked:(.+)$')
    local aid = event and id .. '.' .. name .. '.question_' .. event
    if aid then supersede(aid) end
    -- Nothing that it writes now answers what it was never asked.
    if aid and redis.call('HGET', answer_key(aid), 'state') == 'superseded' then answered_in(name, id, 0) end
  end
end

-- Phones are shared: nobody hears of it any more but the chat that asks and the one it came from.
-- A citizen who asks for what an official passed on hears of it alone, and it stands in none of the office's lists.
-- `unlisted` says which chat that was (earlier versions: 1), for it may ask for more.
local function only_to(id, who)
  local was = redis.call('HMGET', complaint(id), 'who', 'unlisted')
  local first = was[1] or who
  local citizen = redis.call('HGET', P .. 'y:' .. id, who)
  if citizen then
    first = who
    listen(id, who, citizen)
    redis.call('HSET', complaint(id), 'unlisted', who)
  elseif was[2] then
    first = was[2] == '1' and who or was[2]
  end
  each_listener(id, function(name)
    if name ~= who and name ~= first then
      for _, what in ipairs({ 'receipt', 'number' }) do supersede(id .. '.' .. name .. '.' .. what) end
      untell(id, name, not citizen and listener_at(id, first))
      unlisten(id, name)
    end
  end)
  for _, bundle in ipairs(citizen and redis.call('SMEMBERS', P .. 'B:' .. id) or {}) do
    untell(id, redis.call('HGET', P .. 'b:' .. bundle, 'who') or '')
  end
  -- A number that is there already is told to who asks by nothing else.
  for _, name in ipairs(redis.call('HKEYS', P .. 'y:' .. id)) do
    if name ~= who then supersede(id .. '.' .. name .. '.copy') end
  end
  redis.call('DEL', P .. 'y:' .. id)
  each_follower(id, function(name) supersede(id .. '.' .. name .. '.number') end)
  redis.call('DEL', P .. 'and:' .. id)
  redis.call('HDEL', complaint(id), 'also')
  local owners = {}
  if was[1] then
    owners[1] = first ~= who and first or nil
  else
    -- Its row comes later (restore.lua): all who asked, the last one last.
    for one in string.gmatch(redis.call('HGET', complaint(id), 'owner') or '', '%S+') do
      if one ~= who then owners[#owners + 1] = one end
    end
  end
  owners[#owners + 1] = who
  redis.call('HSET', complaint(id), 'owner', table.concat(owners, ' '))
end

-- Returns whether it was new.
local function raise(id, letters, at, who, stay)
  local fresh = note_wish(id, 'raise', letters, at)
  redis.call('HSET', complaint(id), 'flagged', 1)
  forget_mailboxes(id)
  only_to(id, who)
  if not fresh then return false end
  renew(id)
  make_due(id, stay)
  return true
end

-- A wish that names no complaint means all of the last day. Of each of them whoever wishes is told.
local DAY = 86400000
local function is_of_the_day(id, received)
  return tonumber(redis.call('HGET', complaint(id), 'at') or '0') >= received - DAY
end

-- Who is told when a wish holds at the central system: `<wish>.<who>.<key>.<doubt>` and the sealed listener.
local function owe_word(id, wish, who, key, listener, doubt, stay)
  if listener == '' then return end
  redis.call('HSET', P .. 'X:' .. id, wish .. '.' .. who .. '.' .. key .. '.' .. tostring(doubt), listener)
  redis.call('EXPIRE', P .. 'X:' .. id, stay)
end

-- It never goes, or the central system knows that it is withdrawn. Who waits for its number waits no more. `gone` says where.
local function close_withdrawn(id, where, stay)
  local node = node_of(id)
  redis.call('HSET', complaint(id), 'state', 'withdrawn', 'gone', where)
  redis.call('HDEL', complaint(id), 'begun')
  if where == 'here' then redis.call('HDEL', complaint(id), 'told') end
  redis.call('ZREM', P .. 'due:forward', id)
  redis.call('ZREM', P .. 'parked', id)
  each_listener(id, function(who)
    for _, what in ipairs({ 'receipt', 'number' }) do supersede(id .. '.' .. who .. '.' .. what) end
  end)
  expire_case(id, stay)
  fact(node, 'withdrawn', id, where)
  count('withdrawn')
  step(id, 'withdrawn', where)
end

-- One that was withdrawn here stands at the central system after all, where it arrived behind every look: its withdrawal goes
-- after it. Returns whether there was any such.
local function withdraw_after(id, stay)
  local was = redis.call('HMGET', complaint(id), 'state', 'gone')
  if was[1] ~= 'withdrawn' or (was[2] ~= 'here' and was[2] ~= 'late') then return false end
  if was[2] == 'here' then
    redis.call('HSET', complaint(id), 'gone', 'late')
    fact(node_of(id), 'withdrawn', id, 'late')
    count('withdrawn_late')
    step(id, 'withdrawn_late')
  end
  redis.call('HSETNX', wish_key(id), 'withdraw', now)
  if redis.call('HGET', wish_key(id), 'state') ~= 'parked' then make_due(id, stay) end
  return true
end

-- The recent complaints of a chat: what is asked of one without its number means the newest. `w:<chat>` names the last
-- fifty, with blanks between: the number of each, or `<number>:<ms>` when the chat told it at another time than it came in.
local function remember_recent(who, id, received, stay)
  local key, names = P .. 'w:' .. who, { name_of(id) }
  if redis.call('HGET', complaint(id), 'at') ~= tostring(received) then names[1] = names[1] .. ':' .. received end
  for name in string.gmatch(redis.call('GET', key) or '', '%S+') do
    if #names < 50 and id_of(string.match(name, '^[^:]+')) ~= id then names[#names + 1] = name end
  end
  write_name(key, table.concat(names, ' '), stay * 1000)
end

-- Those told between two times (ms), the newest first; `W:<chat>` is what earlier versions wrote.
local function recent_of(who, first, last)
  local found, at = {}, {}
  local function note(id, told)
    if at[id] or not told or told < first or told > last then return end
    found[#found + 1], at[id] = id, told
  end
  for name in string.gmatch(redis.call('GET', P .. 'w:' .. who) or '', '%S+') do
    local named, told = string.match(name, '^([^:]+):?(%d*)$')
    local id = id_of(named)
    if id then note(id, tonumber(told) or tonumber(redis.call('HGET', complaint(id), 'at') or '')) end
  end
  local older = redis.call('ZRANGE', P .. 'W:' .. who, 0, -1, 'WITHSCORES')
  for i = 1, #older, 2 do note(older[i], tonumber(older[i + 1])) end
  table.sort(found, function(x, y) return at[x] > at[y] or (at[x] == at[y] and x > y) end)
  return found
end

-- Whether somebody by this name hears of a complaint, or owns it.
local function hears(id, name)
  if listener_at(id, name) or redis.call('HEXISTS', P .. 'y:' .. id, name) == 1 then
    return true
  end
  for _, bundle in ipairs(redis.call('SMEMBERS', P .. 'B:' .. id)) do
    if redis.call('HGET', P .. 'b:' .. bundle, 'who') == name then return true end
  end
  for owner in string.gmatch(redis.call('HGET', complaint(id), 'owner') or '', '%S+') do
    if owner == name then return true end
  end
  -- A version before this one protects without forgetting who wrote from a mailbox.
  return redis.call('HGET', complaint(id), 'flagged') ~= '1' and redis.call('HEXISTS', complaint(id), 'mailer:' .. name) == 1
end

-- How each wish is called when it holds.
local HOLDS = { raise = 'flag_set', lift = 'flag_lifted', withdraw = 'withdrawn' }

-- Whoever wishes is told: now, where it never went; else when it holds there, and at `due` that it does not yet.
local function promise(id, wish, who, key, listener, node, due, doubt, stay)
  if listener == '' then return end
  local what, at = HOLDS[wish], now
  if may_be_there(id) then
    owe_word(id, wish, who, key, listener, doubt, stay)
    what, at = 'act_waits', due
  end
  answer(id .. '.' .. who .. '.' .. what .. '.' .. key, id, what, listener, node, at, doubt)
end

-- What is said names the complaint's number: of one that no journal brought back nobody knows it any more.
local function each_word_owed(id, act)
  if redis.call('HEXISTS', complaint(id), 'number') == 0 then return end
  local all = redis.call('HGETALL', P .. 'X:' .. id)
  for i = 1, #all, 2 do
    local wish, who, key, doubt = string.match(all[i], '^(%l+)%.([^.]+)%.([^.]+)%.(%d)$')
    if wish then act(wish, who, key, doubt, all[i + 1], all[i]) end
  end
end

-- Everything that was asked holds at the central system: whoever asked is told.
local function act_done(id)
  redis.call('HSET', wish_key(id), 'state', 'done')
  redis.call('HDEL', wish_key(id), 'begun')
  redis.call('ZREM', P .. 'due:act', id)
  local node, state = node_of(id), redis.call('HGET', complaint(id), 'state')
  each_word_owed(id, function(wish, who, key, doubt, listener, field)
    supersede(id .. '.' .. who .. '.act_waits.' .. key)
    if wish == 'withdraw' or not is_over(state) then
      answer(id .. '.' .. who .. '.' .. HOLDS[wish] .. '.' .. key, id, HOLDS[wish], listener, node, now, doubt)
    end
    redis.call('HDEL', P .. 'X:' .. id, field)
  end)
end

-- A person is waited for: whoever asked is told now that it does not hold yet.
local function hurry_words(id)
  local node = node_of(id)
  each_word_owed(id, function(_, who, key, doubt, listener)
    local aid = id .. '.' .. who .. '.act_waits.' .. key
    answer(aid, id, 'act_waits', listener, node, now, doubt)
    if redis.call('ZSCORE', P .. 'due:reply', aid) and redis.call('HEXISTS', answer_key(aid), 'fence') == 0 then
      redis.call('ZADD', P .. 'due:reply', now, aid)
    end
  end)
end

-- What a chat has to confirm with a word, for ten minutes; a day long we know that it was too late.
local function ask_word(who, wish, id, what, word, received)
  local key = P .. 'k:' .. who
  redis.call('DEL', key)
  redis.call('HSET', key, 'wish', wish, 'id', id, 'what', what, 'word', word, 'until', received + 600000)
  redis.call('EXPIRE', key, 86400)
end

-- The writer of an open draft opened it: `<draft> <letters> <when>`, read when it is closed. The latest one counts. Whoever
-- read the conversation before that reads it again (draft.lua).
local function open_draft(who, id, letters, received)
  local key = P .. 'D:' .. who
  local at = string.match(redis.call('HGET', key, 'opened') or '', '(%d+)$')
  if at and tonumber(at) >= tonumber(received) then return end
  local fresh = redis.call('EXISTS', key) == 0
  local version = math.max(now, tonumber(redis.call('HGET', key, 'v') or '0') + 1)
  redis.call('HSET', key, 'opened', id .. ' ' .. letters .. ' ' .. received, 'v', string.format('%.0f', version))
  if fresh then redis.call('EXPIRE', key, 86400) end
end

-- `flagged` as a claim has it: '0', '1', or h<ms> for one that is held so long until its sender has said how it shall go.
-- Returns '0' or '1', and for how long.
local function held_back(flagged)
  local hold = string.match(flagged, '^h(%d+)$')
  return hold and '0' or flagged, tonumber(hold or 0)
end

-- When one that is held since then goes; nil for any other.
local function hold_until(id, hold, since)
  if hold == 0 or string.find(redis.call('HGET', complaint(id), 'asked') or '', '%l') then return nil end
  redis.call('HSET', complaint(id), 'held', since + hold)
  return since + hold
end

-- One that is held waits until then at least.
local function hold_longer(id, till)
  local held = tonumber(redis.call('HGET', complaint(id), 'held') or '0')
  if held == 0 or held >= till then return end
  redis.call('HSET', complaint(id), 'held', till)
  redis.call('ZADD', P .. 'due:forward', 'XX', till, id)
end

-- The first answer: to one that is held, what its sender may say.
local function first_answer(id)
  return tonumber(redis.call('HGET', complaint(id), 'held') or '0') > now and 'offer' or 'receipt'
end

-- A complaint that was held for its sender's answer goes.
local function release(id)
  if redis.call('HDEL', complaint(id), 'held') == 1 and redis.call('ZSCORE', P .. 'due:forward', id) then
    redis.call('ZADD', P .. 'due:forward', now, id)
  end
end

-- Everything a person wrote is to be erased, a day after they confirmed it: `E:<key>` under due:erase, told to the journal
-- of every node. `erasures` keeps whose they were: a journal may come late (a lost node's, or one that was given up).
local ERASE_WAIT = 86400000
local function put_erase(key, person, who, at, keep)
  local mine = P .. 'E:' .. key
  local state = redis.call('HGET', mine, 'state')
  if state ~= 'revoked' then
    redis.call('HSET', P .. 'erasures', key, person .. ' ' .. at)
    redis.call('EXPIRE', P .. 'erasures', 31536000)
  end
  if state then return false end
  redis.call('HSET', mine, 'state', 'due', 'person', person, 'who', who, 'at', at)
  redis.call('HSET', P .. 'E>' .. person, key, at)
  redis.call('ZADD', P .. 'due:erase', at + ERASE_WAIT, key)
  for _, name in ipairs({ mine, P .. 'E>' .. person }) do redis.call('EXPIRE', name, keep) end
  return true
end

local function want_erased(person, key, who, at, _, keep, node)
  if not put_erase(key, person, who, at, keep) then return end
  local nodes = redis.call('SMEMBERS', 'sp:nodes')
  if #nodes == 0 then nodes = { node } end
  for _, each in ipairs(nodes) do fact(each, 'erase', key, person .. ' ' .. who .. ' ' .. at) end
end

-- All nodes that are signed in hold nothing more of that person. Returns whether it is so.
local function finish_erase(key)
  for _, each in ipairs(redis.call('SMEMBERS', 'sp:nodes')) do
    if redis.call('SISMEMBER', P .. 'E!' .. key, each) == 0 then return false end
  end
  local mine = P .. 'E:' .. key
  if redis.call('EXISTS', mine) == 1 then
    leave_person(redis.call('HGET', mine, 'person'))
    redis.call('HSET', mine, 'state', 'done')
    redis.call('HDEL', mine, 'who', 'person')
  end
  redis.call('ZREM', P .. 'due:erase', key)
  return true
end

-- Whether one was waiting that is now forgotten.
local function revoke_erase(person, at)
  local found = false
  for _, key in ipairs(redis.call('HKEYS', P .. 'E>' .. person)) do
    local mine = P .. 'E:' .. key
    if redis.call('HGET', mine, 'state') == 'due' and tonumber(redis.call('HGET', mine, 'at')) <= tonumber(at) then
      redis.call('HSET', mine, 'state', 'revoked')
      redis.call('ZREM', P .. 'due:erase', key)
      redis.call('HDEL', P .. 'erasures', key)
      for _, each in ipairs(redis.call('SMEMBERS', 'sp:nodes')) do fact(each, 'erase_revoked', key, '') end
      found = true
    end
  end
  return found
end

-- What a citizen adds to a complaint, `<complaint>+<key>`, due until the central system has it. Protection it asks for
-- stays with the complaint, and whoever asked is answered in neutral words from now on.
local function add_supplement(id, key, node, received, body, asked, who, listener, stay)
  local name = id .. '+' .. key
  local mine = supplement_key(name)
  redis.call('HSETNX', mine, 'body', body)
  redis.call('HSET', mine, 'node', node, 'at', received, 'subject', id)
  redis.call('HSETNX', mine, 'state', 'due')
  if redis.call('HGET', mine, 'state') == 'due' then redis.call('ZADD', P .. 'due:supplement', 'NX', now, name) end
  redis.call('EXPIRE', mine, stay)
  if asked == '' then return end
  raise(id, asked, received, who, stay)
  if listener ~= '' and listener_at(id, who) then
    unlisten(id, who)
    listen(id, who, listener)
  end
end

-- Everybody who hears of a complaint, also those to whom a whole mail is answered, and those who were linked with it.
local function each_told(id, act)
  each_listener(id, act)
  for _, bundle in ipairs(redis.call('SMEMBERS', P .. 'B:' .. id)) do
    local was = redis.call('HMGET', P .. 'b:' .. bundle, 'who', 'listener')
    if was[1] and was[2] then act(was[1], was[2]) end
  end
  each_follower(id, act)
end

-- Those of a complaint that was linked hear of the other one from now on, and may ask for it; nobody does where one of
-- the two is protected meanwhile.
local function follow(id, into, node, doubt)
  local was = redis.call('HMGET', complaint(into), 'flagged', 'national', 'also')
  if was[1] == '1' or redis.call('HGET', complaint(id), 'flagged') == '1' then return end
  each_told(id, function(who, listener)
    redis.call('HSET', P .. 'and:' .. into, who, listener)
    with_it(into, 'and')
    answer(id .. '.' .. who .. '.merged', into, 'merged', listener, node, now, doubt)
    if was[2] then answer(into .. '.' .. who .. '.number', into, 'number', listener, node, now, doubt) end
  end)
  local owners = was[3] or ''
  for owner in string.gmatch(redis.call('HGET', complaint(id), 'owner') or '', '%S+') do
    if not string.find(' ' .. owners .. ' ', ' ' .. owner .. ' ', 1, true) then
      owners = owners .. (owners == '' and '' or ' ') .. owner
    end
  end
  redis.call('HSET', complaint(into), 'also', owners)
end

-- Where what is said to a complaint goes that an operator linked: to the one it was linked with. '' when nothing may go
-- there, because one of them is protected or the last one is over; nil when it was not linked.
local function linked_on(id)
  local at = id
  for _ = 1, 20 do
    local was = redis.call('HMGET', complaint(at), 'state', 'into', 'flagged')
    if not (was[1] == 'closed' and was[2]) then
      if at == id then return nil end
      return (was[1] and was[3] ~= '1' and not is_leaving(at, was[1])) and at or ''
    end
    if was[3] == '1' then return '' end
    at = was[2]
  end
  return ''
end

-- Whether it may be said once more: to whom it is open (may_meet), or where it was linked with one that goes on.
local function may_repeat(id, who, flagged)
  local may, its_flag, its_chat = may_meet(id, who, flagged)
  return may or (flagged ~= '1' and (linked_on(id) or '') ~= ''), its_flag, its_chat
end

-- Who may be alike is worth so much: ten for a key of a spot, one for a key of words, a hundred for one of the same person.
-- Whose keys are looked under, `worth` gets them.
local function look_under(names, values, worth)
  for i, lain in ipairs(#names > 0 and redis.call('MGET', unpack(like_keys(names))) or {}) do
    for other in string.gmatch(lain or '', '%S+') do worth[other] = (worth[other] or 0) + (values[i] or 100) end
  end
end

local function look_alike(keys, worth)
  local names, values = {}, {}
  for i, key in ipairs(keys) do
    names[i], values[i] = string.sub(key, 2), string.byte(key) == 115 and 10 or 1  -- "s"
  end
  look_under(names, values, worth)
end

-- With whom a claim has to be compared, out of those in `worth`, of its chat and of its person, without those in `seen`:
-- {id, protected, who, gist, body, 1 if of the same person} each, those of the same person first, then those that share
-- most: four with a key of a spot, one with two keys of words. Of that person's older ones only the body is there.
local function others_alike(id, who, person, flagged, worth, seen)
  local theirs = {}
  look_under(names_of(person), {}, theirs)
  for other, value in pairs(theirs) do worth[other] = (worth[other] or 0) + value end
  look_under({ who }, {}, worth)
  for _, other in ipairs(in_words(seen)) do worth[other] = nil end
  worth[id] = nil
  -- Most share one key of words alone.
  local order = {}
  for other, value in pairs(worth) do
    if value > 1 then order[#order + 1] = other end
  end
  table.sort(order, function(x, y) return worth[x] > worth[y] or (worth[x] == worth[y] and x < y) end)
  local rows, older, left = {}, 0, { 1, 4 }
  for _, other in ipairs(order) do
    local own, kind = worth[other] >= 100, worth[other] >= 10 and 2 or 1
    local may, its_flag, its_chat
    if own or left[kind] > 0 then may, its_flag, its_chat = may_repeat(other, who, flagged) end
    if may then
      local its, same_person = redis.call('GET', P .. 'gist:' .. other), theirs[other] and '1' or ''
      if its then
        rows[#rows + 1] = { other, its_flag, its_chat, its, '', same_person }
        if not own then left[kind] = left[kind] - 1 end
      elseif own and person ~= '' and older < 4 then
        local body = redis.call('HGET', complaint(other), 'body') or ''
        rows[#rows + 1] = { other, its_flag, its_chat, '', body, '1' }
        older = older + 1
      end
    end
  end
  return rows
end

-- A repeat of one that was linked: who said it hears what all were told then, unless they were told nothing.
local function follow_repeat(id, who, listener, node, fresh, again, doubt)
  local at, on = id, linked_on(id)
  while on and at ~= on do
    local was = redis.call('HMGET', complaint(at), 'said', 'into')
    if was[1] ~= 't' then on = nil end
    at = was[2]
  end
  if not on then
    if fresh then answer(id .. '.' .. who .. '.receipt', id, 'receipt', listener, node, now, doubt) end
    return
  end
  local national = redis.call('HGET', complaint(on), 'national')
  redis.call('HSET', P .. 'and:' .. on, who, listener)
  with_it(on, 'and')
  answer(id .. '.' .. who .. '.merged', on, 'merged', listener, node, now, doubt)
  if not national then return end
  answer(on .. '.' .. who .. '.number', on, 'number', listener, node, now, doubt)
  if not fresh and again then answer(on .. '.' .. who .. '.linked.' .. again, on, 'linked', listener, node, now, doubt) end
end

-- What those are told whose complaint an operator closed. `said`: q, nobody is told; t, it was linked, and they may know
-- with what; a, they may not, or it was closed for itself.
local function say_closed(id, doubt)
  local was = redis.call('HMGET', complaint(id), 'said', 'into', 'node')
  if was[1] == 'q' then return end
  if was[1] == 't' then return follow(id, was[2], was[3], doubt) end
  local what = was[2] and 'merged_alone' or 'closed'
  each_told(id, function(who, listener)
    answer(id .. '.' .. who .. '.' .. what, id, what, listener, was[3], now, doubt)
  end)
end

-- Why an operator may not change what becomes of it, '' if they may. Nothing is changed that is, or may be, at the central
-- system; `looked`: a person has looked there, and it is not.
local function untouchable(id, looked)
  local was = redis.call('HMGET', complaint(id), 'state', 'begun', 'doubt', 'token', 'refused')
  if not was[1] then return 'unknown' end
  if is_over(was[1]) then return 'over' end
  -- Of what waits in the tray (forwarder/by_hand.py) people know whether somebody entered it, and nobody else.
  if was[1] == 'waiting' and was[4] == 'by-hand' then return looked == '1' and '' or 'in_tray' end
  if taken(was[1]) or was[4] then return 'submitted' end
  local doubtful = (was[2] and not was[5]) or was[3] == '1'
  if not doubtful then return '' end
  if was[1] ~= 'parked' then return 'on_its_way' end
  return looked == '1' and '' or 'in_doubt'
end
