-- An answer has its end. ARGV: epoch, aid, fence, state (sent | failed), value (provider's id | why), report key, keep (s)
local aid, fence, state, value, report, keep = unpack(ARGV, 2, 7)
local key = answer_key(aid)
if not holds(key, fence) then return nil end
channel_took(aid)
answer_ends(aid, state, value, keep)
if report ~= '' then
  redis.call('SET', P .. 'r:' .. report, aid, 'EX', keep)
  redis.call('HSET', key, 'report', report)
  -- What was said of an earlier way while this one was due.
  redis.call('HDEL', key, 'rank', 'delivery', 'code')
  local early = redis.call('HMGET', P .. 'e:' .. report, 'rank', 'delivery', 'code', 'otherwise')
  redis.call('DEL', P .. 'e:' .. report)
  if early[1] then reported(aid, report, early[1], early[2], early[3] or '', early[4] or '') end
end
return 1
