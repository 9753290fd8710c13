-- Before each look for work: how long somebody wants no call, and what an operator had asked sooner. What the caller
-- remembers and this ledger does not (it was away when that was heard, lost it, or is another one) is noted for all others.
-- ARGV: epoch, then for each: name ('forward' or a channel's account), how long (ms) the caller waits, the last word of an
-- operator that it saw ('' = none)
-- Returns for each {the last word of an operator, how long (ms) they asked for no call}; not what the breaker decides by
-- itself: that is over as soon as this ledger says so.
mind_clock()
-- By so much (ms) two clocks, and two looks, may differ.
local ABOUT = 500

local function remember(name, ms)
  if name == 'forward' then return central_failed(ms, 'asked to wait') end
  account_asked(name, ms, 'asked to wait')
end

local found = {}
for i = 2, #ARGV, 3 do
  local name, left, saw = ARGV[i], tonumber(ARGV[i + 1]), ARGV[i + 2]
  local key = name == 'forward' and hold_key('forward', '') or P .. 'hold:reply:' .. name
  local sooner = redis.call('HGET', P .. 'sooner', name) or ''
  local held = redis.call('GET', key) == 'probing' and 0 or math.max(0, redis.call('PTTL', key))
  if left > held + ABOUT and (sooner == '' or sooner == saw) then
    remember(name, left)
    held = left
  end
  found[#found + 1] = { sooner, was_asked_for(key) and held or 0 }
end
return found
