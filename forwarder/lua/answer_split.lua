-- An official answered a shown split; the first answer counts.
-- ARGV: epoch, keep (s), then question, yes or no …
for i = 3, #ARGV, 2 do redis.call('SET', P .. 'split:' .. ARGV[i], ARGV[i + 1], 'NX', 'EX', ARGV[2]) end
return 1
