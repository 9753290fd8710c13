-- A complaint whose words are lost with a node is to be told in those of one that was linked with it. ARGV: epoch, id,
-- number candidates …
-- Returns the number it gets, or nothing when it is there, or its own words are known to somebody.
local id = ARGV[2]
if redis.call('HEXISTS', complaint(id), 'number') == 1 or redis.call('SISMEMBER', P .. 'kept', id) == 1 then return nil end
for i = 3, #ARGV do
  redis.call('SETNX', P .. 'n:' .. ARGV[i], id)
  if redis.call('GET', P .. 'n:' .. ARGV[i]) == id then return ARGV[i] end
end
return redis.error_reply('NUMBERS all candidates for a nomor laporan are taken')
