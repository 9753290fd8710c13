-- Take what its chat asked of complaints that the central system holds. ARGV: epoch, most, lease (ms), feels (as in forward_lease.lua)
-- Returns per complaint: id, fence, what (amend | withdraw), asked, the complaint's body ('' = erased), national number, attempts,
-- what it asked for by itself.
local most, lease = tonumber(ARGV[2]), tonumber(ARGV[3])
local run = redis.call('GET', P .. 'run')
if run and run ~= run_id() then return {} end
local calls = may_begin(most)
local due, found = P .. 'due:act', {}

-- What is still to be told there; nil when nothing is, false when it must wait for its complaint.
local function wanted(id)
  local was = redis.call('HMGET', complaint(id), 'state', 'begun', 'doubt', 'asked', 'told', 'token', 'gone')
  local withdraw = redis.call('HEXISTS', wish_key(id), 'withdraw') == 1
  -- Of one that is not there yet, nothing is told before it is; what was told may be unsure already (begin.lua).
  local over_there = is_over(was[1]) and string.match(was[5] or '', '^%?')
  if was[1] == 'withdrawn' and was[7] == 'late' then return 'withdraw' end
  if is_over(was[1]) and not over_there then return nil end
  if taken(was[1]) or over_there then
    if (was[4] or '') ~= (was[5] or '') then return 'amend' end
    return withdraw and 'withdraw' or nil
  end
  if not was[1] or was[2] or was[3] == '1' or was[6] then return false end
  if withdraw then close_withdrawn(id, 'here', redis.call('TTL', wish_key(id))) end
  return nil
end

for _, id in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, most + 100)) do
  if #found >= most then break end
  local key = wish_key(id)
  local what = wanted(id)
  if redis.call('HGET', key, 'state') ~= 'due' then
    redis.call('ZREM', due, id)
  elseif what == nil then
    act_done(id)
  elseif what == false then
    redis.call('ZADD', due, now + 2000, id)
  elseif #found < calls then
    redis.call('ZADD', due, now + lease, id)
    redis.call('HSET', key, 'begun', 1)
    local was = redis.call('HMGET', complaint(id), 'asked', 'body', 'national')
    local attempts = redis.call('HINCRBY', key, 'attempts', 1)
    local fence = tostring(redis.call('HINCRBY', key, 'fence', 1))
    found[#found + 1] = { id, fence, what, was[1] or '', was[2] or '', was[3] or '', attempts, came_with(id) }
  end
end
calls_begin(#found, ARGV[4] == '1')
return found
