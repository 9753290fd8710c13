-- What an operator changed of a complaint before it is submitted. ARGV: epoch, id, edits as they were read, edits
--       (sealed), dry ('1' = only say whether it would be done)
-- Returns '' when it is done, or why it is not. What was frozen is made anew, and a worker that holds it lets it go.
local id, before, edits, dry = unpack(ARGV, 2, 5)
local key = complaint(id)
local cannot = untouchable(id, '')
if cannot ~= '' then return cannot end
if (redis.call('HGET', key, 'edits') or '') == edits then return '' end
if (redis.call('HGET', key, 'edits') or '') ~= before then return 'changed' end
if dry == '1' then return '' end
redis.call('HSET', key, 'edits', edits)
redis.call('HDEL', key, 'case')
redis.call('HINCRBY', key, 'fence', 1)
fact(redis.call('HGET', key, 'node'), 'edited', id, edits)
count('edited')
step(id, 'edited')
return ''
