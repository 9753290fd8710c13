-- Take complaints that are due: the oldest of each channel, the channels in turn, so that a flood on one does not starve
-- the others. ARGV: epoch, most, lease (ms), feels ('1': who goes first after an outage asks something harmless before),
-- risks ('1': an unknown outcome is left to a person)
-- Returns per item: id, fence, and the fields a worker needs (nil where unset); and the time (ms).
-- What came due moves from the due set into the lane of its channel (lane:<channel>, by when it was received); questions
-- for late numbers have a lane of their own. `lanes` holds the lanes in the order of their turns. An item is leased by
-- going back into the due set, to be due again when the lease ends.
local most, lease, feels, risks = tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4] == '1', ARGV[5] == '1'
local due, lanes = P .. 'due:forward', P .. 'lanes'
local NUMBERS, AT_ONCE = '?', 500
-- Nothing leaves while a server that was started anew has not been compared with a journal: it may be yesterday's.
local run = redis.call('GET', P .. 'run')
if run and run ~= run_id() then return { now } end
mind_clock()

local function lane_key(lane) return P .. 'lane:' .. lane end
local function is_open(state) return state == 'due' or state == 'waiting' end

-- What came due goes into its lane.
local function sort_in(ids)
  local seen = {}
  for _, id in ipairs(ids) do
    local was = redis.call('HMGET', complaint(id), 'state', 'at', 'channel', 'who')
    local lane = was[1] == 'waiting' and NUMBERS or channel_of(was[3], was[4])
    if is_open(was[1]) then
      redis.call('ZADD', lane_key(lane), was[2] or now, id)
      if not seen[lane] then redis.call('ZADD', lanes, 'NX', 0, lane) end
      seen[lane] = true
    end
  end
  if next(seen) then redis.call('SET', P .. 'ready', now, 'NX') end
end

-- The oldest of each lane, as many from one as from another; whoever got less goes first the next time. Who goes first after
-- a failure may be what fails, and so may all that are as old: every second time it is any of them.
local function popped_from(lane, share, any)
  local one = any and redis.call('ZRANDMEMBER', lane_key(lane))
  if not one then return redis.call('ZPOPMIN', lane_key(lane), share) end
  redis.call('ZREM', lane_key(lane), one)
  return { one, 0 }
end

local function next_ids(wanted, any)
  local names, ids, empty = redis.call('ZRANGE', lanes, 0, -1), {}, 0
  local turn = #names > 0 and redis.call('INCRBY', P .. 'turn', #names)
  for place, lane in ipairs(names) do
    local share = math.ceil((wanted - #ids) / (#names - place + 1))
    if share < 1 then break end
    local popped = popped_from(lane, share, any)
    for i = 1, #popped, 2 do ids[#ids + 1] = popped[i] end
    if #popped < 2 * share then
      redis.call('ZREM', lanes, lane)
      empty = empty + 1
    else
      redis.call('ZADD', lanes, turn - place, lane)
    end
  end
  if empty > 0 and empty == #names then redis.call('DEL', P .. 'ready') end
  return ids
end

-- Whom it may be named beside: nobody who asked for protection since.
local function related_open(related)
  local names = {}
  for other in string.gmatch(related or '', '%S+') do
    if redis.call('HGET', complaint(other), 'flagged') ~= '1' then names[#names + 1] = other end
  end
  return table.concat(names, ' ')
end

-- When the call of the last attempt has surely ended: how many ms ahead, below 0 when it has.
local function ends_in(ends, doubt)
  return tonumber(ends or (doubt == '1' and redis.call('GET', P .. 'settled')) or 0) - now
end

-- Whether that is so now: the row of failures grows by one with each who went ahead in vain.
local function goes_any()
  local fails = tonumber(redis.call('GET', P .. 'fails:forward') or '0')
  return fails > OPENS_AT and fails % 2 == 0
end

local taken, calls, spared = {}, 0, 0
local allowed, counted, first = may_begin(most)

-- Whether nobody was told of it, so that it will be.
local function is_untold(fields) return not (fields[5] or fields[7] or fields[8] == '1') end

local function take(id)
  local key = complaint(id)
  local fields = redis.call('HMGET', key, 'body', 'number', 'at', 'case', 'token', 'attempts', 'begun', 'doubt', 'asked',
    'recurs', 'related', 'ends', 'edits', 'state', 'stale')
  local risky = risks and is_untold(fields)
  local wait = risky and risk_left('forward') or 0
  if wait > 0 and is_open(fields[14]) then
    redis.call('ZADD', due, 'NX', now + wait, id)
    spared = spared + 1
    return
  end
  -- What is in the due set again was leased, or put off, since it stood in its lane.
  if not is_open(fields[14]) or redis.call('ZADD', due, 'NX', now + lease, id) == 0 then return end
  if fields[15] then
    redis.call('HDEL', key, 'stale', 'case')
    fields[4] = false
  end
  fields[11], fields[12] = related_open(fields[11]), ends_in(fields[12], fields[8])
  local asks = risky and risk('forward', id, lease) or first
  fields[14], fields[15] = asks and '1', nil
  taken[#taken + 1] = { id, tostring(redis.call('HINCRBY', key, 'fence', 1)), fields }
  -- What is looked up first may have to be submitted after it.
  local asked_first = not fields[5] and (fields[7] or fields[8] == '1' or (asks and feels))
  calls = calls + (asked_first and 2 or 1)
end

local ids = redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, AT_ONCE)
if #ids > 0 then redis.call('ZREM', due, unpack(ids)) end
if #ids <= allowed and not counted and redis.call('EXISTS', lanes) == 0 then
  for _, id in ipairs(ids) do take(id) end
  taken[#taken + 1] = now
  return taken
end
sort_in(ids)
while calls < allowed and spared < AT_ONCE do
  ids = next_ids(counted and 1 or allowed - #taken, counted and goes_any())
  if #ids == 0 then break end
  for _, id in ipairs(ids) do take(id) end
end
if counted then calls_begin(calls, feels) end
taken[#taken + 1] = now
return taken
