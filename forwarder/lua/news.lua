-- What the central system says of a complaint later. ARGV: epoch, id, what (progress | question), event, value (a status,
-- or the sealed question), at (ms, when it happened), tell ('1' = citizens are told), keep (s), open (ms that a question
-- may be answered in the chat), doubt, the statuses that come before this one (with blanks between)
-- Returns 1; of a question that nobody is sent, 0 where its complaint is rahasia, and -1 where nobody may hear of it; nothing
-- for a complaint that is not ours.
local id, what, event, value, at, tell, keep, open, doubt, before = unpack(ARGV, 2, 11)
local key = complaint(id)
local was = redis.call('HMGET', key, 'number', 'node', 'flagged', 'status_at', 'state', 'status', 'status_of', 'unlisted')
if not was[1] then return nil end
-- What is spoken of is there.
if not is_ended(value) then withdraw_after(id, keep) end
if what == 'progress' then
  -- Events come in any order: an older one changes nothing, the same again does what it did. Of two at one moment the
  -- one that is further along is the later.
  if tonumber(at) < tonumber(was[4] or '0') then return 1 end
  -- Said once more by another event, it is no news.
  if value == was[6] and was[7] and was[7] ~= event then
    redis.call('HSET', key, 'status_at', at)
    return 1
  end
  local further = was[6] and string.find(' ' .. before .. ' ', ' ' .. was[6] .. ' ', 1, true)
  if at == was[4] and value ~= was[6] and not further then return 1 end
  if at ~= was[4] or further then
    redis.call('HSET', key, 'status', value, 'status_at', at, 'status_of', event)
    fact(was[2], 'status', id, at .. ' ' .. value)
    step(id, 'status', value)
    count('status')
  end
elseif is_rahasia(id) then
  return 0
end
-- Of two statuses that are due the citizen reads the later alone, whoever sends which first; one that a worker has in hand
-- is waited for. Returns when this one is due.
local function after_the_last(who, aid)
  local last = P .. 'newest:' .. id .. ':' .. who .. ':progress'
  local other = redis.call('GET', last)
  redis.call('SET', last, aid, 'EX', keep)
  if not other or other == aid then return now end
  supersede(other)
  return redis.call('HGET', answer_key(other), 'state') == 'due' and now + 15000 or now
end

-- What does not hold any more is told to nobody, whether or not they hear of what holds now; that it is archived says that
-- it has ended, too.
local function forget_the_last(who)
  local last = redis.call('GET', P .. 'newest:' .. id .. ':' .. who .. ':progress')
  local said = last and redis.call('HGET', answer_key(last), 'news')
  if said and said ~= value and not (is_ended(said) and is_ended(value)) then supersede(last) end
end

-- Whoever sent it as one of several in a mail hears of it, too, until its citizen asks to hear of it alone.
local function each_told(act)
  each_listener(id, act)
  if was[8] then return end
  for _, bundle in ipairs(redis.call('SMEMBERS', P .. 'B:' .. id)) do
    local by = redis.call('HMGET', P .. 'b:' .. bundle, 'who', 'listener')
    if by[2] and not listener_at(id, by[1]) then act(by[1], by[2]) end
  end
end

-- The chat that a protected one came from, and no other, is asked.
local function each_asked(act)
  local own = redis.call('HGET', key, 'who')
  each_told(function(who, listener) if was[3] ~= '1' or who == own then act(who, listener) end end)
end

if what == 'question' and redis.call('HSETNX', key, 'asked:' .. event, at) == 1 then step(id, 'question', event) end
if what == 'progress' and tell ~= '1' then each_told(forget_the_last) end
if tell ~= '1' or is_over(was[5]) then return 1 end
local told = what == 'progress' and 1 or -1
local each = what == 'progress' and each_told or each_asked
each(function(who, listener)
  told = 1
  local aid = id .. '.' .. who .. '.' .. what .. '_' .. event
  answer(aid, id, what, listener, was[2], what == 'progress' and after_the_last(who, aid) or now, doubt)
  redis.call('HSETNX', answer_key(aid), 'news', value)
  redis.call('EXPIRE', answer_key(aid), keep, 'NX')
  if what == 'question' then
    ask_in(who, id, open)
    redis.call('ZADD', P .. 'questions', now + open, who)
  end
end)
return told
