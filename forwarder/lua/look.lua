-- Before a claim is told, which is most of what travels: with whom does it have to be compared? Writes nothing.
-- ARGV: epoch, id, same, who, person, flagged, keys, all as claim's.
-- Returns {look, '', rows} as claim does, or {nobody, ''}: there is none, or it is said once more in the very same words.
local id, same, who, person, flagged, keys = unpack(ARGV, 2, 7)
local first = same ~= '' and id_of(redis.call('GET', P .. 's:' .. same))
if first and first ~= id and may_repeat(first, who, flagged) then return { 'nobody', '' } end
local worth = {}
if flagged ~= '1' then look_alike(in_words(keys), worth) end
local rows = others_alike(id, who, person, flagged, worth, '')
return #rows > 0 and { 'look', '', rows } or { 'nobody', '' }
