-- Note an attempt before the call, if the lease still holds and the central system may be called; the lease begins
-- anew. The first attempt freezes what is told; '' only asks. ARGV: epoch, id, fence, lease (ms), frozen | '', why files
-- of it are withheld (reasons with blanks between)
-- Returns what is frozen, or nothing.
local id, fence, lease, frozen, why = unpack(ARGV, 2, 6)
local key = supplement_key(id)
if not holds(key, fence) then return nil end
local left = held_for()
if left > 0 then
  redis.call('ZADD', P .. 'due:supplement', now + left, id)
  return nil
end
redis.call('ZADD', P .. 'due:supplement', now + lease, id)
if frozen == '' then return '' end
-- Protection that was asked for while its files were handed over is in force there first (supplement_lease.lua).
local wish = redis.call('HGET', wish_key(redis.call('HGET', key, 'subject')), 'state')
if wish == 'due' or wish == 'parked' then
  redis.call('ZADD', P .. 'due:supplement', now + 1000, id)
  return nil
end
if redis.call('HSETNX', key, 'frozen', frozen) == 1 then
  local was = redis.call('HMGET', key, 'subject', 'node', 'late')
  local before = redis.call('HGET', complaint(was[1]), 'withheld') or ''
  local all, seen = {}, {}
  for one in string.gmatch(before .. ' ' .. why, '%S+') do
    -- What follows now is neither missing nor unscanned any more.
    if not seen[one] and not (was[3] and (one == 'missing' or one == 'unscanned')) then all[#all + 1] = one end
    seen[one] = true
  end
  local after = table.concat(all, ' ')
  if after ~= before then
    redis.call('HSET', complaint(was[1]), 'withheld', after)
    fact(was[2], 'withheld', was[1], after)
  end
end
redis.call('HINCRBY', key, 'attempts', 1)
redis.call('HSET', key, 'begun', 1)
return redis.call('HGET', key, 'frozen')
