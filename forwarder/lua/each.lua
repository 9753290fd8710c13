-- Several calls of one script in one: what stands before it is made once for all of them. Each is a step by itself; one
-- that fails leaves those before and behind it as they are.
-- ARGV: epoch, then for each the number of its values and the values, as the other script (INNER) has them.
-- Returns what each returns, or its error.
local all = ARGV
local function one(ARGV)
  --INNER
end
local told, at = {}, 2
counted = {}
while at <= #all do
  local ends = at + all[at]
  local called, said = pcall(one, { all[1], unpack(all, at + 1, ends) })
  told[#told + 1] = (called or type(said) == 'table') and said or redis.error_reply('ERR ' .. said)
  at = ends + 1
end
for name, times in pairs(counted) do redis.call('HINCRBY', P .. 'count', name, times) end
return told
