"""Which answers cannot be delivered today: the lower rungs of the ladder, looked at before somebody needs them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from channels.abilities import Vouching, able
from channels.base import SendFailed
from channels.twilio_channel import TwilioChannel, TwilioSettings
from channels.twilio_content import Contents
from forwarder import prices
from forwarder.approved import APPROVED, Held
from forwarder.ladder import Rung
from forwarder.mailbox import MAIL
from forwarder.ration import PURSES
from forwarder.routes import SMS_WAYS
from forwarder.templates import Template, templates_of
from gateway.answer_settings import EVERYWHERE, codes
from gateway.answering import make_approved
from gateway.complete import Line
from gateway.finding import Finding, ok, warning
from gateway.settings import Settings
from gateway.templates_cli import Desk

WHATSAPP = "whatsapp"
# By purse, as people say it.
_PAID = {"sms": "SMS", "whatsapp": "WhatsApp"}


def findings(found: Sequence[Line], settings: Settings) -> list[Finding]:
    """From settings alone; asks nobody."""
    return [*_budget(_on(found), settings), *_unheard(settings)]


def _unheard(settings: Settings) -> Iterator[Finding]:
    """A question of an agency comes by callback alone, a status sooner than it is asked for (forwarder/followed.py)."""
    if settings.central == "national" and not settings.central_callback_secret.get_secret_value():
        what = (
            "The central system's callbacks are refused: statuses are asked for after days, agencies' questions unheard"
        )
        yield warning(what, "Agree on a secret with it for its callbacks: CENTRAL_CALLBACK_SECRET")


async def closed_chats(found: Sequence[Line], settings: Settings) -> list[Finding]:
    """WhatsApp, when a number comes more than 24 hours after its complaint: what Twilio says of its templates, and what
    workers know of that. Costs nothing."""
    line = next((one for one in found if str(one.registered.name) == WHATSAPP), None)
    if line is None or not isinstance(line.channel, TwilioChannel) or not isinstance(line.settings, TwilioSettings):
        return []
    approved = make_approved(settings)
    wanted, known = templates_of(settings.brand, approved.catalogue), approved.held()
    desk = Desk(Contents(line.channel.rest, line.settings.twilio_content_base), approved, wanted)
    unasked: list[Finding] = []
    try:
        told: Mapping[str, Held] = {one.name: one for one in await desk.told()}
    except SendFailed as failed:
        what = f"Twilio did not say which templates WhatsApp has approved ({failed})"
        unasked, told = [warning(what, "What follows is as of the last `satupintu templates`")], known
    return [*unasked, *_templates(wanted, told, known, _on(found))]


def _on(found: Sequence[Line]) -> set[str]:
    """Mail only where senders are proven: else no mailbox is ever known."""
    on = {str(line.registered.name) for line in found if line.channel}
    vouching = any(one.vouches_at for line in found if (one := able(line.channel, Vouching)))
    return on if vouching else on - {MAIL}


def _templates(
    wanted: Sequence[Template], told: Mapping[str, Held], known: Mapping[str, Held], on: set[str]
) -> Iterator[Finding]:
    """told: what Twilio says; known: what workers go by."""
    lacking = [one for one in wanted if not _approved(told.get(one.name))]
    untold = [one for one in wanted if one not in lacking and _sid(known.get(one.name)) != told[one.name].sid]
    if not lacking and not untold:
        yield ok("WhatsApp templates for number, status and question are approved in both languages")
        return
    instead = _instead(sms=any(way in on for way in SMS_WAYS), mail=MAIL in on)
    if lacking:
        what = (
            f"Not deliverable on WhatsApp 24 hours after a citizen wrote, no approved template: {_named(lacking, told)}"
        )
        yield warning(what, f"{instead}. Run: satupintu templates --watch")
    if untold:
        what = f"Not deliverable either, approved at Twilio but not known to workers here: {_named(untold, {})}"
        yield warning(what, f"{instead}. Run: satupintu templates")
    if not any(way in on for way in SMS_WAYS):
        but = " but a mailbox its citizen proved" if MAIL in on else ", nor does mail prove who writes"
        what = f"A WhatsApp chat that is closed has no other way{but}; no SMS channel is switched on"
        yield warning(what, "Set TWILIO_SMS_FROM or SMS_HTTP_PROFILE; such answers wait until the citizen writes again")


def _instead(*, sms: bool, mail: bool) -> str:
    by = ["by SMS to the same number"] * sms + [f"{'at last ' * sms}to a mailbox its citizen proved"] * mail
    rest = "" if sms else "; all others wait"
    return f"They go {', '.join(by)} instead, except for rahasia and anonim{rest}" if by else "They wait"


def _named(templates: Iterable[Template], told: Mapping[str, Held]) -> str:
    """With WhatsApp's word for each that it was asked about."""
    words = ((one.key, told.get(one.name)) for one in templates)
    return ", ".join(f"{key} ({held.status})" if held else key for key, held in words)


def _approved(held: Held | None) -> bool:
    return held is not None and held.status == APPROVED


def _sid(held: Held | None) -> str:
    """What a worker would send, "" for nothing."""
    return held.sid if held and _approved(held) else ""


def _budget(on: set[str], settings: Settings) -> Iterator[Finding]:
    budgets = {"SMS_RUPIAH_PER_DAY": settings.sms_rupiah_per_day}
    budgets["WHATSAPP_RUPIAH_PER_DAY"] = settings.whatsapp_rupiah_per_day
    counted = [name for name, rupiah in budgets.items() if rupiah]
    if counted and settings.prices_file is None:
        newest = max(one.since for one in prices.shipped())
        what = f"{' and '.join(counted)} are counted with example prices of {newest}"
        yield warning(
            what, "Write your provider's prices into a file like forwarder/catalogue/prices.toml: PRICES_FILE"
        )
    paid = {f"{PURSES[way].upper()}_RUPIAH_PER_DAY": _PAID[PURSES[way]] for way in sorted(on & PURSES.keys())}
    for name, answers in paid.items():
        if name not in counted:
            yield warning(f"Nothing limits what answers by {answers} cost in a day ({name} is 0)", f"Set {name}")
    counted_ways = [way for way in sorted(on & PURSES.keys()) if f"{PURSES[way].upper()}_RUPIAH_PER_DAY" in counted]
    if free := list(_unpriced(counted_ways, settings)):
        what = f"No price is known of {', '.join(free)}: a budget of the day counts such an answer as nothing"
        yield warning(what, "Write a [[price]] for each into PRICES_FILE, with rupiah = 0 where it is free")


def _unpriced(ways: Iterable[str], settings: Settings) -> Iterator[str]:
    """Channel, what and country code of each answer that may leave today and has no row in the table."""
    table, today = prices.load(settings.prices_file), datetime.now(ZoneInfo(settings.timezone)).date()
    everywhere = settings.answered_countries == EVERYWHERE
    for way in ways:
        for rung in (Rung.FREE, Rung.TEMPLATE) if way == WHATSAPP else (Rung.FREE,):
            for code in ("+",) if everywhere else codes(settings.answered_countries):
                if prices.price_of(table, way, code, rung, today) is None:
                    yield f"{way} {rung} to {'other countries' if everywhere else code}"
