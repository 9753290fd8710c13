"""`satupintu tray`: what is suspect, without anybody's data unless asked for, and then that is written down first."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from zoneinfo import ZoneInfo

import typer

from channels.abilities import Sorting
from gateway import audit, tray
from gateway.control_client import ControlClient
from gateway.environment import read_env
from gateway.inbox import marked
from gateway.journal import JournalReader, Row
from gateway.moments import at
from gateway.settings import Settings
from gateway.terminal import printable
from gateway.wiring import make_channels
from normalizer.schema import Raw

_PATIENCE = 10.0

Act = Callable[[ControlClient, Sequence[int]], Awaitable[int]]


def list_rows(settings: Settings, limit: int) -> None:
    """Oldest first: row, when, why, the sender's domain, and the subject with people's data masked."""
    zone, channels = ZoneInfo(settings.timezone), make_channels(read_env(), settings.public_url)
    with closing(_reader(settings)) as reader:
        heads = [*reader.tray("held", limit), *reader.tray("verification", limit)][:limit]
        for head in heads:
            row = reader.row(head.seq) or head
            sorting, raw = tray.sorter(channels, row), marked(row)
            domain, subject = sorting.summary(raw) if sorting and raw else ("", "(its bytes cannot be opened)")
            typer.echo(printable(f"{row.seq:>8}  {at(row.received_at, zone)}  {row.end:<22}  {domain:<28}  {subject}"))
        count, _ = reader.held()
    typer.echo(f"{count} held", err=True)


def show(settings: Settings, seq: int, unmask: bool) -> int:
    """One row: why it waits, and with `unmask` what it says; 1 if there is no such row, it cannot be opened, or it
    is not in the tray (`unmask` shows it all the same)."""
    zone, channels = ZoneInfo(settings.timezone), make_channels(read_env(), settings.public_url)
    with closing(_reader(settings)) as reader:
        row = reader.row(seq)
    if row is None:
        typer.echo(f"The journal has no row {seq}; `satupintu tray list` shows what waits.", err=True)
        return 1
    if not (unmask or tray.in_tray(row) or row.end == tray.SPAM):  # a citizen's subject is a citizen's words
        typer.echo(f"Row {seq} is not in the tray; `satupintu journal show {seq}` tells what became of it.", err=True)
        return 1
    sorting, raw = tray.sorter(channels, row), marked(row)
    if sorting is None or raw is None:
        typer.echo(
            f"Row {seq} cannot be looked at here: its bytes are gone or sealed, or its channel is off.", err=True
        )
        return 1
    if unmask:
        audit.note(settings.data_dir, "tray show", [seq])
    _print(row, sorting, raw, zone, unmask=unmask)
    return 0


def _print(row: Row, sorting: Sorting, raw: Raw, zone: ZoneInfo, *, unmask: bool) -> None:
    domain, subject = sorting.summary(raw)
    told = {"row": str(row.seq), "received": at(row.received_at, zone), "end": row.end or "open", "domain": domain}
    for name, value in {**told, "subject": subject, "signs": ", ".join(sorting.reasons(raw))}.items():
        typer.echo(printable(f"{name:<12} {value}"))
    if request := sorting.request(raw):
        # A provider's code opens somebody's forwarding: whoever sees it is written down as for words.
        typer.echo(printable(request if unmask else request.partition("\n")[0]))
    if unmask:
        typer.echo("")
        typer.echo(printable(sorting.words(raw).replace("\r\n", "\n")))


def release(settings: Settings, seqs: list[int]) -> int:
    """Rows go their normal way, submitted and answered; 1 if one of them was not in the tray."""
    done = _decide(settings, seqs, "tray release", tray.release)
    typer.echo(f"{done} released; `satupintu journal list` shows what becomes of them.")
    return int(done < len(seqs))


def spam(settings: Settings, seqs: list[int]) -> int:
    """Rows leave the tray as spam; 1 if one of them was not in it."""
    done = _decide(settings, seqs, "tray spam", tray.condemn)
    typer.echo(
        f"{done} marked as spam. Their bytes stay until they are purged; `satupintu tray release` takes it back."
    )
    return int(done < len(seqs))


def _decide(settings: Settings, seqs: Sequence[int], act: str, do: Act) -> int:
    with closing(_reader(settings)) as reader:
        found = {seq: reader.row(seq) for seq in seqs}
    good = [seq for seq, row in found.items() if row and _may(row, act)]
    for seq in (seq for seq in seqs if seq not in good):
        typer.echo(f"Row {seq} is not in the tray; nothing was changed.", err=True)
    if not good:
        return 0
    audit.note(settings.data_dir, act, good)
    return asyncio.run(_asked(settings, good, do))


def _may(row: Row, act: str) -> bool:
    """What a person called spam by mistake is released, too."""
    return tray.in_tray(row) or (act == "tray release" and row.end == tray.SPAM)


async def _asked(settings: Settings, seqs: Sequence[int], do: Act) -> int:
    async with ControlClient(settings.data_dir, _PATIENCE) as client:
        return await do(client, seqs)


def _reader(settings: Settings) -> JournalReader:
    return JournalReader.open(settings.data_dir, settings.sealer())
