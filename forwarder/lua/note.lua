-- A delivery that is no complaint: claim it, and answer it once if there is something to say.
-- ARGV: epoch, delivery, outcome, node, what ('' = no answer), who, listener, keep (s), doubt
local delivery, outcome, node, what, who, listener, keep, doubt = unpack(ARGV, 2, 9)
local claim = P .. 'd:' .. delivery
local before = redis.call('HMGET', claim, 'end', 'node')
if before[1] then
  if before[2] == node then return { 'mine', before[1] } end
  return { 'again', before[1] }
end
redis.call('HSET', claim, 'end', outcome, 'node', node)
redis.call('EXPIRE', claim, keep)
count('noted')
step(delivery, 'noted', outcome)
if what ~= '' then answer(delivery .. '.' .. who .. '.' .. what, '', what, listener, node, now, doubt) end
return { 'new', outcome }
