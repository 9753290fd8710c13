"""Which answers cannot be delivered today: the lower rungs of the ladder, looked at before somebody needs them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from forwarder.approved import APPROVED
from forwarder.prices import shipped as shipped_prices
from forwarder.routes import MAIL, SMS_WAYS
from forwarder.templates import Template, templates_of
from gateway.answering import make_approved
from gateway.complete import Line
from gateway.finding import Finding, ok, warning
from gateway.settings import Settings

WHATSAPP = "whatsapp"


def findings(found: Sequence[Line], settings: Settings) -> list[Finding]:
    """From settings and DATA_DIR alone; asks nobody."""
    on = {str(line.registered.name) for line in found if line.channel}
    return [*_closed_chats(on, settings), *_budget(on, settings)]


def _closed_chats(on: set[str], settings: Settings) -> Iterator[Finding]:
    """WhatsApp, when a number comes more than 24 hours after its complaint."""
    if WHATSAPP not in on:
        return
    approved = make_approved(settings)
    held, wanted = approved.held(), templates_of(settings.brand, approved.catalogue)
    lacking = [one for one in wanted if (h := held.get(one.name)) is None or h.status != APPROVED]
    below = [way for way in (*SMS_WAYS, MAIL) if way in on]
    if not lacking:
        yield ok("WhatsApp templates for number, status and question are approved in both languages")
        return
    yield from _lacking(lacking, sms=any(way in on for way in SMS_WAYS))
    if not below:
        what = "A WhatsApp chat that is closed has no other way: no SMS channel and no mail is switched on"
        yield warning(what, "Set TWILIO_SMS_FROM or SMS_HTTP_PROFILE; such answers wait until the citizen writes again")


def _lacking(lacking: Sequence[Template], *, sms: bool) -> Iterator[Finding]:
    named = ", ".join(one.key for one in lacking)
    instead = "They go by SMS to the same number instead, except for rahasia and anonim" if sms else "They wait"
    what = f"Not deliverable on WhatsApp 24 hours after a citizen wrote, no approved template: {named}"
    yield warning(what, f"{instead}. Run: satupintu templates --watch")


def _budget(on: set[str], settings: Settings) -> Iterator[Finding]:
    budgets = {"SMS_RUPIAH_PER_DAY": settings.sms_rupiah_per_day}
    budgets["WHATSAPP_RUPIAH_PER_DAY"] = settings.whatsapp_rupiah_per_day
    counted = [name for name, rupiah in budgets.items() if rupiah]
    if counted and settings.prices_file is None:
        newest = max(one.since for one in shipped_prices())
        what = f"{' and '.join(counted)} are counted with example prices of {newest}"
        yield warning(
            what, "Write your provider's prices into a file like forwarder/catalogue/prices.toml: PRICES_FILE"
        )
    paid = {*SMS_WAYS, WHATSAPP} & on
    if paid and not counted:
        yield warning("Nothing limits what answers cost in a day", "Set SMS_RUPIAH_PER_DAY and WHATSAPP_RUPIAH_PER_DAY")
