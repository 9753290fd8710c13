-- Somebody has these of the tray before them from now on (forwarder/by_hand_tray.py). ARGV: epoch, who and when, for how
-- long that is told (s), ids …
-- Returns those that are in the tray still.
local found = {}
for i = 4, #ARGV do
  local was = redis.call('HMGET', complaint(ARGV[i]), 'state', 'token')
  if was[1] == 'waiting' and was[2] == 'by-hand' then
    redis.call('HDEL', complaint(ARGV[i]), 'unseen')
    redis.call('SET', P .. 'seen:' .. ARGV[i], ARGV[2], 'EX', ARGV[3])
    found[#found + 1] = ARGV[i]
  end
end
return found
