-- Whose data is to be erased now, and was not by this node yet. ARGV: epoch, now (ms), node
-- Returns {key, person, who, at} each.
local found = {}
for _, key in ipairs(redis.call('ZRANGEBYSCORE', P .. 'due:erase', '-inf', ARGV[2])) do
  local was = redis.call('HMGET', P .. 'E:' .. key, 'state', 'person', 'who', 'at')
  if was[1] ~= 'due' then
    redis.call('ZREM', P .. 'due:erase', key)
  elseif redis.call('SISMEMBER', P .. 'E!' .. key, ARGV[3]) == 0 then
    found[#found + 1] = { key, was[2], was[3], was[4] }
  end
end
return found
