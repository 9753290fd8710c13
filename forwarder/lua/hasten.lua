-- What was put off until a wish would be over is due now (ask_again.lua). ARGV: epoch, account ('' = the central system),
-- from, to (ms), skip (how many of them are others')
-- Returns how many were looked at, and how many of them are others'. A thousand of those take some 10 ms.
local account, from, to, skip = unpack(ARGV, 2, 5)
local due = P .. (account == '' and 'due:forward' or 'due:reply')
local names, others = redis.call('ZRANGEBYSCORE', due, from, to, 'LIMIT', skip, 1000), 0
for _, name in ipairs(names) do
  if account == '' or account_of(name) == account then
    redis.call('ZADD', due, now, name)
  else
    others = others + 1
  end
end
return { #names, others }
