-- Files of a complaint that do not go on, for a person to see. ARGV: epoch, id, fence, why (reasons with blanks between)
local id, fence, why = unpack(ARGV, 2, 4)
local key = complaint(id)
if not holds(key, fence) then return nil end
if redis.call('HGET', key, 'withheld') == why then return 1 end
redis.call('HSET', key, 'withheld', why)
fact(redis.call('HGET', key, 'node'), 'withheld', id, why)
count('withheld')
step(id, 'withheld', why)
return 1
