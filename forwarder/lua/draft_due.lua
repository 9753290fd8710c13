-- A node says that it has taken in every piece that came before `mark`, and asks whose drafts may be closed.
-- ARGV: epoch, node, mark (ms), stale (ms), cap (ms), most
-- Returns {until, who …}: everything that came in before `until` was taken in by every node that lives. A node that does
-- not go on is waited for no longer than `cap`.
local node, mark, stale, cap, most = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6]
redis.call('HSET', P .. 'marks', node, string.format('%.0f %.0f', mark, now))
local lowest, all = mark, redis.call('HGETALL', P .. 'marks')
for i = 1, #all, 2 do
  local theirs, at = string.match(all[i + 1], '^(%d+) (%d+)$')
  if now - tonumber(at) > stale then
    redis.call('HDEL', P .. 'marks', all[i])
  else
    lowest = math.min(lowest, tonumber(theirs))
  end
end
local limit = math.max(lowest, math.min(mark, now - cap))
local found = { string.format('%.0f', limit) }
local due = redis.call('ZRANGEBYSCORE', P .. 'due:draft', '-inf', string.format('%.0f', limit), 'LIMIT', 0, most)
for _, who in ipairs(due) do found[#found + 1] = who end
return found
