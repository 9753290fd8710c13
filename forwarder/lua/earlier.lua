-- What a chat told that is open, and that nobody withdraws yet. Writes nothing.
-- ARGV: epoch, who, since (ms), until (ms), the sender's names …
-- Returns of each, newest first, {id, body ('' = erased)}.
local found = {}
for _, id in ipairs(recent_of(ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]))) do
  local was = redis.call('HMGET', complaint(id), 'number', 'state', 'body')
  local theirs = false
  for i = 5, #ARGV do theirs = theirs or hears(id, ARGV[i]) end
  local open = was[1] and not is_over(was[2]) and redis.call('HEXISTS', wish_key(id), 'withdraw') == 0
  if theirs and open then found[#found + 1] = { id, was[3] or '' } end
end
return found
