-- Whose data is to be erased now, and was not by this node yet. ARGV: epoch, now (ms), node
-- Returns {key, person, who ('' when the others are done), at} each.
local now, node, found = ARGV[2], ARGV[3], {}
local function has_said(key) return redis.call('SISMEMBER', P .. 'E!' .. key, node) == 1 end

for _, key in ipairs(redis.call('ZRANGEBYSCORE', P .. 'due:erase', '-inf', now)) do
  local was = redis.call('HMGET', P .. 'E:' .. key, 'state', 'person', 'who', 'at')
  if was[1] ~= 'due' then
    redis.call('ZREM', P .. 'due:erase', key)
  elseif not has_said(key) then
    found[#found + 1] = { key, was[2], was[3], was[4] }
  else
    -- Whom the others waited for may have been given up since.
    finish_erase(key)
  end
end
-- Who signs in later, or again, may hold what the others have forgotten.
local told = redis.call('HGETALL', P .. 'erasures')
for i = 1, #told, 2 do
  local person, at = string.match(told[i + 1], '^(%S+) (%d+)$')
  local state = redis.call('HGET', P .. 'E:' .. told[i], 'state')
  if not state then redis.call('HDEL', P .. 'erasures', told[i]) end
  if state == 'done' and at + ERASE_WAIT <= tonumber(now) and not has_said(told[i]) then
    found[#found + 1] = { told[i], person, '', at }
  end
end
return found
