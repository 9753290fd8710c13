-- What came of a question how a case stands. ARGV: epoch, id, ms, why, put off (ms; 0: it was asked), again ('1': nobody
--       answered, and it keeps its turn, three times), times (how often it counts as asked since the last change),
--       next (ms until it is asked again; 0: as it was leased)
-- ms: 0: there was an answer; -1: there was none; else for so long the central system wants no call. That there was none
-- opens no breaker, for complaints may be taken all the same; where one is open, it stays so.
local id, ms, why, put_off, again = ARGV[2], tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5]), ARGV[6] == '1'
local since, next = tonumber(ARGV[7] or '0'), tonumber(ARGV[8] or '0')
local node = redis.call('HGET', complaint(id), 'node')
if not node then
  if ms > 0 then central_failed(ms, why) end
  return 1
end
local failed = again and redis.call('HINCRBY', complaint(id), 'unasked', 1) or 0
local times = tonumber(redis.call('HGET', complaint(id), 'asked_news') or '0') - 1
if again and failed <= 3 and times >= 0 then
  redis.call('HSET', complaint(id), 'asked_news', times)
  redis.call('ZADD', P .. 'due:news', now + math.max(ms, 10800000 * 2 ^ times), id)
  fact(node, 'followed', id, times)
elseif put_off == 0 then
  redis.call('HDEL', complaint(id), 'unasked')
end
if next > 0 and redis.call('ZSCORE', P .. 'due:news', id) then
  if since ~= times + 1 then fact(node, 'followed', id, since) end
  redis.call('HSET', complaint(id), 'asked_news', since)
  redis.call('ZADD', P .. 'due:news', now + next, id)
end
if put_off > 0 then
  redis.call('HINCRBY', complaint(id), 'asked_news', -1)
  redis.call('ZADD', P .. 'due:news', now + put_off, id)
elseif ms == 0 then
  central_heard(node)
elseif ms > 0 or is_half_open() then
  central_failed(ms, why)
end
return 1
