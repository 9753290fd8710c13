-- A person was erased by one node: each journal forgets what tells of them until then, also where no row of theirs is. Told
-- once in each ledger; what was on its way when one was lost is told again by the journals that have it.
-- ARGV: epoch, nodes that are known besides those that signed in here (with blanks between), then a complaint of theirs, or
--       one of their chats, and until when (ms; '' = now) …
local nodes, known = redis.call('SMEMBERS', 'sp:nodes'), {}
for _, node in ipairs(nodes) do known[node] = true end
for node in string.gmatch(ARGV[2], '%S+') do
  if not known[node] then nodes[#nodes + 1] = node end
end
for i = 3, #ARGV, 2 do
  local name, till = ARGV[i], ARGV[i + 1] ~= '' and ARGV[i + 1] or string.format('%.0f', now)
  redis.call('HSET', P .. 'forgotten', name, till)
  if tonumber(redis.call('HGET', P .. 'forgotten_told', name) or '0') < tonumber(till) then
    redis.call('HSET', P .. 'forgotten_told', name, till)
    for _, node in ipairs(nodes) do fact(node, 'forgotten', name, till) end
  end
end
redis.call('EXPIRE', P .. 'forgotten', 31536000)
redis.call('EXPIRE', P .. 'forgotten_told', 31536000)
return 1
