-- Under which other names these are known: the person an account joined, and the accounts that joined a person.
-- ARGV: epoch, name …; returns {person or false, {account …}} each.
local found = {}
for i = 2, #ARGV do
  found[i - 1] = { redis.call('HGET', P .. 'joined:' .. ARGV[i], 'person'), redis.call('SMEMBERS', P .. 'joins:' .. ARGV[i]) }
end
return found
