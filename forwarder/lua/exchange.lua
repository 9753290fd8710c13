-- What the central system was asked about a complaint and what it answered (forwarder/exchanges.py): the last few.
-- ARGV: epoch, id, what was added to it ('': the complaint itself), keep (s), how many, sealed …
-- Nothing is kept of words that were erased meanwhile.
local id, item, keep, most = unpack(ARGV, 2, 5)
if redis.call('HEXISTS', complaint(id), 'body') == 0 then return 0 end
if item ~= '' and redis.call('EXISTS', supplement_key(item)) == 0 then return 0 end
local key = P .. 'said:' .. id
for i = 6, #ARGV do redis.call('RPUSH', key, ARGV[i]) end
redis.call('LTRIM', key, -most, -1)
local left = redis.call('TTL', complaint(id))
redis.call('EXPIRE', key, left > 0 and math.min(left, keep) or keep)
return 1
