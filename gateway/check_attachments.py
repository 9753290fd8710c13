"""Whether attachments can be kept, scanned and read: something is put into the store and had again, clamd is asked, and
the programs that suggest words."""

from __future__ import annotations

from forwarder.scan import ScanAway
from forwarder.store import StoreAway
from forwarder.suggest import NotSuggested
from gateway.finding import Finding, fault, ok, warning
from gateway.settings import Settings
from gateway.wiring import make_clamd, make_suggesting, make_vault


async def store(settings: Settings) -> list[Finding]:
    if not settings.id_key.get_secret_value() or not settings.encryption_keys.get_secret_value():
        return []  # told already, and nothing can be kept without them
    try:
        return [ok(await make_vault(settings).store.check())]
    except StoreAway as away:
        return [fault(f"Attachments cannot be kept: {away}", "Texts go on without them; mend the store")]


async def scan(settings: Settings) -> list[Finding]:
    clamd = make_clamd(settings)
    if clamd is None:
        return []
    try:
        found = [ok(await clamd.check())]
    except ScanAway as away:
        found = [fault(str(away), "Attachments wait for it; start it, or correct CLAMD")]
    if settings.clamd_away == "pass":
        found.append(warning("CLAMD_AWAY is pass: while clamd is away files go on unscanned", "Set CLAMD_AWAY=hold"))
    return found


async def suggest(settings: Settings) -> list[Finding]:
    found = []
    for one in dict.fromkeys(make_suggesting(settings).values()):
        try:
            found.append(ok(await one.check()))
        except NotSuggested as why:
            found.append(fault(f"complaints suggest cannot work: {why.what}", why.fix))
    return found
