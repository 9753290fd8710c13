-- An answer has its end. ARGV: epoch, aid, fence, state (sent | failed), value (provider's id | why), report key, keep (s)
local aid, fence, state, value, report, keep = unpack(ARGV, 2, 7)
local key = answer_key(aid)
if not holds(key, fence) then return nil end
redis.call('HSET', key, 'state', state, state == 'sent' and 'provider' or 'why', value)
redis.call('HDEL', key, 'begun')
redis.call('DEL', probe_key(aid))
if redis.call('GET', hold_key('reply', aid)) == 'probing' then redis.call('DEL', hold_key('reply', aid)) end
redis.call('ZREM', P .. 'due:reply', aid)
redis.call('EXPIRE', key, keep)
if report ~= '' then
  redis.call('SET', P .. 'r:' .. report, aid, 'EX', keep)
  local early = redis.call('HMGET', P .. 'e:' .. report, 'rank', 'delivery')
  if early[1] then
    redis.call('HSET', key, 'rank', early[1], 'delivery', early[2])
    redis.call('DEL', P .. 'e:' .. report)
    count('report_' .. early[2])
  end
end
local was = redis.call('HMGET', key, 'node', 'subject', 'what')
fact(was[1], 'answer_' .. state, aid, value)
count('answer_' .. state)
step(aid, 'answer_' .. state, was[3])
return 1
