-- One step: is it this delivery again? which complaint does it mean? then it is done, or a word is asked for first.
-- ARGV: epoch, delivery, key, node, received (ms), who, listener ('' = nobody is answered), deed (raise | lift | withdraw |
--       erase | send | confirm), letters (w = asked first whatever it is, o = as w, unless it calls an erasure off,
--       k = means an erasure and nothing else; of an answer to our offer of protection: y = yes, ya = and the name too,
--       a = the name alone, n = no, q<ms> = neither: asked once more, and waited for so long), number, word ('' = more than one is said), person, keep (s), stay (s), window (ms),
--       wait (ms), doubt,
--       every ('1' = all recent complaints of the chat), number of names, the sender's names …, complaints …
--       A complaint `draft:<id>` is an open draft of this chat.
-- Returns {what, end}: new, mine, again; {stranger, ''}: nothing is meant, nothing was claimed.
local delivery, key, node, received, who, listener, deed, letters = unpack(ARGV, 2, 9)
local number, word, person, keep, stay, window, wait, doubt, every, names = unpack(ARGV, 10, 19)
local unmet
doubt, unmet = doubted(doubt)
if unmet then return unmet end
local claim = P .. 'd:' .. delivery
local before, teller = end_of(delivery)
if before then return { mine(teller, node) and 'mine' or 'again', before } end
local pending = P .. 'k:' .. who

local function ended(about, what)
  local outcome = 'act:' .. about .. ':' .. key .. ':' .. what
  redis.call('HSET', claim, 'end', outcome, 'node', node)
  redis.call('EXPIRE', claim, keep)
  count('act_' .. (string.match(what, '^%a+') or ''))
  step(delivery, 'act', what)
  return { 'new', outcome }
end

local function say(id, what, due)
  if listener ~= '' then answer((id == '' and delivery or id) .. '.' .. who .. '.' .. what .. '.' .. key, id, what, listener, node, due or now, doubt) end
end

local function theirs(id)
  local was = redis.call('HMGET', complaint(id), 'number', 'state')
  if not was[1] or is_over(was[2]) then return false end
  for i = 20, 19 + names do
    if hears(id, ARGV[i]) then return true end
  end
  return false
end

local function fits(id)
  local was = redis.call('HMGET', complaint(id), 'flagged', 'held')
  return not (deed == 'lift' and was[1] ~= '1') and not (deed == 'send' and not was[2])
end

-- The newest complaint of the chat; for protection also those of the last day, and those that have not left yet. It holds
-- for what came within the moment after it, too (protection.MOMENT_MS): another gateway may have taken that in before.
local function recent()
  local found, meant = {}, {}
  local last, first = received + (deed == 'raise' and 900000 or 60000), received - window
  for _, id in ipairs(deed == 'raise' and recent_of(who, received - DAY, last) or {}) do meant[id] = true end
  for _, id in ipairs(recent_of(who, first, last)) do
    local open = deed == 'raise' and not taken(redis.call('HGET', complaint(id), 'state'))
    if theirs(id) and fits(id) and (#found == 0 or every == '1' or meant[id] or open) then found[#found + 1] = id end
  end
  return found
end

-- A draft has the id of the complaint that it becomes.
local function is_open(id)
  return redis.call('HEXISTS', complaint(id), 'number') == 0 and redis.call('ZSCORE', P .. 'due:draft', who)
end

local function meant()
  for i = 20 + names, #ARGV do
    local draft = string.match(ARGV[i], '^draft:(.+)$')
    if draft and is_open(draft) then return { draft } end
    if theirs(draft or ARGV[i]) then return { draft or ARGV[i] } end
  end
  if number == '' then return recent() end
  local id = redis.call('GET', P .. 'n:' .. number) or redis.call('GET', P .. 'N:' .. number)
  return id and theirs(id) and fits(id) and { id } or {}
end

local function wished(id, wish)
  promise(id, wish, who, key, listener, node, now + wait, doubt, stay)
end

local function do_raise(ids)
  for place, id in ipairs(ids) do
    local fresh = raise(id, letters, received, who, stay)
    if place == 1 or (fresh and is_of_the_day(id, received)) then wished(id, 'raise') end
  end
  return ended(table.concat(ids, ','), 'raise-' .. letters)
end

local function do_lift(id, what)
  if note_wish(id, 'lift', what, received) then
    renew(id)
    make_due(id, stay)
  end
  wished(id, 'lift')
  return ended(id, 'lift-' .. what)
end

local function do_open(id, what)
  open_draft(who, id, what, received)
  say('', 'draft_opened')
  return ended(id, 'open-' .. what)
end

local function do_withdraw(id)
  redis.call('HSETNX', wish_key(id), 'withdraw', received)
  wished(id, 'withdraw')
  if may_be_there(id) then make_due(id, stay) else close_withdrawn(id, 'here', stay) end
  return ended(id, 'withdraw')
end

local function do_erase()
  want_erased(person, key, who, received, now, keep, node)
  say('', 'erase_set')
  return ended('-', 'erase')
end

-- What weakens or destroys is asked back in the same chat, a few times a day.
local function ask(id, wish, what)
  local asked = redis.call('INCR', pending .. ':asked')
  if asked == 1 then redis.call('EXPIRE', pending .. ':asked', 86400) end
  if asked > 5 or listener == '' then return ended(id == '' and '-' or id, 'unasked') end
  ask_word(who, wish, id, what, word, received)
  if wish == 'lift' and is_open(id) then say('', 'confirm_open') else say(id, 'confirm_' .. wish) end
  return ended(id == '' and '-' or id, 'ask_' .. wish .. '-' .. what)
end

local function dropped()
  redis.call('DEL', pending)
  return ended('-', 'dropped')
end

-- Whether protection was offered of it and is not set; late: also where nothing waits for the answer any more.
local function is_offered(id, late)
  local was = redis.call('HMGET', complaint(id), 'flagged', 'held')
  return was[1] ~= '1' and was[2] and (late or tonumber(was[2]) > now) and theirs(id)
end

-- The complaint that an answer to our offer is about: the one it names, or the newest of the chat.
local function offered(late)
  if #ARGV >= 20 + names then
    local id = ARGV[20 + names]
    return is_offered(id, late) and id
  end
  for _, id in ipairs(recent_of(who, received - window, received + 60000)) do
    if is_offered(id, late) then return id end
  end
end

local function do_send(id)
  release(id)
  say(id, 'sent_now')
  return ended(id, 'send')
end

-- What is not set needs no word to be taken back: "tidak usah rahasia" of what waits for an answer lets it go.
local function declined(ids)
  if letters == 'a' then return end
  if ids[1] and is_offered(ids[1], true) then return ids[1] end
  if number ~= '' then
    local id = redis.call('GET', P .. 'n:' .. number) or redis.call('GET', P .. 'N:' .. number)
    return id and is_offered(id, true) and id
  end
  if ids[1] and is_open(ids[1]) then return end
  for _, id in ipairs(recent_of(who, received - window, received + 60000)) do
    if is_offered(id, #ids == 0) then return id end
    if #ids > 0 and theirs(id) then return end
  end
end

-- Who chooses nothing, or asks back, is asked again: twice at most, and then it only waits.
local function offer_again(hold)
  local id = offered(false)
  if not id then return end
  if listener == '' or redis.call('HINCRBY', complaint(id), 'reoffered', 1) > 2 then return ended(id, 'unasked') end
  hold_longer(id, now + hold)
  say(id, 'offer')
  return ended(id, 'reoffer-' .. hold)
end

-- Who only says yes to it may mean either; what is protected can be opened later. A wish in so many words is heard when
-- nothing waits any more, too, and beside whatever word is asked for.
local OFFER = { y = 'r', ya = 'ar', a = 'a', n = '' }
local function answered_offer(asked)
  local spoken = word == ''
  local again = tonumber(string.match(letters, '^q(%d+)$'))
  if again then return not asked and offer_again(again) or nil end
  if not OFFER[letters] or (asked and (letters == 'n' or not spoken)) then return end
  -- A name alone is not to be named in what is being written, either.
  if letters ~= 'y' and letters ~= 'n' and redis.call('ZSCORE', P .. 'due:draft', who) then return end
  local id = offered(spoken)
  if not id then return end
  if letters == 'n' then return do_send(id) end
  letters = OFFER[letters]
  -- The version before reads no such answer again, but it reads the fact.
  fact(redis.call('HGET', complaint(id), 'node'), 'raised', id, letters .. ' ' .. received .. ' ' .. who)
  return do_raise({ id })
end

-- '+' is what is said in the place of a word, '-' is no. Later they may mean anything.
local function confirmed()
  local was = redis.call('HMGET', pending, 'wish', 'id', 'what', 'word', 'until', 'tries')
  local answered = answered_offer(was[1])
  if answered then return answered end
  if not was[1] or word == '' then return { 'stranger', '' } end
  local late = tonumber(received) > tonumber(was[5])
  if late and (word == '+' or word == '-') then return { 'stranger', '' } end
  if word == '-' then return dropped() end
  if late then
    redis.call('DEL', pending)
    say('', 'confirm_late')
    return ended('-', 'late')
  end
  if was[4] ~= word then
    if redis.call('HINCRBY', pending, 'tries', 1) >= 3 then redis.call('DEL', pending) end
    say('', 'confirm_wrong')
    return ended('-', 'wrong')
  end
  redis.call('DEL', pending)
  if was[1] == 'erase' then return do_erase() end
  if was[1] == 'lift' and is_open(was[2]) then return do_open(was[2], was[3]) end
  if not theirs(was[2]) then return { 'stranger', '' } end
  return was[1] == 'lift' and do_lift(was[2], was[3]) or do_withdraw(was[2])
end

if deed == 'confirm' then return confirmed() end
if deed == 'erase' then return ask('', 'erase', '') end
-- BATAL takes the newest wish back that can be: that everything be erased, also where only its word is missing.
if deed == 'withdraw' and letters ~= 'w' and number == '' then
  local was = redis.call('HMGET', pending, 'wish', 'until')
  local asked = was[1] == 'erase' and tonumber(received) <= tonumber(was[2])
  local revoked = revoke_erase(person, received)
  if asked or revoked then
    if asked then redis.call('DEL', pending) end
    say('', 'erase_revoked')
    return ended('-', revoked and 'revoke' or 'dropped')
  end
end
if deed == 'withdraw' and letters == 'k' then return { 'stranger', '' } end
local ids = meant()
if deed == 'lift' then
  local id = declined(ids)
  if id then return do_send(id) end
end
if #ids == 0 then return { 'stranger', '' } end
local id = ids[1]
if deed == 'raise' then return do_raise(ids) end
if deed == 'lift' then return ask(id, 'lift', letters == '' and 'ar' or letters) end
if deed == 'withdraw' and (letters == 'w' or letters == 'o' or may_be_there(id)) then return ask(id, 'withdraw', '') end
if deed == 'withdraw' then return do_withdraw(id) end
return do_send(id)
