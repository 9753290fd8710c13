-- Flags were told, or may have been, by whom the lease was taken from meanwhile: newer ones may have been there before them
-- and are told again, also to a case that was withdrawn since. ARGV: epoch, id, asked as it was told, stay (s), fence
-- Returns 1, or nothing when nobody asked for anything else since.
local id, value, stay, fence = unpack(ARGV, 2, 5)
flags_known(id, fence)
local was = redis.call('HMGET', complaint(id), 'state', 'asked')
if not (taken(was[1]) or was[1] == 'withdrawn') or (was[2] or '') == value then return nil end
-- What is leased now may have been there before them, too: only what is leased after this tells what holds.
redis.call('HSET', complaint(id), 'told', unsure_since(redis.call('HGET', wish_key(id), 'fence')))
fact(node_of(id), 'act_told', id, unsure_since())
make_due(id, stay)
count('act_over')
step(id, 'amended_late')
return 1
