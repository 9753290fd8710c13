-- Complaints whose status may be asked for now, each put off until it is time for the next question. ARGV: epoch, most,
-- feels (as in forward_lease.lua), so many (0: nobody can be asked) within so many ms, by all workers
-- Returns per complaint: id, national number, the status that is known ('' = none), since when (ms), and which event told
-- it ('' = a journal did), how often it was asked about since the last change, this time included.
local due, found, DAY, window = P .. 'due:news', {}, 86400000, P .. 'asking'
if ARGV[4] == '0' then
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, 1000)) do redis.call('ZADD', due, now + DAY, id) end
  return found
end
local asked = tonumber(redis.call('GET', window) or '0')
local most = math.min(may_begin(tonumber(ARGV[2])), ARGV[4] - asked)
if most < 1 then return found end
for _, id in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, most)) do
  local was = redis.call('HMGET', complaint(id), 'state', 'national', 'status', 'asked_news', 'status_at', 'status_of', 'node')
  local times = tonumber(was[4] or '0')
  if was[1] ~= 'done' or is_ended(was[3]) or times >= 8 then
    redis.call('ZREM', due, id)
  else
    -- After 1, 2, 4 … days: an agency answers within five working days, or late.
    redis.call('HSET', complaint(id), 'asked_news', times + 1)
    redis.call('ZADD', due, now + DAY * 2 ^ times, id)
    fact(was[7], 'followed', id, times + 1)
    found[#found + 1] = { id, was[2] or '', was[3] or '', was[5] or '0', was[6] or '', times + 1 }
  end
end
if #found > 0 and redis.call('INCRBY', window, #found) == #found then redis.call('PEXPIRE', window, ARGV[5]) end
calls_begin(#found, ARGV[3] == '1')
return found
