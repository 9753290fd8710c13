-- Take supplements that are due and whose complaint the central system holds. ARGV: epoch, most, lease (ms)
-- Returns per item: id, fence, body ('' = files that follow), complaint, protection asked for, attempts, the complaint's
-- body, received (ms), what was frozen, places of the files that follow, '1' when it may have been told, the tracking number.
local most, lease = tonumber(ARGV[2]), tonumber(ARGV[3])
local run = redis.call('GET', P .. 'run')
if run and run ~= run_id() then return {} end
most = may_begin(most)
if most == 0 then return {} end
local due, taken = P .. 'due:supplement', {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, most + 100)) do
  if #taken >= most then break end
  local was = redis.call('HMGET', supplement_key(id), 'state', 'subject', 'body', 'attempts', 'at', 'frozen', 'late')
  local held = redis.call('HMGET', complaint(was[2] or ''), 'state', 'asked', 'body', 'national')
  local wish = redis.call('HGET', wish_key(was[2] or ''), 'state')
  if was[1] ~= 'due' then
    redis.call('ZREM', due, id)
  elseif is_over(held[1]) then
    redis.call('HSET', supplement_key(id), 'state', 'withdrawn')
    redis.call('ZREM', due, id)
  elseif wish == 'due' or wish == 'parked' then
    -- What was asked for later is in force there before a word more goes.
    redis.call('ZADD', due, now + (wish == 'due' and 1000 or 60000), id)
  elseif held[1] ~= 'waiting' and held[1] ~= 'done' then
    -- Not before its complaint, which may be days away while a person mends it.
    redis.call('ZADD', due, now + math.min(900000, math.max(1000, (now - was[5]) / 10)), id)
  else
    redis.call('ZADD', due, now + lease, id)
    local fence = tostring(redis.call('HINCRBY', supplement_key(id), 'fence', 1))
    taken[#taken + 1] = { id, fence, was[3] or '', was[2], held[2] or '', was[4] or '0', held[3] or '', was[5], was[6] or '',
      was[7] or '', redis.call('HGET', supplement_key(id), 'begun') or '', held[4] or '' }
  end
end
calls_begin(#taken)
return taken
