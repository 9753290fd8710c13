-- Before an answer is sent: may it cost this now, and is it its turn? It is charged once for each rung and part.
-- ARGV: epoch, aid, fence, charge (rung and part), urgent ('1' = the number itself: what is kept back is kept for it;
--       'u' = it may spend that, too;
--       'm' = the newest of its kind says what the others would have said;
--       'q' = an agency waits for what it asks: over its complaint's budget it is over at once),
--       tally ('' = nobody counts these messages), most (of one complaint), purse ('' = it costs nothing), day, cost
--       (rupiah), most (rupiah a day), kept (of it, for numbers), tomorrow (ms), patience (ms), keep (s),
--       then name, most, window (ms) of each pace
-- Returns {go}, {later, at (ms), why}, {over, why}, or nothing when the lease was lost.
local aid, fence, charge, urgent, tally, most = unpack(ARGV, 2, 7)
local purse, day, cost, most_spent, kept, tomorrow, patience, keep = unpack(ARGV, 8, 15)
-- By the clock of whoever asks, which may be behind: who is put off to what is over would be asked about without end.
tomorrow = math.max(tonumber(tomorrow), now + 60000)
local key = answer_key(aid)
if not holds(key, fence) then return nil end
local was = redis.call('HMGET', key, 'subject', 'paid:' .. charge, 'node', 'what', 'paced')
local subject, paid = was[1] or '', was[2]
local counts = P .. 'o:' .. subject
local spent = P .. 'spent:' .. purse .. ':' .. day

-- Of one that was closed, or that the central system is through with, this is what the kept message is for.
local function number_may_come()
  if redis.call('HEXISTS', counts, 'told') == 1 then return false end
  local case = redis.call('HMGET', complaint(subject), 'state', 'status', 'national')
  return not is_over(case[1]) and (case[3] or not is_ended(case[2]))
end

local function over_messages()
  if tally == '' or subject == '' or urgent == '1' then return false end
  local number = number_may_come() and 1 or 0
  return tonumber(redis.call('HGET', counts, tally) or '0') + 1 + number > tonumber(most)
end

local function over_rupiah()
  if purse == '' or tonumber(most_spent) <= 0 then return false end
  local room = most_spent - ((urgent == '1' or urgent == 'u') and 0 or kept)
  return tonumber(redis.call('GET', spent) or '0') + cost > room
end

-- Tomorrow's budget is another one, and the number may be there by then: it says what a receipt would have said. Of
-- several such answers of one kind the newest says it all.
local function put_off(why)
  redis.call('HSETNX', key, 'put_off', now)
  if urgent ~= '1' and now - redis.call('HGET', key, 'put_off') > tonumber(patience) then return { 'over', why } end
  -- A status gives way when the next is heard (news.lua): who is handled last here need not be the later.
  if subject ~= '' and urgent == 'm' and was[4] ~= 'progress' then
    local newest = P .. 'newest:' .. subject .. ':' .. (string.match(aid, '%.([^.]+)%.') or '') .. ':' .. was[4]
    local other = redis.call('GET', newest)
    if other and other ~= aid then supersede(other) end
    redis.call('SET', newest, aid, 'PX', patience)
  end
  redis.call('HSET', key, 'why', why)
  redis.call('ZADD', P .. 'due:reply', tomorrow, aid)
  count('answer_put_off')
  step(aid, 'answer_put_off', why)
  return { 'later', tomorrow, why }
end

if not paid and over_messages() then
  local why = 'over the budget of messages of one complaint'
  return urgent == 'q' and { 'over', why } or put_off(why)
end
if not paid and over_rupiah() then return put_off('over the budget of the day') end

-- No more than `most` within `window`. Who has to wait is told when; who comes meanwhile stands behind them. What comes in
-- masses has a row of its own (`tail`), which leaves at three quarters of the pace: the rest is for what people asked for
-- just now (`prompt`).
local SHARE = 1 / 4
local prompt = is_prompt(aid)
local at, paces = now, {}
for i = 16, #ARGV, 3 do
  local name, often, window = P .. 'pace:' .. ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
  local last = redis.call('ZRANGE', name, -often, -often, 'WITHSCORES')[2]
  local free = last and last + window or now
  local tail, ahead = tonumber(redis.call('GET', name .. ':tail') or '0'), tonumber(redis.call('GET', name .. ':prompt') or '0')
  local share = prompt and (tail > now and SHARE or 1) or 1 - SHARE
  local behind = math.max(free, prompt and ahead or math.max(tail, ahead))
  paces[#paces + 1] = { name = name, window = window, behind = math.max(behind, now), each = window / often / share }
  at = math.max(at, was[5] and free or behind)
end
if at > now then
  local row = prompt and ':prompt' or ':tail'
  for _, pace in ipairs(was[5] and {} or paces) do
    local behind = math.ceil(pace.behind + pace.each)
    redis.call('SET', pace.name .. row, behind, 'PX', math.max(1, math.ceil(behind - now)))
  end
  redis.call('HSET', key, 'paced', 1)
  redis.call('ZADD', P .. 'due:reply', math.ceil(at), aid)
  return { 'later', math.ceil(at), 'not its turn yet' }
end
for _, pace in ipairs(paces) do
  redis.call('ZREMRANGEBYSCORE', pace.name, '-inf', now - pace.window)
  redis.call('ZADD', pace.name, now, aid .. ':' .. fence)
  redis.call('PEXPIRE', pace.name, math.ceil(pace.window))
end
redis.call('HDEL', key, 'paced', 'put_off')
if paid then return { 'go' } end
redis.call('HSET', key, 'paid:' .. charge, 1)
if tally == '' and purse == '' then return { 'go' } end
if subject ~= '' then
  if tally ~= '' then redis.call('HINCRBY', counts, tally, 1) end
  if urgent == '1' then redis.call('HSET', counts, 'told', 1) end
  redis.call('EXPIRE', counts, keep)
end
if purse ~= '' then
  redis.call('INCRBY', spent, cost)
  redis.call('EXPIRE', spent, 172800)
end
local booking = { charge, urgent, tally == '' and '-' or tally, purse == '' and '-' or purse, day, cost, subject }
fact(was[3], 'answer_paid', aid, table.concat(booking, ' '))
return { 'go' }
