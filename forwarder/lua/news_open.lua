-- Who may answer a question now. ARGV: epoch, most
-- Returns per person: who, complaint.
local open, found = P .. 'questions', {}
redis.call('ZREMRANGEBYSCORE', open, '-inf', now)
for _, who in ipairs(redis.call('ZREVRANGE', open, 0, ARGV[2] - 1)) do
  local id = asked_in(who)
  if id then found[#found + 1] = { who, id } else redis.call('ZREM', open, who) end
end
return found
