"""`satupintu journal`: listing the durable inbox, and what may be done to its rows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import typer

from forwarder import epoch
from forwarder.redis_server import connect
from gateway import attach, audit
from gateway.control_client import ControlClient
from gateway.journal import End, JournalReader, Row
from gateway.journal_show import at
from gateway.settings import Settings
from gateway.terminal import printable
from gateway.wiring import make_vault
from normalizer.privacy import mask

_PATIENCE = 10.0
_AT_ONCE = 500


@dataclass(frozen=True)
class Wanted:
    """Which rows to list. `after`: begin behind this one instead of showing the newest."""

    end: str = ""
    only_open: bool = False
    after: int | None = None
    limit: int = 50


def list_rows(settings: Settings, wanted: Wanted) -> None:
    """A line a row: number, time, channel, end, error; the newest last. Then how to go on, and counts."""
    zone = ZoneInfo(settings.timezone)
    with closing(_reader(settings)) as reader:
        newest = wanted.after is None
        rows = reader.heads(
            after=wanted.after or 0, limit=wanted.limit + 1, end=wanted.end, only_open=wanted.only_open, newest=newest
        )
        more, shown = len(rows) > wanted.limit, rows[-wanted.limit :] if newest else rows[: wanted.limit]
        for row in shown:
            line = f"{row.seq:>8}  {at(row.received_at, zone)}  {row.channel:<9} {row.end or 'open'}  {row.error}"
            _say(printable(line).rstrip())
        for line in (_more(shown, newest=newest) if more else "", "" if shown else "no such row", _counts(reader)):
            if line:
                _say(line, err=True)


def _more(shown: Sequence[Row], *, newest: bool) -> str:
    if newest:
        return f"older ones: --last {2 * len(shown)}, or from the first on: --after 0"
    return f"more: --after {shown[-1].seq}"


def _counts(reader: JournalReader) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(reader.counts().items()))


def replay(settings: Settings, seqs: list[int], quarantined: bool) -> int:
    """Asks the running gateway; prints how many rows are read again."""
    if quarantined:
        with closing(_reader(settings)) as reader:
            seqs = [row.seq for row in _all(reader, 0, "quarantined")]
    if not seqs and not quarantined:
        _say("Name the rows to read again, or --quarantined for all of those.", err=True)
        return 2
    with closing(_reader(settings)) as reader:
        unknown = [seq for seq in seqs if reader.row(seq) is None]
    for seq in unknown:
        _say(f"no row {seq}", err=True)
    known = [seq for seq in seqs if seq not in unknown]
    count = _ask(settings, lambda client: client.replay(known)) if known or quarantined else 0
    _say(f"{_rows(count)} read again; `satupintu journal list` shows what becomes of them.")
    if count < len(known):
        _say(f"{_rows(len(known) - count)} left as they were: their bodies were purged.", err=True)
    return int(count < len(seqs))


def close(settings: Settings, seq: int, reason: str) -> int:
    """Give a quarantined row the end `closed` and its reason, so that nobody is called for it any more."""
    with closing(_reader(settings)) as reader:
        found = reader.heads(after=seq - 1, limit=1)
    row = next((row for row in found if row.seq == seq), None)
    if row is None:
        _say(f"no row {seq}", err=True)
        return 1
    if row.end != "quarantined":
        _say(f"Row {seq} is not in quarantine (its end is {row.end or 'open'}); nothing was changed.", err=True)
        return 1
    audit.note(settings.data_dir, "journal close", [seq])
    # The journal shows errors to everyone who may list rows.
    _ask(settings, lambda client: client.end([End(seq, "closed", mask(reason))]))
    _say(f"Row {seq} is closed. Its bytes stay until they are purged; `satupintu journal replay {seq}` opens it again.")
    return 0


def purge(settings: Settings, days: int) -> None:
    """Asks the running gateway; prints how many bodies are gone."""
    before = datetime.now(UTC) - timedelta(days=days)
    count = _ask(settings, lambda client: client.purge(before))
    zone = ZoneInfo(settings.timezone)
    _say(f"{_bodies(count)} received before {at(before, zone)} destroyed.")
    with closing(_reader(settings)) as reader:
        files = asyncio.run(attach.purge(make_vault(settings), reader, before))
    _say(f"{files} of their attachments destroyed." if files else "No attachment was as old.")


def rebuild(settings: Settings, without: Sequence[str]) -> None:
    """Declares the ledger lost; every node's running gateway then replays its journal. without: nodes that are lost."""
    dropped = asyncio.run(_drop(settings.redis_url.get_secret_value(), without))
    if dropped:
        _say("The ledger is declared lost. Forwarding and answering pause until every node has replayed its journal.")
    else:
        _say("No ledger lives in this Redis: running gateways rebuild it already.")
    _say("/health/ready of each node tells when it lives again.")


async def _drop(url: str, without: Sequence[str]) -> bool:
    redis = connect(url, connections=1)
    try:
        living = await epoch.current(redis)
        if living:
            await epoch.drop(redis, living)
        for node in without:
            await epoch.excuse(redis, node)
        return bool(living)
    finally:
        await redis.aclose()


def _reader(settings: Settings) -> JournalReader:
    return JournalReader.open(settings.data_dir, settings.sealer())


def _all(reader: JournalReader, after: int, end: str) -> Iterator[Row]:
    while rows := reader.rows(after, _AT_ONCE, body=False, end=end):
        yield from rows
        after = rows[-1].seq


def _ask(settings: Settings, question: Callable[[ControlClient], Any]) -> int:
    async def ask() -> int:
        async with ControlClient(settings.data_dir, _PATIENCE) as client:
            return int(await question(client) or 0)

    return asyncio.run(ask())


def _rows(count: int) -> str:
    return "1 row is" if count == 1 else f"{count} rows are"


def _bodies(count: int) -> str:
    return "1 body" if count == 1 else f"{count} bodies"


def _say(text: str, err: bool = False) -> None:
    typer.echo(text, err=err)
