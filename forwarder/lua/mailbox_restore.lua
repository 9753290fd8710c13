-- Mailboxes that facts told of go back where their complaint lives: not where it was erased, or is protected. One whose
-- complaint, or chat, no journal has brought back yet waits for that. ARGV: epoch, subject of the fact, its data …
for i = 2, #ARGV, 2 do
  local id, who, mailer = string.match(ARGV[i], '^([^.]+)%.([^.]+)%.([^.]+)$')
  local when, stay, sealed = string.match(ARGV[i + 1], '^(%d+) (%d+) (%S+)$')
  local over = true
  if id and when and redis.call('HEXISTS', P .. 'forgotten', id) == 0 then
    local was = redis.call('HMGET', complaint(id), 'number', 'body', 'flagged')
    local hears = was[2] and was[3] ~= '1' and listener_at(id, who)
    if hears then keep_mailbox(id, who, when, mailer, sealed, stay) end
    over = hears or (was[1] and not was[2]) or was[3] == '1'
  end
  if over then redis.call('HDEL', P .. 'boxes', ARGV[i]) end
end
return 1
