-- When chats wrote last: free words may go to them for some time, and what waited for that goes now.
-- ARGV: epoch, keep (ms), then who, when (ms) …
for i = 3, #ARGV, 2 do
  local who, at = ARGV[i], ARGV[i + 1]
  local key = P .. 'h:' .. who
  if tonumber(redis.call('GET', key) or '0') < tonumber(at) and tonumber(at) + ARGV[2] > now then
    redis.call('SET', key, at, 'PX', ARGV[2])
    for _, aid in ipairs(redis.call('SMEMBERS', P .. 'listen:' .. who)) do
      local was = redis.call('HMGET', answer_key(aid), 'state', 'what', 'node')
      if was[1] == 'parked' and was[2] == 'question' then
        redis.call('HSET', answer_key(aid), 'state', 'due')
        redis.call('ZREM', P .. 'parked', aid)
        redis.call('ZADD', P .. 'due:reply', now, aid)
        fact(was[3], 'answer_retried', aid, '')
      end
      -- What may be under way another way would be sent by two.
      if redis.call('HEXISTS', answer_key(aid), 'begun') == 0 then
        redis.call('ZADD', P .. 'due:reply', 'XX', 'LT', now, aid)
      end
    end
    redis.call('DEL', P .. 'listen:' .. who)
  end
end
return 1
