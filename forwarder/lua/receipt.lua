-- The central system holds the case. ARGV: epoch, id, fence ('' = told by callback), what (number | token), value,
--       poll (ms until a token is asked again), keep (s), doubt (the number may have been told before; of a token: the case
--       may be elsewhere), follow ('1': from tomorrow on the central system is asked how the case stands)
-- Returns 1, or nothing when the lease was lost.
local id, fence, what, value, poll, keep, doubt, follow = unpack(ARGV, 2, 9)
local key = complaint(id)
if fence ~= '' and not holds(key, fence) then return nil end
local was = redis.call('HMGET', key, 'state', 'node', 'doubt', 'heard')
if not was[1] then return nil end
-- One that was closed unsubmitted, and is there after all, has its number: the callback is believed.
if was[1] == 'withdrawn' then
  -- A person had entered it before it was called off: a person withdraws it there, by that number.
  if fence == '' and what == 'token' and value == 'by-hand' then redis.call('HSET', key, 'token', value) end
  if what == 'number' and redis.call('HGET', key, 'token') == 'by-hand' then redis.call('HSETNX', key, 'national', value) end
  withdraw_after(id, keep)
end
if was[1] == 'done' or was[1] == 'withdrawn' then return 1 end
-- A person typed its number while somebody else sent it on, which a worker may be telling just now, or closed it.
if fence == '' and what == 'token' and was[1] ~= 'waiting' and was[1] ~= 'parked' then return nil end
redis.call('HDEL', key, 'begun', 'ends', 'why', 'files', 'heard')
-- That a token has no number yet says nothing of what is told.
if fence ~= '' then central_heard(was[2], was[1] ~= 'waiting' and 'forward') end
redis.call('HSETNX', key, 'taken', now)
if what == 'token' then
  -- A clerk types the number again that was told before the ledger was lost.
  if was[3] == '1' or was[4] then redis.call('HSET', key, 'heard', '?') end
  redis.call('HSET', key, 'doubt', 0, 'state', 'waiting')
  redis.call('ZADD', P .. 'due:forward', now + poll, id)
  -- Of what a person enters it is known from the beginning whether anybody has seen it (tray_stays.lua).
  if fence == '' then redis.call('HDEL', key, 'unseen') end
  if redis.call('HGET', key, 'token') ~= value then
    redis.call('HSET', key, 'token', value)
    if fence ~= '' and value == 'by-hand' then redis.call('HSET', key, 'unseen', doubt == '1' and 2 or 1) end
    fact(was[2], 'token', id, value)
    count('token')
    step(id, 'token')
  end
  return 1
end
if fence == '' and (was[3] == '1' or was[4]) then doubt = '2' end
redis.call('HSET', key, 'doubt', 0, 'state', 'done', 'national', value)
redis.call('SETNX', P .. 'N:' .. value, id)
redis.call('ZREM', P .. 'due:forward', id)
redis.call('ZREM', P .. 'parked', id)
expire_case(id, keep)
fact(was[2], 'number', id, value)
if follow == '1' and redis.call('ZADD', P .. 'due:news', 'NX', now + 86400000, id) == 1 then fact(was[2], 'followed', id, 0) end
count('number')
step(id, 'number', value)
tell_number(id, was[2], doubt)
return 1
