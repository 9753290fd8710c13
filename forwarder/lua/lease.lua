-- Take answers that are due: the oldest, but a quarter of them what people asked for just now, while more are due than are
-- taken. ARGV: epoch, most, lease (ms)
-- Returns per item: id, fence, and the fields a worker needs (nil where unset); and the time (ms).
local most, lease = tonumber(ARGV[2]), ARGV[3]
local due = P .. 'due:reply'
-- Nothing leaves while a server that was started anew has not been compared with a journal: it may be yesterday's.
local run = redis.call('GET', P .. 'run')
if run and run ~= run_id() then return { now } end
mind_clock()
if switched_off('replies') then return { now } end

-- The complaints of a bundle: {place, number, national, linked, protected, id, wish} each, in no order; empty for any
-- other answer.
local function parts_of(bundle)
  local parts, members = {}, redis.call('HGETALL', P .. 'm:' .. bundle)
  for i = 1, #members, 2 do
    local id = string.match(members[i + 1], '^[^=]+')
    local told = redis.call('HMGET', complaint(id), 'number', 'national', 'flagged', 'unlisted')
    local linked = string.sub(members[i + 1], -1) == '=' and '1' or ''
    if not told[4] then
      local hidden = told[3] == '1' and '1' or ''
      parts[#parts + 1] = { members[i], told[1] or '', told[2] or '', linked, hidden, id, wish_of(id) }
    end
  end
  return parts
end

-- The number of an older complaint that `id` tells of once more, as its citizen knows it. Only who made both hears of it,
-- in the chat that made this one, and not where one of the two is protected or goes away.
local function earlier_of(id, who, recurs)
  local own = redis.call('HMGET', complaint(id), 'who', 'owner', 'flagged')
  local was = redis.call('HMGET', complaint(recurs), 'owner', 'flagged', 'national', 'number', 'state')
  if own[1] ~= who or not own[2] or own[2] ~= was[1] or own[3] == '1' or was[2] == '1' then return '' end
  if is_leaving(recurs, was[5]) then return '' end
  return was[3] or was[4]
end

local function fields_of(key, id)
  local fields = redis.call('HMGET', key, 'what', 'subject', 'listener', 'tries', 'begun', 'blind', 'doubt')
  local who = string.match(id, '%.([^.]+)%.') or ''
  local told = redis.call('HMGET', complaint(fields[2] or ''), 'number', 'national', 'flagged', 'recurs', 'box:' .. who,
    'unlisted', 'who')
  fields[8], fields[9] = told[1], told[2]
  fields[10] = now - (redis.call('HGET', key, 'first') or now)
  fields[11] = parts_of(fields[2] or '')
  local first = string.gsub(id, '%.[%w_]+$', fields[2] and #fields[11] > 0 and '.receipts' or '.receipt')
  fields[12] = first ~= id and redis.call('HGET', answer_key(first), 'state') == 'sent' and '1' or ''
  fields[13] = told[3]
  local at = redis.call('HMGET', key, 'rung', 'fell', 'path', 'part')
  local heard = redis.call('GET', P .. 'h:' .. who)
  fields[14] = { at[1] or '', at[2] or '', at[3] or '', at[4] or 0, heard or 0, now }
  -- What is asked about words that may be told to nobody may tell of them; and whoever hears no more of what was protected
  -- since, an office too, is not asked either.
  local gone = told[3] == '1' and (told[6] or who ~= told[7]) and not listener_at(fields[2], who)
  local hidden = fields[1] == 'question' and (gone or is_rahasia(fields[2] or ''))
  fields[15] = not hidden and redis.call('HGET', key, 'news') or ''
  fields[16] = told[4] and earlier_of(fields[2], who, told[4]) or ''
  fields[17] = wish_of(fields[2] or '')
  fields[18] = fields[5] and redis.call('HGET', key, 'words') or ''
  -- Of the last try; an earlier version leaves that of an older one.
  local noted, mark = string.match(fields[5] and redis.call('HGET', key, 'mark') or '', '^(%d+) (%S+)$')
  fields[19] = noted == fields[4] and mark or ''
  fields[20] = told[3] ~= '1' and told[5] or ''
  -- Since a person sent it on again.
  fields[21] = now - (redis.call('HGET', key, 'again') or now - fields[10])
  -- That its chat is asked about something else, too.
  fields[22] = fields[1] == 'question' and asks_more(who, fields[2] or '') and '1' or ''
  return fields
end

local taken = {}

local function take(name)
  local owed = string.match(name, '^([^.]+)%.$')
  local id = owed and write_down(owed) or name
  local key = answer_key(id)
  local held = redis.call('PTTL', hold_key('reply', id))
  if redis.call('HGET', key, 'state') ~= 'due' then return redis.call('ZREM', due, id) end
  if held > 0 then return redis.call('ZADD', due, now + held, id) end
  if switched_off(way_of(id)) then return redis.call('ZADD', due, now + 5000, id) end
  redis.call('ZADD', due, now + lease, id)
  if redis.call('EXISTS', probe_key(id)) == 1 then
    redis.call('SET', hold_key('reply', id), 'probing', 'PX', 1000)
  end
  taken[#taken + 1] = { id, tostring(redis.call('HINCRBY', key, 'fence', 1)), fields_of(key, id) }
end

-- What is held back or switched off makes room for what stands behind it; a thousand of those take some 10 ms.
local looked, MOST_LOOKED = 0, 1000

-- Which of those that are due are asked for just now, by when they came due (`prompt`), found by looking once at each that
-- came due since the last look (`prompt:to`). Nothing but a shorter way: whoever knows it not, or loses it, takes the oldest.
local prompt, look_at, AT_ONCE, KEPT_MS = P .. 'prompt', P .. 'prompt:to', 500, 60000

local function sort_out()
  local from = tonumber(redis.call('GET', look_at) or 'inf')
  if from >= now then
    from = tonumber(redis.call('ZREVRANGEBYSCORE', due, now, '-inf', 'WITHSCORES', 'LIMIT', AT_ONCE, 1)[2] or '-1')
  end
  local found = redis.call('ZRANGEBYSCORE', due, '(' .. string.format('%.0f', from), now, 'LIMIT', 0, AT_ONCE)
  local last = now - 1
  if #found == AT_ONCE then
    last = tonumber(redis.call('ZSCORE', due, found[AT_ONCE]))
    for _, name in ipairs(redis.call('ZRANGEBYSCORE', due, last, last)) do found[#found + 1] = name end
  end
  for _, name in ipairs(found) do
    if is_prompt(name) then redis.call('ZADD', prompt, redis.call('ZSCORE', due, name), name) end
  end
  -- More may come due at this very moment.
  redis.call('SET', look_at, string.format('%.0f', math.min(last, now - 1)), 'PX', KEPT_MS)
  redis.call('PEXPIRE', prompt, KEPT_MS)
end

-- As it is called by now, if it is still due: what was owed may have been written down since.
local function due_as(name)
  local owed = string.match(name, '^([^.]+)%.$')
  local whole = owed and owed .. '.' .. (redis.call('HGET', complaint(owed), 'who') or '') .. '.receipt'
  for _, one in ipairs({ name, whole }) do
    if tonumber(redis.call('ZSCORE', due, one) or 'inf') <= now then return one end
  end
end

-- A quarter, also where less than four are taken at a time.
local function share()
  local turn = redis.call('INCRBY', P .. 'prompt:turn', most)
  return math.floor(turn / 4) - math.floor((turn - most) / 4)
end

if redis.call('ZCOUNT', due, '-inf', now) > tonumber(most) then
  sort_out()
  local wanted = share()
  while #taken < wanted and looked < MOST_LOOKED do
    local popped = redis.call('ZPOPMIN', prompt, wanted - #taken)
    if #popped == 0 then break end
    for i = 1, #popped, 2 do
      local name = due_as(popped[i])
      if name then take(name) end
    end
    looked = looked + #popped / 2
  end
end
while #taken < tonumber(most) and looked < MOST_LOOKED do
  local names = redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, most - #taken)
  if #names == 0 then break end
  for _, name in ipairs(names) do take(name) end
  looked = looked + #names
end
taken[#taken + 1] = now
return taken
