-- Who carries nothing was asked for patience, too. ARGV: epoch, account ('' = the central system, else a channel's
-- provider: prelude.lua), ms, why
local account, ms, why = ARGV[2], tonumber(ARGV[3]), ARGV[4]
if account == '' then
  central_failed(ms, why)
  return 1
end
local held = P .. 'hold:reply:' .. account
local left = redis.call('GET', held) == 'probing' and -1 or redis.call('PTTL', held)
if ms > left then hold_back(held, why, ms, true) end
redis.call('SET', P .. 'probe:' .. account, 1, 'PX', ms + 60000)
return 1
