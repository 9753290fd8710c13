-- An operator has somebody asked again, however long they wanted no call. ARGV: epoch, account ('' = the central system,
-- whose slow start begins with one call; else a channel's, of which one answer goes ahead)
-- Returns until when (ms) they wanted none; 0 when nobody waits for them, or one call is under way to see whether they are
-- there.
local account = ARGV[2]
local held = account == '' and hold_key('forward', '') or P .. 'hold:reply:' .. account
local left = redis.call('GET', held) == 'probing' and 0 or math.max(0, redis.call('PTTL', held))
if account == '' then left = math.max(left, risk_left('forward'), risk_left('supplement')) end
-- Each worker process remembers what was asked for (forwarder/patience.py) until it sees this, also what this ledger does
-- not know.
redis.call('HSET', P .. 'sooner', account == '' and 'forward' or account, string.format('%.0f', now))
note_wait(account == '' and 'forward' or 'reply:' .. account, 0)
-- What is asked before a case is risked may itself be what fails: then somebody has to dare it (breaker.lua).
if account == '' and (left > 0 or is_half_open()) then redis.call('SET', P .. 'slow', 'dare') end
if left == 0 then return 0 end
redis.call('DEL', held)
redis.call('ZREM', P .. 'holds', held)
if account == '' then redis.call('DEL', P .. 'hold:risk:forward', P .. 'hold:risk:supplement') end
if account ~= '' then
  redis.call('SET', P .. 'probe:' .. account, 1, 'PX', 60000)
end
count('asked_again')
return now + left
