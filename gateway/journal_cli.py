"""`satupintu journal`: the durable inbox for operators; nobody's words unless they ask, and then it is written down."""

from __future__ import annotations

import asyncio
import base64
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import typer

from forwarder import epoch
from forwarder.ledger import connect
from gateway import audit
from gateway.control_client import ControlClient
from gateway.journal import JournalReader, Row
from gateway.settings import Settings

_PATIENCE = 10.0
_AT_ONCE = 500


def list_rows(settings: Settings, end: str, only_open: bool, after: int, limit: int) -> None:
    """A line a row: number, time, channel, end, error."""
    zone = ZoneInfo(settings.timezone)
    with closing(_reader(settings)) as reader:
        if only_open:
            rows = [row for row in _all(reader, after, "") if not row.end][:limit]
        else:
            rows = reader.rows(after, limit, body=False, end=end)
        for row in rows:
            _say(f"{row.seq:>8}  {_time(row, zone)}  {row.channel:<9} {row.end or 'open'}  {row.error}".rstrip())
        _say(", ".join(f"{name} {count}" for name, count in sorted(reader.counts().items())), err=True)


def show(settings: Settings, seq: int, unmask: bool) -> int:
    """One row; its body only after the audit line is on the disk. 1 if there is no such row."""
    with closing(_reader(settings)) as reader:
        row = reader.row(seq)
    if row is None:
        _say(f"The journal has no row {seq}; `satupintu journal list` shows which there are.", err=True)
        return 1
    for name, value in _head(row).items():
        _say(f"{name:<12} {value}")
    if unmask and row.raw:
        audit.note(settings.data_dir, "journal show", [seq])
        for name, value in row.raw.headers:
            _say(f"{name}: {value}")
        _say("")
        sys.stdout.flush()
        sys.stdout.buffer.write(row.raw.body + b"\n")
    return 0


def export(settings: Settings, after: int, unmask: bool) -> None:
    """JSON lines. Each batch of bodies is audited before it is written."""
    with closing(_reader(settings)) as reader:
        while rows := reader.rows(after, _AT_ONCE, body=unmask):
            if unmask:
                audit.note(settings.data_dir, "journal export", [row.seq for row in rows])
            for row in rows:
                _say(json.dumps({**_head(row), **(_body(row) if unmask else {})}, ensure_ascii=False))
            after = rows[-1].seq


def replay(settings: Settings, seqs: list[int], quarantined: bool) -> int:
    """Asks the running gateway; prints how many rows are read again."""
    if quarantined:
        with closing(_reader(settings)) as reader:
            seqs = [row.seq for row in _all(reader, 0, "quarantined")]
    if not seqs and not quarantined:
        _say("Name the rows to read again, or --quarantined for all of those.", err=True)
        return 2
    count = _ask(settings, lambda client: client.replay(seqs))
    _say(f"{count} rows are read again; `satupintu journal list` shows what becomes of them.")
    return 0


def purge(settings: Settings, days: int) -> None:
    """Asks the running gateway; prints how many bodies are gone."""
    before = datetime.now(UTC) - timedelta(days=days)
    count = _ask(settings, lambda client: client.purge(before))
    _say(f"{count} bodies received before {before.date()} are destroyed.")


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
            return int(await question(client))

    return asyncio.run(ask())


def _head(row: Row) -> dict[str, object]:
    """What tells of the delivery but not of the person."""
    size = {"bytes": len(row.raw.body)} if row.raw else {}
    return {
        "row": row.seq,
        "received_at": row.received_at.isoformat(),
        "channel": row.channel,
        "key": row.key.hex(),
        "end": row.end or "open",
        "error": row.error,
        **size,
    }


def _body(row: Row) -> dict[str, object]:
    if row.raw is None:
        return {"body": None}
    return {"url": row.raw.url, "headers": row.raw.headers, "body": base64.b64encode(row.raw.body).decode()}


def _time(row: Row, zone: ZoneInfo) -> str:
    return row.received_at.astimezone(zone).isoformat(" ", "seconds")


def _say(text: str, err: bool = False) -> None:
    typer.echo(text, err=err)
