-- A part of a long answer has left: each is an item of the outbox with its own attempt, provider's id and reports. The next
-- one is due, or the answer has its end. ARGV: epoch, aid, fence, part (0, 1, …), last (part), provider's id, report key,
-- keep (s)
local aid, fence, part, last, provider, report, keep = unpack(ARGV, 2, 8)
local key = answer_key(aid)
if not holds(key, fence) then return nil end
local was = redis.call('HMGET', key, 'node', 'rung', 'part')
local node, rung = was[1], was[2] or 'free'
local item = aid .. '~' .. part
know_rungs(aid, rung, tonumber(was[3] or '0'))
-- What was said of it on another rung, or of its last try, is behind it.
redis.call('DEL', answer_key(item))
redis.call('HSET', answer_key(item), 'state', 'sent', 'provider', provider, 'node', node, 'report', report, 'what', 'part',
  'rung', rung)
redis.call('EXPIRE', answer_key(item), keep)
redis.call('SET', P .. 'r:' .. report, item, 'EX', keep)
redis.call('HSET', key, 'last', last)
redis.call('HDEL', key, 'begun', 'blind', 'paced', 'words', 'mark')
channel_took(aid)
-- Versions before the second of them know the first.
fact(node, 'answer_part', aid, part + 1)
fact(node, 'answer_piece', aid, part .. ' ' .. last .. ' ' .. rung .. ' ' .. provider)
count('answer_part')
step(aid, 'answer_part', part)
local left, failed = next_part(aid)
if left and not failed then
  redis.call('HSET', key, 'part', left)
  redis.call('ZADD', P .. 'due:reply', now, aid)
else
  local at_last = redis.call('HMGET', answer_key(aid .. '~' .. last), 'provider', 'delivery', 'code')
  redis.call('HDEL', key, 'rank', 'delivery', 'code', 'report')
  if at_last[2] then redis.call('HSET', key, 'delivery', at_last[2], 'code', at_last[3] or '') end
  answer_ends(aid, 'sent', at_last[1] or '', keep)
end
local early = redis.call('HMGET', P .. 'e:' .. report, 'rank', 'delivery', 'code', 'otherwise')
redis.call('DEL', P .. 'e:' .. report)
if early[1] then reported(item, report, early[1], early[2], early[3] or '', early[4] or '') end
for one = 0, tonumber(last) do part_falls(aid, one) end
return 1
