-- Protection that went to an open draft holds for what its chat told just before, too, as long as it has not left; for
-- complaints that are named, and with `every` for those of the last day, whether or not they have. ARGV: as act_claim.lua
-- has them; nothing is claimed. It is a fact, because the row's end tells of the draft only, or of the complaint.
local _, key, node, received, who, listener, _, letters = unpack(ARGV, 2, 9)
local stay, window, every, names = ARGV[14], ARGV[15], ARGV[18], ARGV[19]
local doubt, unmet = doubted(ARGV[17])
if unmet then return unmet end
local named = {}
for i = 20 + names, #ARGV do named[ARGV[i]] = true end
for _, id in ipairs(recent_of(who, received - window, tonumber(received))) do
  local was = redis.call('HMGET', complaint(id), 'state', 'node')
  local theirs = false
  for i = 20, 19 + names do theirs = theirs or hears(id, ARGV[i]) end
  local wide = named[id] or (every == '1' and is_of_the_day(id, received))
  local meant = was[1] == 'due' or was[1] == 'parked' or (wide and taken(was[1]))
  if theirs and meant and note_wish(id, 'raise', letters, received) then
    raise(id, letters, received, who, stay)
    renew(id)
    make_due(id, stay)
    fact(was[2], 'raised', id, letters .. ' ' .. received .. ' ' .. who)
    count('act_raise')
    if listener ~= '' then
      owe_word(id, 'raise', who, key, listener, doubt, stay)
    end
  end
end
return 1
