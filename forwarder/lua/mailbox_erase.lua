-- A mailbox is forgotten with its owner, in the complaints of whichever chats it stands for. ARGV: epoch, its own chat
for _, named in ipairs(redis.call('SMEMBERS', P .. 'boxed:' .. ARGV[2])) do
  local id, who = string.match(named, '^(%S+) (%S+)$')
  forget_mailbox(id, who)
end
redis.call('DEL', P .. 'boxed:' .. ARGV[2])
return 1
