-- One step of a conversation: it moves on only from the version that its caller read, so two gateways cannot both act on
-- it. When a draft is closed, another script (claim, supplement_claim or note) stands where INNER stands, in the same step.
-- ARGV: epoch, those of the other script, then who, version, state ('' = nothing is left of it), due (ms, '' = nothing
--       waits), stay (s, of what nothing waits for), node, keep (s), doubt (as claim's), closes ('' or the draft's id),
--       told (what restores it), deliveries …, each with its end when nothing is closed; last: how many the other script's
--       are.
-- Returns {moved, ''}: read it again; {taken, ''}; or what the other script says. When that is an error, or one of those
-- that claim nothing, nothing was written.
local all, ARGV = ARGV, {}
local from = tonumber(all[#all]) + 1
for i = 1, from do ARGV[i] = all[i] end
local who, version, state, due, stay, node, keep, doubt, closes, told = unpack(all, from + 1, from + 10)
local _, unmet = doubted(doubt)
if unmet then return unmet end
local key = P .. 'D:' .. who
if (redis.call('HGET', key, 'v') or '0') ~= version then return { 'moved', '' } end
if closes == '' then
  for i = from + 11, #all - 1, 2 do
    if end_of(all[i]) then return { 'moved', '' } end
  end
end

local function inner()
  --INNER
end
local found = inner() or { 'taken', '' }
if found.err or found[1] == 'stranger' or found[1] == 'look' or found[1] == 'over' then return found end

-- The next version is a time: one that expired and began anew is never mistaken for what it was.
redis.call('HSET', key, 'v', string.format('%.0f', math.max(now, tonumber(version) + 1)), 'state', state)
if due == '' then
  redis.call('ZREM', P .. 'due:draft', who)
  redis.call('EXPIRE', key, stay)
else
  redis.call('PERSIST', key)
  -- By the clocks of the gateways, as all that is compared with it (draft_due.lua).
  redis.call('ZADD', P .. 'due:draft', due, who)
end
if closes == '' then
  -- Said KIRIM, or calls for help: whoever closes drafts need not wait for the next tick.
  if due ~= '' and tonumber(due) <= now and tonumber(due) > now - 5000 then
    redis.call('XADD', P .. 'hurry', 'MAXLEN', '~', 100, '*', 'due', now)
    redis.call('EXPIRE', P .. 'hurry', 60)
  end
  for i = from + 11, #all - 1, 2 do
    redis.call('HSET', P .. 'd:' .. all[i], 'end', all[i + 1], 'node', node)
    redis.call('EXPIRE', P .. 'd:' .. all[i], keep)
    count('piece')
  end
  return found
end
for i = from + 11, #all - 1 do
  redis.call('HSET', P .. 'd:' .. all[i], 'became', found[2])
  redis.call('EXPIRE', P .. 'd:' .. all[i], keep)
end
-- Whoever erases a chat finds it by that name.
fact(node, 'draft', closes .. '.' .. who, found[2] .. ' ' .. told)
count('draft')
step(closes, 'closed', found[2])
return found
