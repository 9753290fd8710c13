-- Before a claim is told, which is most of what travels: with whom does it have to be compared? Writes nothing.
-- ARGV: epoch, id, same, who, person, flagged, all as claim's; then whoever lies under its keys, and what each is worth
-- (others_alike).
-- Returns {look, '', rows} as claim does, or {nobody, ''}: there is none, or it is said once more in the very same words.
local id, same, who, person, flagged = unpack(ARGV, 2, 6)
local first = same ~= '' and id_of(redis.call('GET', P .. 's:' .. same))
if first and first ~= id and may_repeat(first, who, flagged) then return { 'nobody', '' } end
local worth = {}
for i = 7, #ARGV, 2 do worth[ARGV[i]] = tonumber(ARGV[i + 1]) end
local rows = others_alike(id, who, person, flagged, worth, '')
return #rows > 0 and { 'look', '', rows } or { 'nobody', '' }
