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
  if not called and type(said) ~= 'table' then said = redis.error_reply('ERR ' .. said) end
  -- A hole would end the list; `false` is told as nothing.
  told[#told + 1] = said or false
  at = ends + 1
end
for name, times in pairs(counted) do redis.call('HINCRBY', P .. 'count', name, times) end
return told
