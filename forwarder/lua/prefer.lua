-- How somebody wants to be answered; of what one chat says the latest counts, whatever comes first here.
-- ARGV: epoch, who, what (answers | language), value, when (ms), node
local who, what, value, at, node = unpack(ARGV, 2, 6)
if not prefer(who, what, value, at) then return 0 end
fact(node, 'preferred', who, what .. ' ' .. value .. ' ' .. at)
return 1
