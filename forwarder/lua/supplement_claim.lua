-- One step: is it this delivery again? is one of the complaints the sender's own? then it is added to that one.
-- ARGV: epoch, delivery, key (the supplement's own name), node, received (ms), body, who, listener ('' = nobody is
--       answered), asked (protection it asks for: '', a, r or ar), keep (s), stay (s), quiet (ms), doubt,
--       number of names, the sender's names (who or owner) …, complaints …
-- Returns {what, end}: new, mine (claimed by this node before), again; or {stranger, ''}: nothing was claimed.
local delivery, key, node, received, body, who, listener, asked = unpack(ARGV, 2, 9)
local keep, stay, quiet, doubt, names = unpack(ARGV, 10, 14)
local unmet
doubt, unmet = doubted(doubt)
if unmet then return unmet end
local claim = P .. 'd:' .. delivery
local before, teller = end_of(delivery)
if before then return { mine(teller, node) and 'mine' or 'again', before } end

-- A proof in the address says which complaint; who wrote must be one of those who hear of it, too. What an operator
-- linked says it where it was linked with, but nobody asks protection there for what others wrote.
local function theirs(id)
  local was = redis.call('HMGET', complaint(id), 'number', 'state')
  if not was[1] then return nil end
  local to = id
  if is_leaving(id, was[2]) then to = asked == '' and linked_on(id) or '' end
  if to == '' then return nil end
  for i = 15, 14 + names do
    if hears(id, ARGV[i]) then return to end
  end
end

-- `id` takes it, `own` is what was written to: whoever wrote is told the number of their own.
local id, own
for i = 15 + names, #ARGV do
  if not id then id, own = theirs(ARGV[i]), ARGV[i] end
end
if not id then
  count('strange_reply')
  return { 'stranger', '' }
end

add_supplement(id, key, node, received, body, asked, who, listener, stay)
if doubt == '1' then redis.call('HSETNX', supplement_key(id .. '+' .. key), 'begun', 1) end
if asked ~= '' then owe_word(id, 'raise', who, key, listener, doubt, stay) end
local aid = own .. '.' .. who .. '.' .. (asked == '' and 'supplement' or 'supplement_flags') .. '.' .. delivery
local spoken = P .. 'U:' .. own .. '.' .. who
if listener ~= '' and (redis.call('SET', spoken, 1, 'NX', 'PX', quiet) or asked ~= '') then
  answer(aid, own, asked == '' and 'supplement' or 'supplement_flags', listener, node, now, doubt)
end
answered_in(who, own, 1800000)
local outcome = 'supplement:' .. id .. ':' .. key
redis.call('HSET', claim, 'end', outcome, 'node', node)
redis.call('EXPIRE', claim, keep)
fact(node, 'supplement', id .. '+' .. key, '')
count('supplement')
step(id, 'supplement', key)
return { 'new', outcome }
