-- An answer came back: it is marked, and its complaint says so. ARGV: epoch, complaint, report key (empty: which answer
-- it was is not known), code, keep (s)
-- Returns 1, or nothing when we know of no such complaint.
local id, report, code, keep = unpack(ARGV, 2, 5)
local node = redis.call('HGET', complaint(id), 'node')
if not node then return nil end
local aid = report ~= '' and redis.call('GET', P .. 'r:' .. report)
if aid and redis.call('HGET', answer_key(aid), 'subject') ~= id then return nil end
local subject = aid or id
-- The same bounce twice, or one by its Message-ID and one by its address, is one.
if redis.call('SET', P .. 'v:' .. subject, code, 'NX', 'EX', keep) == false then return 1 end
if aid then redis.call('HSET', answer_key(aid), 'rank', 9, 'delivery', 'failed', 'code', code) end
local kind = aid and 'undeliverable' or 'undeliverable_some'
fact(redis.call('HGET', answer_key(subject), 'node') or node, kind, subject, code)
count('undeliverable')
step(subject, 'undeliverable', code)
return 1
