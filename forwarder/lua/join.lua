-- One person under two names, both keyed hashes: what an account shared of its own.
-- ARGV: epoch, account, person, when (ms), node
local account, person, at, node = unpack(ARGV, 2, 5)
if not join_person(account, person, at) then return 0 end
fact(node, 'joined', account, person .. ' ' .. at)
return 1
