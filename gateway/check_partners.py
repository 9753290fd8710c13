"""Whether the providers and the central system know us: settings read, credentials tried where that costs nothing."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from email.utils import parsedate_to_datetime
from functools import partial

import aiohttp

from channels.abilities import Notifying, Polling
from channels.base import Channel, ChannelError
from channels.mail_settings import Settings as MailSettings
from forwarder.central import CentralError, Unavailable
from gateway import check_answers, vet_check
from gateway.centrals import make_central
from gateway.complete import Line
from gateway.faults import SettingsFault
from gateway.finding import Finding, fault, ok, skew, warning
from gateway.settings import Settings


def settings_findings(found: Sequence[Line], settings: Settings) -> list[Finding]:
    """Faults in channels' settings, each once; which are on; and what does not fit together."""
    wrong = list(dict.fromkeys(sentence for line in found for sentence in line.wrong))
    on = [line.registered.name for line in found if line.channel]
    told = [fault(sentence) for sentence in wrong]
    if on:
        told.append(ok(f"Channels switched on: {', '.join(on)}"))
    elif not wrong:
        told.append(fault("No channel is switched on", "Fill in the settings of at least one (README, Channels)"))
    proofs = [one for mail in _mail_settings(found) for one in vet_check.settings_findings(mail, settings)]
    return [
        *told,
        *_public(found, settings),
        *_mail(found, on, settings),
        *proofs,
        *_leases(found, settings),
        *_places(settings),
        *_operator(found, settings),
        *check_answers.findings(found, settings),
    ]


def _mail_settings(found: Sequence[Line]) -> list[MailSettings]:
    return [line.settings for line in found if line.channel and isinstance(line.settings, MailSettings)]


def _leases(found: Sequence[Line], settings: Settings) -> list[Finding]:
    """An answer's call is broken off before its lease ends, whatever time it was given."""
    slow: dict[str, float] = {}
    for line in found:
        if line.channel and line.settings:
            values = line.settings.model_dump()
            slow |= {name.upper(): value for name, value in values.items() if name.endswith("_timeout_seconds")}
    lease = settings.lease_seconds
    fix = f"Set it below {lease:g}, or LEASE_SECONDS above it"
    return [
        warning(f"{name} is {value:g} and LEASE_SECONDS {lease:g}: a slow call is broken off, its outcome unknown", fix)
        for name, value in slow.items()
        if value >= lease
    ]


def _places(settings: Settings) -> list[Finding]:
    if settings.central != "open311" or settings.open311_address:
        return []
    what = "OPEN311_ADDRESS is empty: GeoReport v2 wants a place, so each complaint without a pin waits for a person"
    return [warning(what, "Name your regency in it")]


def _operator(found: Sequence[Line], settings: Settings) -> list[Finding]:
    if not settings.operator_mail or any(isinstance(line.channel, Notifying) for line in found):
        return []
    what = "OPERATOR_MAIL is set, but the mail channel is off: nobody is told anything"
    return [warning(what, "Fill in MAIL_RECIPIENTS, MAIL_RELAY_HOST and a listener (README, Channel mail)")]


def _public(found: Sequence[Line], settings: Settings) -> list[Finding]:
    hooks = [line.registered.name for line in found if line.channel and line.registered.paths and not _asked(line)]
    if not hooks or settings.public_url.startswith("https://"):
        return []
    what = f"PUBLIC_URL is {settings.public_url}, which providers on the internet cannot reach"
    return [warning(what, f"Set it to the https URL in front of WEB_LISTEN (for the webhooks of {', '.join(hooks)})")]


def _asked(line: Line) -> bool:
    channel: object = line.channel
    return isinstance(channel, Polling) and channel.polls


def _mail(found: Sequence[Line], on: Sequence[str], settings: Settings) -> list[Finding]:
    listens = bool(settings.smtp_listen or settings.lmtp_listen or settings.submission_listen)
    if "mail" in on and not listens:
        return [fault("Mail is switched on, but nothing listens for it", "Set SMTP_LISTEN or LMTP_LISTEN")]
    if listens and "mail" not in on and not any(line.wrong for line in found if line.registered.name == "mail"):
        return [warning("SMTP_LISTEN or LMTP_LISTEN is set, but the mail channel is off", "Fill in its settings")]
    return []


def tries(found: Sequence[Line], settings: Settings) -> list[Callable[[], Awaitable[list[Finding]]]]:
    """What is to be tried, to be run at once."""
    made = [_tried_channel(line, found, settings) for line in found if line.channel]
    made += [partial(vet_check.dns, mail) for mail in _mail_settings(found) if mail.mail_proof == "dns"]
    if settings.central_url or settings.central == "by_hand":
        made.append(partial(_central, settings))
    return made + ([partial(_clock, settings)] if settings.central_url else [])


def _tried_channel(line: Line, found: Sequence[Line], settings: Settings) -> Callable[[], Awaitable[list[Finding]]]:
    name, channel = line.registered.name, line.channel
    assert channel is not None  # noqa: S101 - for the type checker; asked before

    async def tried() -> list[Finding]:
        also = partial(check_answers.closed_chats, found, settings) if name == check_answers.WHATSAPP else _nothing
        try:
            return [await _known_to(name, channel), *await also()]
        finally:
            await channel.close()

    return tried


async def _known_to(name: str, channel: Channel) -> Finding:
    try:
        return ok(f"{name}: {await channel.check()}")
    except ChannelError as error:
        return fault(f"{name}: {error}")


async def _nothing() -> list[Finding]:
    return []


async def _central(settings: Settings) -> list[Finding]:
    try:
        central = make_central(settings)
    except SettingsFault as error:
        return [fault(sentence) for sentence in error.faults]
    try:
        return [ok(await central.check())]
    except Unavailable as error:
        return [
            fault(f"central system: {error}", "See whether CENTRAL_URL is right, and this machine may connect there")
        ]
    except CentralError as error:
        return [fault(f"central system: {error}")]
    finally:
        await central.close()


async def _clock(settings: Settings) -> list[Finding]:
    """Its Date header (RFC 9110, 6.6.1) has whole seconds. Whether it answers at all is told by `_central`."""
    try:
        timeout = aiohttp.ClientTimeout(settings.central_timeout_seconds)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(settings.central_url, allow_redirects=False) as answer,
        ):
            theirs = parsedate_to_datetime(answer.headers.get("Date", "")).timestamp()
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        return []
    return [skew("the central system", time.time() - theirs - 0.5)]
