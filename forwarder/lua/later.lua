-- Not now. ARGV: epoch, queue, id, fence, delay (ms), unknown ('1' = it may have been taken), ms, why, risked ('1' = it was told, and
-- is left to a person unless it turns out to be there)
-- ms: nobody asks the central system (the channel, for an answer) for so long; 0: go on; -1, of the central system: the
-- circuit breaker says how long (breaker.lua).
-- Returns 1 and, of a complaint, how often it failed while others were taken; nothing when the lease was lost.
local queue, id, fence, delay, unknown, ms, why, risked = unpack(ARGV, 2, 9)
local key = queue == 'forward' and complaint(id) or answer_key(id)
ms = tonumber(ms)
local mine = holds(key, fence)
-- What was asked for holds, whoever has the lease by now; an answer may leave by another way since (reply.py).
if not mine and (ms <= 0 or queue ~= 'forward') then return nil end
if mine then
  if unknown ~= '1' then redis.call('HDEL', key, 'begun', 'ends') end
  redis.call('HSET', key, 'why', why)
end
local alone = 0
if queue == 'forward' then
  if risked == '1' then risked_in_vain(queue, id) else not_risked(queue, id) end
  alone = mine and ms < 0 and fails_alone(id) or 0
  -- Once may be chance.
  if alone < 2 then central_failed(ms, why) end
  if ms == 0 or alone >= 2 then went_ahead_for_nothing() end
  -- The oldest are those that try while everybody is held back: they are not to be the last when it is over. A minute
  -- is long enough for others to try, should one of them be what fails.
  if ms < 0 and alone < 2 and held_for() > 0 then delay = math.min(delay, 60000) end
elseif ms > 0 then
  account_asked(account_of(id), ms, why)
end
if not mine then return nil end
redis.call('ZADD', P .. 'due:' .. queue, now + delay, id)
count(queue .. '_later')
step(id, queue .. '_later', why)
return 1 + alone
