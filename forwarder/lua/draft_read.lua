-- A conversation as it stands, and what is known of deliveries in it. ARGV: epoch, node, who, deliveries …
-- Returns {version, state, what its writer opened (BUKA), then of each: end, '1' if this node took it in, what its draft
-- became; '' = nothing}
local was = redis.call('HMGET', P .. 'D:' .. ARGV[3], 'v', 'state', 'opened')
local found = { was[1] or '0', was[2] or '', was[3] or '' }
for i = 4, #ARGV do
  local known, teller = end_of(ARGV[i])
  found[#found + 1] = known or ''
  found[#found + 1] = teller and mine(teller, ARGV[2]) and '1' or ''
  found[#found + 1] = redis.call('HGET', P .. 'd:' .. ARGV[i], 'became') or ''
end
return found
