-- A conversation as it stands, and what is known of deliveries in it. ARGV: epoch, who, deliveries …
-- Returns {version, state, then end, node and what its draft became, of each; '' = nothing}
local was = redis.call('HMGET', P .. 'D:' .. ARGV[2], 'v', 'state')
local found = { was[1] or '0', was[2] or '' }
for i = 3, #ARGV do
  local known = redis.call('HMGET', P .. 'd:' .. ARGV[i], 'end', 'node', 'became')
  for j = 1, 3 do found[#found + 1] = known[j] or '' end
end
return found
