-- An operator ends what was not submitted. ARGV: epoch, id, into ('' = closed for itself, else linked with that one),
--       looked ('1' = a person saw that the central system does not hold it), quiet ('1' = nobody is told), why, stay (s),
--       dry ('1' = only say whether it would be done)
-- Returns '' when it is done, or why it is not.
local id, into, looked, quiet, why, stay, dry = unpack(ARGV, 2, 8)
local key = complaint(id)
local cannot = untouchable(id, looked)
if cannot ~= '' then return cannot end
local other = into ~= '' and redis.call('HMGET', complaint(into), 'state', 'flagged')
if other and (into == id or not other[1]) then return 'no_other' end
if other and is_leaving(into, other[1]) then return 'other_over' end
if dry == '1' then return '' end
local open = other and other[2] ~= '1' and redis.call('HGET', key, 'flagged') ~= '1'
local said = quiet == '1' and 'q' or open and 't' or 'a'
local node = redis.call('HGET', key, 'node')
redis.call('HSET', key, 'state', 'closed', 'why', why, 'said', said)
if other then redis.call('HSET', key, 'into', into) end
redis.call('HDEL', key, 'begun', 'ends', 'held')
redis.call('ZREM', P .. 'due:forward', id)
redis.call('ZREM', P .. 'parked', id)
each_told(id, function(who)
  for _, what in ipairs({ 'receipt', 'number' }) do supersede(id .. '.' .. who .. '.' .. what) end
end)
say_closed(id, 0)
expire_case(id, stay)
fact(node, 'closed', id, (other and into or '-') .. ' ' .. said .. ' ' .. why)
count('closed')
step(id, 'ended', other and into or '')
return ''
