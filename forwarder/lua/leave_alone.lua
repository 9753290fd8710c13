-- Who carries nothing was asked for patience, too. ARGV: epoch, account ('' = the central system, else a channel's
-- provider: prelude.lua), ms (-1, of the central system: it named no time), why
local account, ms, why = ARGV[2], tonumber(ARGV[3]), ARGV[4]
if account == '' then central_failed(ms, why) elseif ms > 0 then account_asked(account, ms, why) end
return 1
