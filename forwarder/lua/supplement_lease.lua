-- Take supplements that are due and whose complaint the central system holds. ARGV: epoch, most, lease (ms), feels (as
-- in forward_lease.lua)
-- Returns per item: id, fence, body ('' = files that follow), complaint, protection asked for, attempts, the complaint's
-- body ('' = erased), received (ms), what was frozen, places of the files that follow, '1' when it may have been told, the tracking
-- number, what the complaint asked for by itself, '1' when it is the first call after a wait.
local most, lease, feels = tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4] == '1'
local run = redis.call('GET', P .. 'run')
if run and run ~= run_id() then return {} end
local allowed, _, first = may_begin(most)
most = allowed
if most == 0 then return {} end
local due, taken = P .. 'due:supplement', {}

-- Which complaint takes it, '' when it came to its end just now. What an operator linked meanwhile is told where it was
-- linked with, or a person tells it. Files that would have followed a complaint are part of it, and end with it.
local function taken_by(id, subject, late)
  if not is_over(redis.call('HGET', complaint(subject), 'state')) then return subject end
  local key, to = supplement_key(id), not late and linked_on(subject)
  if not to then
    redis.call('HSET', key, 'state', 'withdrawn')
  elseif to == '' then
    local why = 'Its complaint was linked with one that is over, or one of the two is protected: tell the agency by hand'
    redis.call('HSET', key, 'state', 'parked', 'why', why)
    redis.call('ZADD', P .. 'parked', now, id)
    fact(redis.call('HGET', key, 'node'), 'supplement_parked', id, why)
    count('supplement_parked')
    step(id, 'supplement_parked', why)
  else
    redis.call('HSET', key, 'subject', to)
    step(id, 'supplement_linked', to)
  end
  return to or ''
end

for _, id in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, most + 100)) do
  if #taken >= most then break end
  local was = redis.call('HMGET', supplement_key(id), 'state', 'subject', 'body', 'attempts', 'at', 'frozen', 'late', 'begun')
  local subject = was[1] == 'due' and taken_by(id, was[2] or '', was[7]) or ''
  local held = redis.call('HMGET', complaint(subject), 'state', 'asked', 'body', 'national')
  local wish = redis.call('HGET', wish_key(subject), 'state')
  if subject == '' then
    redis.call('ZREM', due, id)
  elseif wish == 'due' or wish == 'parked' then
    -- What was asked for later is in force there before a word more goes.
    redis.call('ZADD', due, now + (wish == 'due' and 1000 or 60000), id)
  elseif held[1] ~= 'waiting' and held[1] ~= 'done' then
    -- Not before its complaint, which may be days away while a person mends it.
    redis.call('ZADD', due, now + math.min(900000, math.max(1000, (now - was[5]) / 10)), id)
  elseif feels and not was[8] and risk_left('supplement') > 0 then
    redis.call('ZADD', due, now + risk_left('supplement'), id)
  else
    local asks = feels and not was[8] and risk('supplement', id, lease) or first
    redis.call('ZADD', due, now + lease, id)
    local fence = tostring(redis.call('HINCRBY', supplement_key(id), 'fence', 1))
    taken[#taken + 1] = { id, fence, was[3] or '', subject, held[2] or '', was[4] or '0', held[3] or '', was[5], was[6] or '',
      was[7] or '', was[8] or '', held[4] or '', came_with(subject), asks and '1' or '' }
  end
end
calls_begin(first and feels and 2 * #taken or #taken, feels)
return taken
