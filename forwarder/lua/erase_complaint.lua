-- Nothing personal of a complaint stays here; its numbers and its state do, so that nothing is told or submitted twice.
-- ARGV: epoch, complaint, its own ('1': the person wrote it; '' : it was added to), keep of its wish (s), number of chats,
--       chats …, keys of what was added to it …
-- Returns 1, or 0 when it may be on its way to the central system: it is withdrawn first, and this is done again.
local id, own, stay, chats = unpack(ARGV, 2, 5)
local first = 6 + chats
for i = first, #ARGV do
  redis.call('DEL', supplement_key(id .. '+' .. ARGV[i]), P .. 'handed:' .. id .. '+' .. ARGV[i])
  redis.call('ZREM', P .. 'due:supplement', id .. '+' .. ARGV[i])
  redis.call('ZREM', P .. 'parked', id .. '+' .. ARGV[i])
end
for i = 6, first - 1 do
  unlisten(id, ARGV[i])
  redis.call('HDEL', P .. 'y:' .. id, ARGV[i])
end
-- An answer may repeat what was added, too.
redis.call('DEL', P .. 'said:' .. id)
local was = redis.call('HMGET', complaint(id), 'state', 'begun', 'doubt', 'token')
if own ~= '1' or not was[1] then return 1 end
if was[1] == 'due' or was[1] == 'parked' then
  if (was[2] or was[3] == '1' or was[4]) and was[1] == 'due' then
    redis.call('HSETNX', wish_key(id), 'withdraw', now)
    make_due(id, stay)
    return 0
  end
  close_withdrawn(id, 'here', stay)
end
local other = redis.call('HMGET', complaint(id), 'who', 'l', 'channel')
redis.call('HSET', complaint(id), 'channel', channel_of(other[3], other[1]))
if other[2] then
  redis.call('HSET', P .. 'l:' .. id, other[1], other[2])
  with_it(id, 'l')
end
forget_mailboxes(id)
redis.call('HDEL', complaint(id), 'body', 'case', 'owner', 'also', 'who', 'l', 'look', 'edits')
redis.call('DEL', P .. 'X:' .. id, P .. 'gist:' .. id, supplement_key(id .. '+late-' .. id))
redis.call('DEL', P .. 'handed:' .. id, P .. 'handed:' .. id .. '+late-' .. id)
count('erased')
step(id, 'erased')
return 1
