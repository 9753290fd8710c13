-- What came of a question how a case stands. ARGV: epoch, id, ms, why, put off (ms; 0: it was asked)
-- ms: 0: there was an answer; -1: there was none; else for so long the central system wants no call. That there was none
-- opens no breaker, for complaints may be taken all the same; where one is open, it stays so.
local id, ms, why, put_off = ARGV[2], tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5])
local node = redis.call('HGET', complaint(id), 'node')
if not node then return 1 end
if put_off > 0 then
  redis.call('HINCRBY', complaint(id), 'asked_news', -1)
  redis.call('ZADD', P .. 'due:news', now + put_off, id)
elseif ms == 0 then
  central_heard(node)
elseif ms > 0 or is_half_open() then
  central_failed(ms, why)
end
return 1
