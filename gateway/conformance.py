"""`satupintu conformance URL`: whether a central system keeps docs/central-api.yaml, rule by rule, with a report."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from rich.console import Console
from rich.text import Text
from yarl import URL

from forwarder.central import CentralError, Unavailable, Unknown
from forwarder.wire import Request, Wire, url_faults
from gateway.addresses import Listen, parse
from gateway.conformance_callbacks import Receiver
from gateway.conformance_cases import CASES, Case
from gateway.conformance_probe import Broken, Exchange, Probe, Skipped
from gateway.settings import Settings
from gateway.terminal import printable

_SHOWN: Final = 600
_LAST: Final = 3  # exchanges of a rule
_SECONDS: Final = 60.0
_MARK: Final = {"kept": ("kept", "green"), "broken": ("BROKEN", "bold red"), "skipped": ("skipped", "yellow")}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one rule; `exchanges` are what was sent and what came, the last one is where it broke."""

    case: Case
    result: str
    why: str = ""
    exchanges: tuple[Exchange, ...] = ()


def main(
    url: str,
    settings: Settings,
    everything: bool = False,
    callbacks: str = "",
    seconds: float = 120.0,
    console: Console | None = None,
) -> int:
    """1 when a rule is broken; 2 when nothing could be tried. everything: show what was sent and what came for every
    rule, not only where one is broken. callbacks: HOST:PORT where the system was told to call back, waited for so many
    seconds."""
    shown = console or Console(soft_wrap=True, highlight=False)
    key = settings.central_key.get_secret_value()
    faults = [*url_faults(url), *([] if key else ["CENTRAL_KEY must be the key it knows CENTRAL_INSTANCE by"])]
    if faults:
        for sentence in faults:
            shown.print(Text(sentence.replace("CENTRAL_URL", "The URL"), style="bold red"))
        return 2
    try:
        receiver = _receiver(settings, callbacks, seconds, shown)
        verdicts = asyncio.run(_judged(url, settings, receiver, callbacks))
    except Unavailable as error:
        shown.print(Text(f"{url}: {error}. Nothing was tried.", style="bold red"))
        return 2
    except (ValueError, OSError) as error:
        shown.print(Text(f"--callbacks {callbacks}: {error}", style="bold red"))
        return 2
    report(verdicts, shown, everything)
    return int(any(verdict.result == "broken" for verdict in verdicts))


def _receiver(settings: Settings, callbacks: str, seconds: float, shown: Console) -> Receiver | None:
    """Raise `ValueError`."""
    if not callbacks:
        return None
    secret = settings.central_callback_secret.get_secret_value()
    if not secret:
        raise ValueError("CENTRAL_CALLBACK_SECRET must be the secret that it signs with")
    return Receiver(secret, seconds, lambda sentence: shown.print(Text(sentence, style="bold")))


async def _judged(url: str, settings: Settings, receiver: Receiver | None, callbacks: str) -> list[Verdict]:
    """Raise `ValueError` or `OSError` for an address that cannot be listened at."""
    key, instance = settings.central_key.get_secret_value(), settings.central_instance or settings.node_id
    at = parse(callbacks) if receiver else None
    async with receiver.listening(at.host, at.port) if receiver and isinstance(at, Listen) else nullcontext():
        return await judge(url, key, instance, settings.central_timeout_seconds, receiver=receiver)


async def judge(
    url: str,
    key: str,
    instance: str,
    seconds: float = 10.0,
    cases: Sequence[Case] = CASES,
    receiver: Receiver | None = None,
) -> list[Verdict]:
    """Every rule, one after the other. It leaves cases of invented people behind: use a system for tests. Raise
    `Unavailable` when nobody is there."""
    headers = {"Accept": "application/json, application/problem+json"}
    wire = Wire(URL(url), headers, seconds, 20)
    run = secrets.token_hex(4)
    try:
        with suppress(Unknown):
            await wire.call(Request("GET", ("v1", "limits")))
        probes = [Probe(wire, key, instance, f"{run}-{place}", receiver=receiver) for place in range(len(cases))]
        return [await _verdict(case, probe) for case, probe in zip(cases, probes, strict=True)]
    finally:
        await wire.close()


async def _verdict(case: Case, probe: Probe) -> Verdict:
    try:
        async with asyncio.timeout(_SECONDS + (probe.receiver.seconds if probe.receiver else 0.0)):
            await case.trial(probe)
    except Skipped as skipped:
        return Verdict(case, "skipped", str(skipped), tuple(probe.exchanges))
    except Broken as broken:
        return Verdict(case, "broken", str(broken), tuple(probe.exchanges))
    except (CentralError, TimeoutError) as error:
        return Verdict(case, "broken", str(error) or "it took too long", tuple(probe.exchanges))
    except Exception as error:  # noqa: BLE001 - an answer of any shape breaks its rule, and no other
        why = f"the answer's parts are not of the contract's types ({type(error).__name__})"
        return Verdict(case, "broken", why, tuple(probe.exchanges))
    return Verdict(case, "kept", "", tuple(probe.exchanges))


def report(verdicts: Sequence[Verdict], shown: Console, everything: bool = False) -> None:
    """All rules, each with its section; then what was sent and what came where one was broken, or for all."""
    shown.print(f"docs/central-api.yaml, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n")
    said = ""
    for verdict in verdicts:
        words, style = _MARK[verdict.result]
        shown.print(Text.assemble((f"{words:<9}", style), verdict.case.rule, (f"  {verdict.case.section}", "dim")))
        if verdict.why and (verdict.why != said or verdict.result == "broken"):
            shown.print(Text(f"{'':<9}→ {printable(verdict.why)}"))
        said = verdict.why
    for verdict in verdicts:
        if verdict.result == "broken" or everything:
            _show(verdict, shown)
    counts = {name: sum(verdict.result == name for verdict in verdicts) for name in _MARK}
    shown.print(", ".join(f"{count} {name}" for name, count in counts.items()))


def _show(verdict: Verdict, shown: Console) -> None:
    words, style = _MARK[verdict.result]
    shown.print(Text(f"\n{words}: {verdict.case.rule} ({verdict.case.section})", style=style))
    if verdict.why:
        shown.print(Text(printable(verdict.why)))
    for exchange in verdict.exchanges[-_LAST:]:
        shown.print(Text(_lines("sent", exchange.line, *exchange.headers, _body(exchange.sent))))
        shown.print(Text(_lines("came", str(exchange.status or "no answer"), _body(exchange.came))))


def _lines(name: str, *lines: str) -> str:
    return printable(f"  {name}  " + "\n        ".join(filter(None, lines)))


def _body(data: bytes) -> str:
    return data[:_SHOWN].decode("utf-8", "replace") + (f"… ({len(data)} bytes)" if len(data) > _SHOWN else "")
