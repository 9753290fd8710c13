-- What stands behind numbers that somebody's message names. Writes nothing.
-- ARGV: epoch, number of names, the sender's names …, numbers …
-- Returns of each that is there {id, hears ('1'), leaving ('1'), flagged, came, asked, body (of what is flagged and not heard)}
local found = {}
for at = 3 + ARGV[2], #ARGV do
  local id = redis.call('GET', P .. 'n:' .. ARGV[at]) or redis.call('GET', P .. 'N:' .. ARGV[at])
  local was = id and redis.call('HMGET', complaint(id), 'number', 'state', 'flagged', 'asked')
  if was and was[1] then
    local heard = false
    for i = 3, 2 + ARGV[2] do heard = heard or hears(id, ARGV[i]) end
    local body = was[3] == '1' and not heard and redis.call('HGET', complaint(id), 'body') or ''
    local leaving = is_leaving(id, was[2]) and not linked_on(id)
    found[#found + 1] = { id, heard and '1' or '', leaving and '1' or '', was[3] or '', came_with(id), was[4] or '', body }
  end
end
return found
