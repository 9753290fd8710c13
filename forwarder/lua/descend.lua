-- An answer goes on by another rung of its ladder (forwarder/ladder.py), and what was said about the last one is behind
-- it. ARGV: epoch, aid, fence, rung, via (channel), why (the rungs left behind, in words of ours)
local aid, fence, rung, via, why = unpack(ARGV, 2, 6)
local key = answer_key(aid)
if not holds(key, fence) then return nil end
local path = redis.call('HGET', key, 'path')
path = path and path .. '; ' .. why or why
redis.call('HSET', key, 'rung', rung, 'via', via, 'path', path)
redis.call('HDEL', key, 'begun', 'blind', 'fell', 'rank', 'delivery', 'report', 'code', 'paced', 'part')
redis.call('ZADD', P .. 'due:reply', now, aid)
fact(redis.call('HGET', key, 'node'), 'answer_rung', aid, rung .. ' ' .. via .. ' ' .. path)
count('answer_rung_' .. rung)
step(aid, 'answer_rung', rung)
return 1
