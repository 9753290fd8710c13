-- An answer goes on by another rung of its ladder (forwarder/ladder.py), and what was said about the last one is behind
-- it. ARGV: epoch, aid, fence, rung, via (channel), why (the rungs left behind, in words of ours), delay (ms), part (of a
-- long answer: the one that failed there, if it goes the same way again)
local aid, fence, rung, via, why, delay, part = unpack(ARGV, 2, 8)
local key = answer_key(aid)
if not holds(key, fence) then return nil end
local path, before = unpack(redis.call('HMGET', key, 'path', 'rung'))
before = before or 'free'
know_rungs(aid, before, tonumber(redis.call('HGET', key, 'part') or '0'))
path = path and path .. '; ' .. why or why
redis.call('HSET', key, 'rung', rung, 'via', via, 'path', path)
redis.call('HDEL', key, 'begun', 'blind', 'fell', 'rank', 'delivery', 'report', 'code', 'paced', 'part')
-- Of a letter that an earlier version sent, no more is known than that part.
if before == rung and part ~= '0' then redis.call('HSET', key, 'part', part) end
repeat_part(aid, before == rung and part or 0)
redis.call('ZADD', P .. 'due:reply', now + delay, aid)
fact(redis.call('HGET', key, 'node'), 'answer_rung', aid, rung .. ' ' .. via .. ' ' .. path)
count('answer_rung_' .. rung)
step(aid, 'answer_rung', rung)
return 1
