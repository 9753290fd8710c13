-- Note an attempt before the call, if the lease still holds. ARGV: epoch, queue, id, fence, lease (ms), case | 'blind',
--       places of files that follow the case ('' = none) | an answer's words (sealed, '' = none), stay (s) | the keyed hash
--       of those words ('' = none), sure ('1' = what was told before is surely not there)
-- Returns {attempts, case ('' = this one), how long (ms) the central system was away since it came in}, or nothing when
-- the lease was lost or calls are put off. The first attempt freezes the case. Its call ends before the lease does (`ends`).
local queue, id, fence, lease, case, later, stay, sure = unpack(ARGV, 2, 9)
local key = queue == 'forward' and complaint(id) or answer_key(id)
if not holds(key, fence) or put_off(queue, id) then return nil end
local unsure, before = false, nil
if queue == 'forward' then
  before = redis.call('HMGET', key, 'begun', 'doubt', 'ends', 'told', 'stale', 'refused')
  unsure = sure ~= '1' and (before[1] or before[2] == '1')
  -- What was asked since it was leased: a withdrawn one never goes, another protection is frozen first. What may be there
  -- is told once more, under its key, and withdrawn there.
  -- A withdrawal has no next call, which would come under the same key as the one that is at work.
  if not unsure and redis.call('HEXISTS', wish_key(id), 'withdraw') == 1 then
    local still = before[1] and tonumber(before[3] or '0') + AT_WORK_MS - now or 0
    if still > 0 then
      redis.call('ZADD', P .. 'due:forward', now + still, id)
      return nil
    end
    close_withdrawn(id, 'here', stay)
    return nil
  end
  if before[5] then
    redis.call('HINCRBY', key, 'fence', 1)
    redis.call('ZADD', P .. 'due:forward', now, id)
    return nil
  end
end
redis.call('ZADD', P .. 'due:' .. queue, now + lease, id)
local was = redis.call('HMGET', key, 'node', 'at', 'asked')
local node, at = was[1], was[2]
if queue == 'forward' then
  local attempts = redis.call('HINCRBY', key, 'attempts', 1)
  local fresh = redis.call('HSETNX', key, 'case', case) == 1
  redis.call('HSET', key, 'begun', 1, 'ends', now + lease)
  if before[6] then redis.call('HDEL', key, 'refused') end
  fact(node, 'attempt', id, attempts)
  -- Another case may be there under this key, or arrive before this one: what holds of the flags is told behind it.
  local told, asked = before[4] or '', was[3] or ''
  if fresh and (before[1] or before[2] == '1') and told ~= asked then
    told, asked = nil, unsure_since(redis.call('HGET', wish_key(id), 'fence'))
  end
  if fresh and not (told and unsure) then redis.call('HSET', key, 'told', asked) end
  -- Of the very first nothing can follow that it names; its fact is the later one, so a late file has an attempt.
  if fresh and (later ~= '' or attempts > 1) and follow_late(id, node, at, later, stay) then
    fact(node, 'late', id, node .. ' ' .. at .. ' ' .. later)
  end
  step(id, 'attempt', attempts)
  return { attempts, fresh and '' or redis.call('HGET', key, 'case'), away_ms(tonumber(at)) }
end
-- What a provider reports before we noted its id: report.lua.
redis.call('SET', P .. 'sending', 1, 'PX', lease)
local tries = redis.call('HINCRBY', key, 'tries', 1)
redis.call('HSET', key, 'begun', 1)
redis.call('HSETNX', key, 'first', now)
if (later or '') ~= '' then redis.call('HSET', key, 'words', later) else redis.call('HDEL', key, 'words') end
local mark = (stay or '') ~= '' and tries .. ' ' .. stay
if mark then redis.call('HSET', key, 'mark', mark) else redis.call('HDEL', key, 'mark') end
if case == 'blind' then redis.call('HSET', key, 'blind', 1) end
-- Not a word more in the fact of the try: versions before this one take all of it for a number.
if mark then fact(node, 'answer_mark', id, mark) end
fact(node, case == 'blind' and 'answering_blind' or 'answering', id, tries)
return { tries, '' }
