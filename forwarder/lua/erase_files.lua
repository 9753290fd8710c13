-- Files of an erased person lie where other nodes put theirs, too: each looks first which of them its own rows need.
-- `F?<key>` holds their names (keyed hashes of their content), `F=<key>` those that are needed, `F!<key>` who has looked.
-- ARGV: epoch, node, what (doom | due | looked | done), key ('' for due), names …
-- Returns of due {key, since when (ms), '1' if all have looked, names …} each; of the others 1.
local node, what, key = ARGV[2], ARGV[3], ARGV[4]
local function put(set, value)
  redis.call('SADD', set, value)
  redis.call('EXPIRE', set, 2592000)
end

local function all_looked(one)
  for _, each in ipairs(redis.call('SMEMBERS', 'sp:nodes')) do
    if redis.call('SISMEMBER', P .. 'F!' .. one, each) == 0 then return false end
  end
  return true
end

if what == 'doom' then
  for i = 5, #ARGV do put(P .. 'F?' .. key, ARGV[i]) end
  redis.call('ZADD', P .. 'due:files', 'NX', now, key)
elseif what == 'looked' then
  for i = 5, #ARGV do put(P .. 'F=' .. key, ARGV[i]) end
  put(P .. 'F!' .. key, node)
elseif what == 'done' then
  redis.call('ZREM', P .. 'due:files', key)
  redis.call('DEL', P .. 'F?' .. key, P .. 'F=' .. key, P .. 'F!' .. key)
else
  local found = {}
  local waiting = redis.call('ZRANGE', P .. 'due:files', 0, 99, 'WITHSCORES')
  for i = 1, #waiting, 2 do
    local one, looked = waiting[i], all_looked(waiting[i])
    -- Rows of that person that another node still has are no others' rows.
    local erased = redis.call('HGET', P .. 'E:' .. one, 'state') ~= 'due'
    if erased and (looked or redis.call('SISMEMBER', P .. 'F!' .. one, node) == 0) then
      local names = redis.call('SDIFF', P .. 'F?' .. one, P .. 'F=' .. one)
      found[#found + 1] = { one, waiting[i + 1], looked and '1' or '', unpack(names) }
    end
  end
  return found
end
return 1
