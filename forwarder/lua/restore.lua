-- A row that has its end goes back into a rebuilt ledger; its facts are there before it. ARGV as claim's, except that
-- nothing was compared and the last is the number itself. Whatever may have happened without leaving a fact is looked
-- up or left to a person.
local delivery, id, same, node, channel, received, body = unpack(ARGV, 2, 8)
local who, listener, owner, wait, window, keep, _, flagged = unpack(ARGV, 9, 16)
local look, recap, bundle, place, want, patience, stay, copies = unpack(ARGV, 17, 24)
local hold
flagged, hold = held_back(flagged)
local t = 25 + 2 * copies
local person, gist, mine, number = ARGV[t], ARGV[t + 1], in_words(ARGV[t + 11]), ARGV[t + 13]
redis.call('HSET', P .. 'd:' .. delivery, 'end', 'complaint:' .. id .. ':' .. number, 'node', node)
redis.call('EXPIRE', P .. 'd:' .. delivery, keep)
redis.call('SETNX', P .. 'n:' .. number, id)
local left = received + window - now
if same ~= '' and left > 0 then write_name(P .. 's:' .. same, number, left, 'NX') end
local key = complaint(id)
-- Of what is here somebody may have asked since that no other hears of it.
if redis.call('HEXISTS', key, 'number') == 0 then
  if listener ~= '' and place == '' then listen(id, who, listener) end
  for i = 25, 24 + 2 * copies, 2 do redis.call('HSETNX', P .. 'y:' .. id, ARGV[i], ARGV[i + 1]) end
end
join(bundle, place, want, wait, patience, stay, id, false, who, listener, node)
remember_for_recap(recap, id, received, stay)
lay_trace(id, who, person, flagged, gist, mine, received, window, stay)
if redis.call('HSETNX', key, 'body', body) == 0 then return 0 end
redis.call('HSET', key, 'number', number, 'node', node, 'channel', channel, 'at', received,
  'look', look, 'who', who)
redis.call('HSETNX', key, 'flagged', flagged)
if flagged == '1' then redis.call('HSET', key, 'came', ARGV[t + 8]) end
-- Another journal, replayed before this one, told who asked for its protection.
if redis.call('HSETNX', key, 'owner', owner) == 0 then
  for asker in string.gmatch(redis.call('HGET', key, 'owner'), '%S+') do only_to(id, asker) end
end
remember_recent(who, id, received, keep)
redis.call('HSETNX', key, 'attempts', 0)
redis.call('HSETNX', key, 'state', 'due')
local state = redis.call('HGET', key, 'state')
if state == 'done' or is_over(state) then
  local national = redis.call('HGET', key, 'national')
  if national then redis.call('SETNX', P .. 'N:' .. national, id) end
  expire_case(id, stay)
end
if state == 'due' or state == 'waiting' then
  redis.call('HSET', key, 'doubt', 1)
  redis.call('ZADD', P .. 'due:forward', hold_until(id, hold, received) or math.min(received, now), id)
end
return 1
