-- The central system shows a case open that was withdrawn here before it could arrive. ARGV: epoch, id, stay (s)
-- Returns 1 when its withdrawal goes after it, or waits for a person already; nothing for any other.
return withdraw_after(ARGV[2], ARGV[3]) and 1 or nil
