-- The central system knows it, or a person must see to it. ARGV: epoch, id, fence ('' = a person has seen to it),
--       what (amend | withdraw | parked), asked as it was told | why, stay (s), heard ('1' = the central system said so)
-- Returns 1 when nothing more is to be told there, 0 when something was asked meanwhile or a person is waited for; nothing
-- when the lease was lost.
local id, fence, what, value, stay, heard = unpack(ARGV, 2, 7)
local key = wish_key(id)
local node = node_of(id)
if node == '' or (fence ~= '' and not holds(key, fence)) then return nil end
redis.call('HDEL', key, 'begun', 'why', 'attempts')
if fence ~= '' and (what ~= 'parked' or heard == '1') then flags_known(id, fence) end
if heard == '1' then central_heard(node) end
redis.call('ZREM', P .. 'parked', id .. '~act')
if what == 'parked' then
  redis.call('HSET', key, 'state', 'parked', 'why', value)
  redis.call('ZREM', P .. 'due:act', id)
  redis.call('ZADD', P .. 'parked', now, id .. '~act')
  fact(node, 'act_parked', id, value)
  count('act_parked')
  step(id, 'act_parked', value)
  hurry_words(id)
  return 0
end
redis.call('HSET', key, 'state', 'due')
local until_then = what == 'amend' and others_until(id, value)
if what == 'amend' then
  if until_then then
    redis.call('HSET', complaint(id), 'told', unsure_since(fence))
    fact(node, 'act_told', id, unsure_since())
  elseif not is_unsure(redis.call('HGET', complaint(id), 'told'), fence) then
    redis.call('HSET', complaint(id), 'told', value)
    fact(node, 'act_told', id, value == '' and '-' or value)
  end
  count('act_amended')
  step(id, 'amended', value)
else
  close_withdrawn(id, 'there', stay)
end
local was = redis.call('HMGET', complaint(id), 'asked', 'told', 'state')
local more = (was[1] or '') ~= (was[2] or '') or redis.call('HEXISTS', key, 'withdraw') == 1
if not is_over(was[3]) and more then
  -- What holds is told once more when nothing else can be at work; what was asked for since, now.
  local same = until_then and was[1] == value and redis.call('HEXISTS', key, 'withdraw') == 0
  redis.call('ZADD', P .. 'due:act', same and until_then or now, id)
  return 0
end
act_done(id)
return 1
