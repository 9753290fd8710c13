-- Somebody proved that a mailbox and chats of a complaint are one person's: answers to those may go there, at last.
-- ARGV: epoch, complaint, when (ms), the mailbox's own chat, node, stay (s), then a chat of the complaint, the sealed mailbox …
-- Returns whether any of it was news. Not of what is protected, or has come to its end here.
local id, at, mailer, node, stay = unpack(ARGV, 2, 6)
local was = redis.call('HMGET', complaint(id), 'number', 'state')
if not was[1] or is_leaving(id, was[2]) then return 0 end
local news = 0
for i = 7, #ARGV, 2 do
  local who, sealed = ARGV[i], ARGV[i + 1]
  if listener_at(id, who) and keep_mailbox(id, who, at, mailer, sealed, stay) then
    fact(node, 'answer_mailbox', id .. '.' .. who .. '.' .. mailer, at .. ' ' .. stay .. ' ' .. sealed)
    step(id, 'mailbox')
    news = 1
  end
end
return news
