-- What chats told since a time. ARGV: epoch, then who, since (ms) …
-- Returns of each: 'told' a complaint or an addition, 'open' when it is still being written, '' for nothing.
local found = {}
for i = 2, #ARGV, 2 do
  local who, since = ARGV[i], ARGV[i + 1]
  local told = recent_of(who, tonumber(since), math.huge)
  found[#found + 1] = redis.call('ZSCORE', P .. 'due:draft', who) and 'open' or told[1] and 'told' or ''
end
return found
