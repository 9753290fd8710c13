-- An answer has its end. ARGV: epoch, aid, fence, state (sent | failed), value (provider's id | why), report key, keep (s)
local aid, fence, state, value, report, keep = unpack(ARGV, 2, 7)
local key = answer_key(aid)
if not holds(key, fence) then return nil end
redis.call('HSET', key, 'state', state, state == 'sent' and 'provider' or 'why', value)
redis.call('HDEL', key, 'begun', 'paced', 'put_off')
redis.call('DEL', probe_key(aid))
if redis.call('GET', hold_key('reply', aid)) == 'probing' then redis.call('DEL', hold_key('reply', aid)) end
redis.call('ZREM', P .. 'due:reply', aid)
redis.call('EXPIRE', key, keep)
local was = redis.call('HMGET', key, 'node', 'subject', 'what')
fact(was[1], 'answer_' .. state, aid, value)
count('answer_' .. state)
step(aid, 'answer_' .. state, was[3])
if report ~= '' then
  redis.call('SET', P .. 'r:' .. report, aid, 'EX', keep)
  redis.call('HSET', key, 'report', report)
  -- What was said of an earlier way while this one was due.
  redis.call('HDEL', key, 'rank', 'delivery', 'code')
  local early = redis.call('HMGET', P .. 'e:' .. report, 'rank', 'delivery', 'code', 'otherwise')
  redis.call('DEL', P .. 'e:' .. report)
  if early[1] then reported(aid, report, early[1], early[2], early[3] or '', early[4] or '') end
  for part = 0, tonumber(redis.call('HGET', key, 'part') or '0') - 1 do part_falls(aid, part) end
end
return 1
