"""`satupintu journal`: listing the durable inbox, and what may be done to its rows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import typer

from gateway import audit
from gateway.control_client import ControlClient
from gateway.inbox import End, Row
from gateway.journal_reader import JournalReader
from gateway.moments import at
from gateway.settings import Settings
from gateway.terminal import printable
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
    with closing(reader_of(settings)) as reader:
        newest = wanted.after is None
        rows = reader.heads(
            after=wanted.after or 0, limit=wanted.limit + 1, end=wanted.end, only_open=wanted.only_open, newest=newest
        )
        more, shown = len(rows) > wanted.limit, rows[-wanted.limit :] if newest else rows[: wanted.limit]
        for row in shown:
            line = f"{row.seq:>8}  {at(row.received_at, zone)}  {row.channel:<9} {row.end or 'open'}  {row.error}"
            say(printable(line).rstrip())
        for line in (_more(shown, newest=newest) if more else "", "" if shown else "no such row", _counts(reader)):
            if line:
                say(line, err=True)


def _more(shown: Sequence[Row], *, newest: bool) -> str:
    if newest:
        return f"older ones: --last {2 * len(shown)}, or from the first on: --after 0"
    return f"more: --after {shown[-1].seq}"


def _counts(reader: JournalReader) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(reader.counts().items()))


def replay(settings: Settings, seqs: list[int], quarantined: bool) -> int:
    """Asks the running gateway; prints how many rows are read again."""
    if quarantined:
        with closing(reader_of(settings)) as reader:
            seqs = [row.seq for row in _all(reader, 0, "quarantined")]
    if not seqs and not quarantined:
        say("Name the rows to read again, or --quarantined for all of those.", err=True)
        return 2
    with closing(reader_of(settings)) as reader:
        unknown = [seq for seq in seqs if reader.row(seq) is None]
    for seq in unknown:
        say(f"no row {seq}", err=True)
    known = [seq for seq in seqs if seq not in unknown]
    count = ask(settings, lambda client: client.replay(known)) if known or quarantined else 0
    say(f"{_rows(count)} read again; `satupintu journal list` shows what becomes of them.")
    if count < len(known):
        say(f"{_rows(len(known) - count)} left as they were: their bodies were purged.", err=True)
    return int(count < len(seqs))


def close(settings: Settings, seq: int, reason: str) -> int:
    """Give a quarantined row the end `closed` and its reason, so that nobody is called for it any more."""
    with closing(reader_of(settings)) as reader:
        found = reader.heads(after=seq - 1, limit=1)
    row = next((row for row in found if row.seq == seq), None)
    if row is None:
        say(f"no row {seq}", err=True)
        return 1
    if row.end != "quarantined":
        say(f"Row {seq} is not in quarantine (its end is {row.end or 'open'}); nothing was changed.", err=True)
        return 1
    audit.note(settings.data_dir, "journal close", [seq])
    # The journal shows errors to everyone who may list rows.
    ask(settings, lambda client: client.end([End(seq, "closed", mask(reason))]))
    say(f"Row {seq} is closed. Its bytes stay until they are purged; `satupintu journal replay {seq}` opens it again.")
    return 0


def reader_of(settings: Settings) -> JournalReader:
    return JournalReader.open(settings.data_dir, settings.sealer())


def _all(reader: JournalReader, after: int, end: str) -> Iterator[Row]:
    while rows := reader.rows(after, _AT_ONCE, body=False, end=end):
        yield from rows
        after = rows[-1].seq


def ask(settings: Settings, question: Callable[[ControlClient], Any]) -> int:
    async def ask() -> int:
        async with ControlClient(settings.data_dir, _PATIENCE) as client:
            return int(await question(client) or 0)

    return asyncio.run(ask())


def _rows(count: int) -> str:
    return "1 row is" if count == 1 else f"{count} rows are"


def say(text: str, err: bool = False) -> None:
    typer.echo(text, err=err)
