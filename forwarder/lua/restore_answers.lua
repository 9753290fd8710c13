-- After all rows: every listener of a complaint is owed the number (or, without one, a receipt) unless a fact says it
-- was told. What is owed may have been said in the moment before the loss: it is in doubt. ARGV: epoch, id
local id = ARGV[2]
local was = redis.call('HMGET', complaint(id), 'state', 'node', 'number')
if not was[3] then return 0 end
if was[1] == 'done' then
  tell_number(id, was[2], 1)
elseif was[1] == 'closed' then
  say_closed(id, 1)
elseif was[1] ~= 'withdrawn' then
  each_listener(id, function(who, listener)
    answer(id .. '.' .. who .. '.receipt', id, first_answer(id), listener, was[2], now, 1)
  end)
  for _, bundle in ipairs(redis.call('SMEMBERS', P .. 'B:' .. id)) do tell_bundle(bundle, 1) end
end
return 1
