-- When a draft is over says the clock of the gateway that took it in; one that was wrong would keep it open until it is right.
-- Whose did not move for so long by this clock? Or moved so long ahead of it: it was set back since.
-- ARGV: epoch, longest (ms), most (from either end)
local longest, most, found, seen = tonumber(ARGV[2]), ARGV[3] - 1, {}, {}
for _, order in ipairs({ 'ZRANGE', 'ZREVRANGE' }) do
  for _, who in ipairs(redis.call(order, P .. 'due:draft', 0, most)) do
    local moved = redis.pcall('HGET', P .. 'D:' .. who, 'v')
    moved = type(moved) == 'string' and tonumber(moved) or now
    if math.abs(now - moved) > longest and not seen[who] then found[#found + 1] = who end
    seen[who] = true
  end
end
return found
