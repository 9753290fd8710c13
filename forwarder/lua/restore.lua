-- A row that has its end goes back into a rebuilt ledger; its facts are there before it. ARGV as claim's, except that
-- the last is the number itself and `wait` is how long (s) a finished complaint stays. Whatever may have happened
-- without leaving a fact is looked up or left to a person.
local delivery, id, same, node, channel, received, body = unpack(ARGV, 2, 8)
local who, listener, owner, stay, window, keep, _, flagged, number = unpack(ARGV, 9, 17)
redis.call('HSET', P .. 'd:' .. delivery, 'end', 'complaint:' .. id .. ':' .. number, 'node', node)
redis.call('EXPIRE', P .. 'd:' .. delivery, keep)
redis.call('SETNX', P .. 'n:' .. number, id)
local left = received + window - now
if same ~= '' and left > 0 then redis.call('SET', P .. 's:' .. same, id, 'PX', left, 'NX') end
if listener ~= '' then redis.call('HSETNX', P .. 'l:' .. id, who, listener) end
local key = complaint(id)
if redis.call('HSETNX', key, 'body', body) == 0 then return 0 end
redis.call('HSET', key, 'number', number, 'node', node, 'channel', channel, 'at', received, 'owner', owner,
  'flagged', flagged)
redis.call('HSETNX', key, 'attempts', 0)
redis.call('HSETNX', key, 'state', 'due')
local state = redis.call('HGET', key, 'state')
if state == 'done' then
  local national = redis.call('HGET', key, 'national')
  redis.call('SETNX', P .. 'N:' .. national, id)
  for _, name in ipairs({ key, P .. 'l:' .. id, P .. 'n:' .. number, P .. 'N:' .. national }) do
    redis.call('EXPIRE', name, stay)
  end
end
if state == 'due' or state == 'waiting' then
  redis.call('HSET', key, 'doubt', 1)
  redis.call('ZADD', P .. 'due:forward', math.min(received, now), id)
end
return 1
