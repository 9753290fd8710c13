-- What the central system says of a complaint later. ARGV: epoch, id, what (progress | question), event, value (a status,
-- or the sealed question), at (ms, when it happened), tell ('1' = citizens are told), keep (s), open (ms that a question
-- may be answered in the chat), doubt, the statuses that come before this one (with blanks between)
-- Returns 1; 0 for a question about a protected complaint, which is not sent; nothing for a complaint that is not ours.
local id, what, event, value, at, tell, keep, open, doubt, before = unpack(ARGV, 2, 11)
local key = complaint(id)
local was = redis.call('HMGET', key, 'number', 'node', 'flagged', 'status_at', 'state', 'status', 'status_of')
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
elseif was[3] == '1' then
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

if what == 'question' and redis.call('HSETNX', key, 'asked:' .. event, at) == 1 then step(id, 'question', event) end
if tell ~= '1' or is_over(was[5]) then return 1 end
each_listener(id, function(who, listener)
  local aid = id .. '.' .. who .. '.' .. what .. '_' .. event
  answer(aid, id, what, listener, was[2], what == 'progress' and after_the_last(who, aid) or now, doubt)
  redis.call('HSETNX', answer_key(aid), 'news', value)
  redis.call('EXPIRE', answer_key(aid), keep, 'NX')
  if what == 'question' then
    redis.call('SET', P .. 'Q:' .. who, id, 'PX', open)
    redis.call('ZADD', P .. 'questions', now + open, who)
  end
end)
return 1
