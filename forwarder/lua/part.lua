-- A part of a long answer has left, and the next one is due: each is an item of the outbox with its own attempt, provider's
-- id and reports. ARGV: epoch, aid, fence, part (0, 1, …), provider's id, report key, keep (s)
local aid, fence, part, provider, report, keep = unpack(ARGV, 2, 7)
local key = answer_key(aid)
if not holds(key, fence) then return nil end
redis.call('HSET', key, 'part', part + 1)
redis.call('HDEL', key, 'begun', 'blind', 'paced')
redis.call('ZADD', P .. 'due:reply', now, aid)
local item = aid .. '~' .. part
local was = redis.call('HMGET', key, 'node', 'rung')
local node = was[1]
-- What was said of it on another rung is behind it.
redis.call('DEL', answer_key(item))
redis.call('HSET', answer_key(item), 'state', 'sent', 'provider', provider, 'node', node, 'report', report, 'what', 'part',
  'rung', was[2] or 'free')
redis.call('EXPIRE', answer_key(item), keep)
redis.call('SET', P .. 'r:' .. report, item, 'EX', keep)
redis.call('DEL', probe_key(aid))
if redis.call('GET', hold_key('reply', aid)) == 'probing' then redis.call('DEL', hold_key('reply', aid)) end
fact(node, 'answer_part', aid, part + 1)
count('answer_part')
step(aid, 'answer_part', part)
local early = redis.call('HMGET', P .. 'e:' .. report, 'rank', 'delivery', 'code', 'otherwise')
redis.call('DEL', P .. 'e:' .. report)
if early[1] then reported(item, report, early[1], early[2], early[3] or '', early[4] or '') end
return 1
