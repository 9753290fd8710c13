-- A row that was an act goes back; its facts are there before it, and its complaint, if this node has it.
-- ARGV: epoch, delivery, outcome, node, key, received (ms), who, listener, word, person, keep (s), stay (s)
local delivery, outcome, node, key, received, who, listener, word, person, keep, stay = unpack(ARGV, 2, 12)
redis.call('HSET', P .. 'd:' .. delivery, 'end', outcome, 'node', node)
redis.call('EXPIRE', P .. 'd:' .. delivery, keep)
local about, what = string.match(outcome, '^act:([^:]*):[^:]*:(.*)$')
local hold = tonumber(string.match(what or '', '^reoffer%-(%d+)$'))
if hold then hold_longer(about, received + hold) end
local deed, letters = string.match(what or '', '^([%a_]+)%-?(%l*)$')
if not deed then return 0 end
local asked = string.match(deed, '^ask_(%l+)$')
if asked then
  if now - received < 86400000 then ask_word(who, asked, about == '-' and '' or about, letters, word, received) end
  return 1
end
if deed == 'lift' or deed == 'withdraw' or deed == 'erase' or deed == 'dropped' then redis.call('DEL', P .. 'k:' .. who) end
if deed == 'erase' then want_erased(person, key, who, received, now, keep, node) end
if deed == 'open' then
  redis.call('DEL', P .. 'k:' .. who)
  open_draft(who, about, letters, received)
  return 1
end
if deed == 'revoke' then revoke_erase(person, received) end
if about == '-' then return 1 end
local place = 0
for id in string.gmatch(about, '[^,]+') do
  place = place + 1
  local more = deed == 'raise' and raise(id, letters, received, who, stay) and is_of_the_day(id, received)
  if deed == 'lift' and note_wish(id, 'lift', letters, received) then
    renew(id)
    make_due(id, stay)
  end
  if deed == 'withdraw' then
    redis.call('HSETNX', wish_key(id), 'withdraw', received)
    make_due(id, stay)
  end
  if deed == 'send' then release(id) end
  if redis.call('EXISTS', wish_key(id)) == 1 then redis.call('HSETNX', wish_key(id), 'node', node) end
  if more or (place == 1 and (deed == 'raise' or deed == 'lift' or deed == 'withdraw')) then
    owe_word(id, deed, who, key, listener, 1, stay)
  end
end
return 1
