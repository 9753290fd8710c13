-- A linked row goes back. ARGV: epoch, delivery, outcome, node, keep (s), first ('' = no complaint), received (ms), who,
-- listener ('' = nobody is answered), wait (ms), recap, bundle, place ('' = it came alone), want, patience (ms), stay (s),
-- its own id, same, window (ms), asked, number of parts it may have added, name and body of each,
-- then who and listener of each copy
local delivery, outcome, node, keep, first, received, who, listener = unpack(ARGV, 2, 9)
local wait, recap, bundle, place, want, patience, stay = unpack(ARGV, 10, 16)
redis.call('HSET', P .. 'd:' .. delivery, 'end', outcome, 'node', node)
redis.call('EXPIRE', P .. 'd:' .. delivery, keep)
if first == '' then return 1 end
local id, same, window, asked, parts = unpack(ARGV, 17, 21)
if listener ~= '' and place == '' and redis.call('HGET', complaint(first), 'flagged') ~= '1' then
  listen(first, who, listener)
end
-- Who was named before somebody asked for protection hears of it no more; the wish may be another journal's.
local asked_a, asked_r = unpack(redis.call('HMGET', wish_key(first), 'raise_a', 'raise_r'))
if tonumber(received) > math.max(tonumber(asked_a or '-1'), tonumber(asked_r or '-1')) then
  for i = 22 + 2 * parts, #ARGV, 2 do redis.call('HSETNX', P .. 'y:' .. first, ARGV[i], ARGV[i + 1]) end
end
with_it(first, 'y')
join(bundle, place, want, wait, patience, stay, first, true, who, listener, node)
remember_for_recap(recap, first, received, stay)
remember_recent(who, first, received, keep)
local left = received + window - now
if same ~= '' and left > 0 then write_name(P .. 's:' .. same, name_of(first), left, 'NX') end
-- What it added, if a fact says that it did.
local added = redis.call('HGET', supplement_key(first .. '+' .. id), 'parts')
for i = 22, 21 + 2 * parts, 2 do
  if ARGV[i] == added then
    add_supplement(first, id, node, received, ARGV[i + 1], asked, who, listener, stay)
  end
end
-- Its wish was the latest: whoever sent it waits for the word that it holds.
if redis.call('HGET', wish_key(first), 'raise_' .. string.sub(asked, 1, 1)) == received then
  owe_word(first, 'raise', who, delivery, listener, 1, stay)
end
return 1
