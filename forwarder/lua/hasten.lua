-- What was put off until a wish would be over is due now (ask_again.lua); not what may be under way: two would send it.
-- ARGV: epoch, account ('' = the central system), from, to (ms), skip (how many at the first moment of these were left)
-- Returns how many were looked at, and the last moment with how many at it were left: the next look begins there. A
-- thousand of those take some 10 ms.
local account, from, to, skip = unpack(ARGV, 2, 5)
local LONGEST_LEASE = 600000
local due = P .. (account == '' and 'due:forward' or 'due:reply')

local function is_under_way(name, at)
  local key = account == '' and complaint(name) or answer_key(name)
  return at <= now + LONGEST_LEASE and redis.call('HEXISTS', key, 'begun') == 1
end

-- What is due by now was moved there.
if tonumber(from) <= now then from, skip = string.format('%.0f', now + 1), 0 end
local rows = redis.call('ZRANGEBYSCORE', due, from, to, 'WITHSCORES', 'LIMIT', skip, 1000)
for i = 1, #rows, 2 do
  local name, at = rows[i], rows[i + 1]
  if at ~= from then from, skip = at, 0 end
  if (account ~= '' and account_of(name) ~= account) or is_under_way(name, tonumber(at)) then
    skip = skip + 1
  else
    redis.call('ZADD', due, now, name)
  end
end
return { #rows, from, skip }
