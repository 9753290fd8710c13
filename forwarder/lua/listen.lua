-- An answer that nothing carries now waits until its chat writes again (heard.lua), and begins at the first rung then.
-- ARGV: epoch, aid, fence, why, look (ms until it is looked at all the same), longest (ms), heard (when its chat had
--       written, as it was leased): one that wrote since is not waited for
-- Of a question a person knows from the beginning, for an agency waits: it stands parked meanwhile.
-- Returns 1, 0 when it has waited so long, or nothing when the lease was lost.
local aid, fence, why, look, longest, heard = unpack(ARGV, 2, 7)
local key = answer_key(aid)
if not holds(key, fence) then return nil end
redis.call('HSETNX', key, 'listens', now)
if now - redis.call('HGET', key, 'listens') > tonumber(longest) then return 0 end
local who = string.match(aid, '%.([^.]+)%.') or ''
local waiting = P .. 'listen:' .. who
redis.call('SADD', waiting, aid)
redis.call('PEXPIRE', waiting, longest)
if redis.call('HGET', key, 'path') ~= why then
  redis.call('HSET', key, 'path', why)
  fact(redis.call('HGET', key, 'node'), 'answer_listens', aid, why)
  count('answer_listens')
  step(aid, 'answer_listens', why)
end
redis.call('HDEL', key, 'rung', 'via', 'begun', 'blind', 'fell', 'rank', 'delivery', 'report', 'code', 'paced', 'part')
repeat_part(aid)
local since = tonumber(redis.call('GET', P .. 'h:' .. who) or '0')
if redis.call('HGET', key, 'what') == 'question' and since <= tonumber(heard) then
  redis.call('HSET', key, 'state', 'parked', 'why', why .. ': it leaves when its chat writes; the agency waits')
  redis.call('ZREM', P .. 'due:reply', aid)
  redis.call('ZADD', P .. 'parked', now, aid)
  fact(redis.call('HGET', key, 'node'), 'answer_parked', aid, why)
  count('reply_parked')
  step(aid, 'reply_parked', why)
  return 1
end
redis.call('ZADD', P .. 'due:reply', since > tonumber(heard) and now or now + look, aid)
return 1
