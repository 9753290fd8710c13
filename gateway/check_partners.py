"""Whether the providers and the central system know us: settings read, credentials tried where that costs nothing."""

from __future__ import annotations

import importlib
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import aiohttp
from pydantic import ValidationError

import channels
from channels.base import Channel, ChannelError, Registered
from forwarder.central import CentralError
from gateway.faults import sentences
from gateway.finding import Finding, fault, ok, skew, warning
from gateway.settings import Settings
from gateway.wiring import make_central


@dataclass(frozen=True, slots=True)
class Line:
    """One registered channel as the settings make it: `channel` is None when it is off or its settings are wrong."""

    registered: Registered
    channel: Channel | None
    wrong: tuple[str, ...] = ()


def lines(env: Mapping[str, str], public_url: str) -> list[Line]:
    """Every channel of the table, made from `env`. Makes no connection."""
    return [_line(registered, env, public_url) for registered in channels.ALL]


def _line(registered: Registered, env: Mapping[str, str], public_url: str) -> Line:
    try:
        module = importlib.import_module(registered.module)
        return Line(registered, module.from_env(env, public_url))
    except ValidationError as error:
        return Line(registered, None, sentences(error))
    except ValueError as error:  # a profile or a combination that cannot be
        return Line(registered, None, (f"{registered.name}: {error}",))
    except ImportError as error:
        return Line(registered, None, (f"The channel {registered.name} cannot be loaded ({error.name} is missing)",))


def settings_findings(found: list[Line], settings: Settings) -> list[Finding]:
    """Faults in channels' settings, each once; which are on; and what does not fit together."""
    wrong = list(dict.fromkeys(sentence for line in found for sentence in line.wrong))
    on = [line.registered.name for line in found if line.channel]
    told = [fault(sentence) for sentence in wrong]
    if on:
        told.append(ok(f"Channels switched on: {', '.join(on)}"))
    elif not wrong:
        told.append(fault("No channel is switched on", "Fill in the settings of at least one (README, Channels)"))
    return [*told, *_public(found, settings), *_mail(on, settings)]


def _public(found: list[Line], settings: Settings) -> list[Finding]:
    hooks = [line.registered.name for line in found if line.channel and line.registered.paths]
    if not hooks or settings.public_url.startswith("https://"):
        return []
    what = f"PUBLIC_URL is {settings.public_url}, which providers on the internet cannot reach"
    return [warning(what, f"Set it to the https URL in front of WEB_LISTEN ({', '.join(hooks)} use webhooks)")]


def _mail(on: Sequence[str], settings: Settings) -> list[Finding]:
    listens = bool(settings.smtp_listen or settings.lmtp_listen)
    if "mail" in on and not listens:
        return [fault("Mail is switched on, but nothing listens for it", "Set SMTP_LISTEN or LMTP_LISTEN")]
    if listens and "mail" not in on:
        return [warning("SMTP_LISTEN or LMTP_LISTEN is set, but the mail channel is off", "Fill in its settings")]
    return []


def tries(found: list[Line], settings: Settings) -> list[Callable[[], Awaitable[list[Finding]]]]:
    """What is to be tried, to be run at once."""
    made = [_tried_channel(line.registered.name, line.channel) for line in found if line.channel]
    return made + ([lambda: _central(settings), lambda: _clock(settings)] if settings.central_url else [])


def _tried_channel(name: str, channel: Channel) -> Callable[[], Awaitable[list[Finding]]]:
    async def tried() -> list[Finding]:
        try:
            return [ok(f"{name}: {await channel.check()}")]
        except ChannelError as error:
            return [fault(f"{name}: {error}")]
        finally:
            await channel.close()

    return tried


async def _central(settings: Settings) -> list[Finding]:
    try:
        central = make_central(settings)
    except ValueError as error:
        return [fault(sentence) for sentence in str(error).split("; ")]
    try:
        return [ok(await central.check())]
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
