-- A delivery that is no complaint: claim it, and answer it once if there is something to say.
-- ARGV: epoch, delivery, outcome, node, what ('' = no answer), who, listener, keep (s), doubt,
--       once ('' = always; else a keyed hash that counts such answers), most (of them a day), else ('1' = nothing is
--       claimed when there were enough: it is something else then)
-- Returns {new | mine | again, the end}, or {over, ''}.
local delivery, outcome, node, what, who, listener, keep, doubt = unpack(ARGV, 2, 9)
local once, most, otherwise = unpack(ARGV, 10, 12)
local unmet
doubt, unmet = doubted(doubt)
if unmet then return unmet end
local claim = P .. 'd:' .. delivery
local before, teller = end_of(delivery)
if before then return { mine(teller, node) and 'mine' or 'again', before } end
local aid = delivery .. '.' .. who .. '.' .. what
-- What was not answered then is not answered when it is told again.
local said = what ~= '' and string.sub(outcome, 1, 11) ~= 'unanswered:'
if said and once ~= '' and not allowed_today(once, aid, most, 86400, node) then
  if otherwise == '1' then return { 'over', '' } end
  said, outcome = false, 'un' .. outcome
end
redis.call('HSET', claim, 'end', outcome, 'node', node)
redis.call('EXPIRE', claim, keep)
count('noted')
step(delivery, 'noted', outcome)
if said then answer(aid, '', what, listener, node, now, doubt) end
return { 'new', outcome }
