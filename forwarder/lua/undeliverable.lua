-- An answer came back: it is marked, and its complaint says so; all of them, of an answer about several. ARGV: epoch,
-- complaint (or a zero and a bundle), report key (empty: which answer it was is not known), code, keep (s)
-- Returns 1, or nothing when we know of no such complaint.
local id, report, code, keep = unpack(ARGV, 2, 5)
local bundle = string.match(id, '^0(.+)$')
local node = redis.call('HGET', bundle and P .. 'b:' .. bundle or complaint(id), 'node')
if not node then return nil end
local about = bundle or id
local aid = report ~= '' and redis.call('GET', P .. 'r:' .. report)
if aid and redis.call('HGET', answer_key(aid), 'subject') ~= about then return nil end
local subject = aid or about
-- The same bounce twice, or one by its Message-ID and one by its address, is one.
if redis.call('SET', P .. 'v:' .. subject, code, 'NX', 'EX', keep) == false then return 1 end
if aid then redis.call('HSET', answer_key(aid), 'rank', 9, 'delivery', 'failed', 'code', code) end
local kind = aid and 'undeliverable' or 'undeliverable_some'
if aid or not bundle then fact(redis.call('HGET', answer_key(subject), 'node') or node, kind, subject, code) end
for _, member in ipairs(bundle and members_of(bundle) or {}) do
  fact(redis.call('HGET', complaint(member), 'node') or node, 'undeliverable_some', member, code)
end
count('undeliverable')
step(subject, 'undeliverable', code)
return 1
