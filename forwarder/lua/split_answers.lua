-- What was answered to each shown split, or false. ARGV: epoch, question …
local found = {}
for i = 2, #ARGV do found[i - 1] = redis.call('GET', P .. 'split:' .. ARGV[i]) end
return found
