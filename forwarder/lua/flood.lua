-- May this answer go to a sender who writes much? Everything is taken in; of the answers fewer go, the longer it lasts.
-- ARGV: epoch, aid, fence, sender (keyed hash), most (answers at once), each (ms until there is room for one more), kept
--       (beyond `most`, for answers that say what nothing else says), deepest (beyond `most` that may be owed), telling
--       ('1' = such an answer), channel ('' = it is not one that can be done without), courtesies (of the channel, at
--       once), each (ms until there is room for one more)
-- Returns go, hush (the first that is not given: say so instead of it), over, or nothing when the lease was lost. The
-- same answer is told the same, however often it is asked for.
local aid, fence, sender, most, each, kept = unpack(ARGV, 2, 7)
local deepest, telling, channel, courtesies, courtesy_each = unpack(ARGV, 8, 12)
local key = answer_key(aid)
if not holds(key, fence) then return nil end
local was = redis.call('HGET', key, 'flood')
if was then return was end

-- What is in a bucket now: it is full at first, and fills again with time.
local function within(name, full, refill)
  local bucket = redis.call('HMGET', name, 'left', 'at')
  local left, at = tonumber(bucket[1] or full), tonumber(bucket[2] or now)
  return math.min(tonumber(full), left + math.max(0, now - at) / refill)
end

local function keep(name, left, refill, size)
  redis.call('HSET', name, 'left', string.format('%.4f', left), 'at', now)
  redis.call('PEXPIRE', name, math.ceil(size * refill))
end

local function judged(verdict)
  redis.call('HSET', key, 'flood', verdict)
  if verdict ~= 'go' then
    count('answer_' .. verdict)
    step(aid, 'answer_' .. verdict)
  end
  return verdict
end

if channel ~= '' and tonumber(courtesies) > 0 then
  local all = P .. 'courtesy:' .. channel
  local left = within(all, courtesies, courtesy_each)
  if left < 1 then return judged('over') end
  keep(all, left - 1, courtesy_each, courtesies)
end
if tonumber(most) <= 0 then return judged('go') end

local own = P .. 'flood:' .. sender
local left, size = within(own, most, each), most + deepest
if left - 1 >= (telling == '1' and -tonumber(kept) or 0) then
  keep(own, left - 1, each, size)
  if left >= most / 2 then redis.call('HDEL', own, 'hushed') end
  redis.call('HSET', key, 'spent', own .. ' ' .. most)
  return judged('go')
end
if redis.call('HSETNX', own, 'hushed', 1) == 1 then
  keep(own, left, each, size)
  return judged('hush')
end
-- Who goes on and on is answered again only after a longer quiet.
keep(own, math.max(left - 0.25, -tonumber(deepest)), each, size)
return judged('over')
