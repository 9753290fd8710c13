-- Files of a complaint or supplement that the central system has, while others of it wait; and when all of them were there,
-- `files`: for as long as its case, or what was added, was not taken. ARGV: epoch, item, what (there | note | ends | kept); for note ms and
-- names (whose they are, keyed hashes of their content); for ends where they are; for kept that and ms
-- Returns their names; of kept 1 where all are there, and have not been for longer than that, else nothing.
local item, what = ARGV[2], ARGV[3]
local key = P .. 'handed:' .. item
local home, known = complaint(item), 'number'
if string.find(item, '+', 1, true) then home, known = supplement_key(item), 'state' end
if what == 'ends' then
  redis.call('DEL', key)
  if redis.call('HEXISTS', home, known) == 1 then
    redis.call('HSET', home, 'files', string.format('%.0f ', now) .. ARGV[4])
  end
elseif what == 'kept' then
  local at, shelf = string.match(redis.call('HGET', home, 'files') or '', '^(%d+) (.*)$')
  return shelf == ARGV[4] and now - at < tonumber(ARGV[5]) and 1 or nil
elseif what == 'note' then
  for i = 5, #ARGV do redis.call('SADD', key, ARGV[i]) end
  -- From the first of them: told again and again through an outage, they would outlive the bytes there.
  if redis.call('PTTL', key) < 0 then redis.call('PEXPIRE', key, ARGV[4]) end
end
return redis.call('SMEMBERS', key)
