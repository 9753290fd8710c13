-- Take complaints that are due: the oldest of each channel, the channels in turn, so that a flood on one does not starve
-- the others. ARGV: epoch, most, lease (ms)
-- Returns per item: id, fence, and the fields a worker needs (nil where unset).
-- What came due moves from the due set into the lane of its channel (lane:<channel>, by when it was received); questions
-- for late numbers have a lane of their own. `lanes` holds the lanes in the order of their turns. An item is leased by
-- going back into the due set, to be due again when the lease ends.
local most, lease = tonumber(ARGV[2]), tonumber(ARGV[3])
local due, lanes = P .. 'due:forward', P .. 'lanes'
local NUMBERS, AT_ONCE = '?', 500
-- Nothing leaves while a server that was started anew has not been compared with a journal: it may be yesterday's.
local run = redis.call('GET', P .. 'run')
if run and run ~= run_id() then return {} end

local function lane_key(lane) return P .. 'lane:' .. lane end
local function is_open(state) return state == 'due' or state == 'waiting' end

local function sort_in()
  local ids = redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, AT_ONCE)
  local seen = {}
  for _, id in ipairs(ids) do
    local was = redis.call('HMGET', complaint(id), 'state', 'channel', 'at')
    local lane = was[1] == 'waiting' and NUMBERS or was[2] or ''
    if is_open(was[1]) then
      redis.call('ZADD', lane_key(lane), was[3] or now, id)
      if not seen[lane] then redis.call('ZADD', lanes, 'NX', 0, lane) end
      seen[lane] = true
    end
  end
  if #ids > 0 then redis.call('ZREM', due, unpack(ids)) end
  if next(seen) then redis.call('SET', P .. 'ready', now, 'NX') end
end

local function next_id()
  while true do
    local lane = redis.call('ZRANGE', lanes, 0, 0)[1]
    if not lane then
      redis.call('DEL', P .. 'ready')
      return nil
    end
    local id = redis.call('ZPOPMIN', lane_key(lane))[1]
    if id then
      redis.call('ZADD', lanes, redis.call('INCR', P .. 'turn'), lane)
      return id
    end
    redis.call('ZREM', lanes, lane)
  end
end

-- When the call of the last attempt has surely ended: how many ms ahead, below 0 when it has.
local function ends_in(ends, doubt)
  return tonumber(ends or (doubt == '1' and redis.call('GET', P .. 'settled')) or 0) - now
end

-- Whom it may be named beside: nobody who asked for protection since.
local function related_open(id)
  local names = {}
  for other in string.gmatch(redis.call('HGET', complaint(id), 'related') or '', '%S+') do
    if redis.call('HGET', complaint(other), 'flagged') ~= '1' then names[#names + 1] = other end
  end
  return table.concat(names, ' ')
end

local function fields_of(key, id)
  local fields = redis.call('HMGET', key, 'body', 'number', 'at', 'case', 'token', 'attempts', 'begun', 'doubt', 'asked',
    'recurs', 'ends')
  fields[12] = ends_in(fields[11], fields[8])
  fields[11] = related_open(id)
  return fields
end

sort_in()
local taken, calls, allowed = {}, 0, may_begin(most)
while #taken < allowed and calls < allowed do
  local id = next_id()
  if not id then break end
  local key = complaint(id)
  -- What is in the due set again was leased, or put off, since it stood in its lane.
  if is_open(redis.call('HGET', key, 'state')) and not redis.call('ZSCORE', due, id) then
    redis.call('ZADD', due, now + lease, id)
    if redis.call('HDEL', key, 'stale') == 1 then redis.call('HDEL', key, 'case') end
    local fields = fields_of(key, id)
    taken[#taken + 1] = { id, tostring(redis.call('HINCRBY', key, 'fence', 1)), fields }
    -- What is looked up first may have to be submitted after it.
    local asked_first = not fields[5] and (fields[7] or fields[8] == '1')
    calls = calls + (asked_first and 2 or 1)
  end
end
calls_begin(calls)
return taken
