"""`satupintu complaints`: where complaints stand, without anybody's words."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from zoneinfo import ZoneInfo

import typer

from forwarder import epoch
from forwarder.items import Parked, Standing
from forwarder.ledger import Ledger, connect
from gateway.journal import JournalReader, Row
from gateway.settings import Settings

_AT_ONCE = 500


def list_complaints(settings: Settings, limit: int) -> None:
    """The last `limit` complaints of this node's journal: our number, time, channel, state, national number."""
    with closing(JournalReader.open(settings.data_dir, settings.sealer())) as reader:
        rows = _last(reader, limit)
    standings = asyncio.run(_standings(settings, [_id(row) for row in rows]))
    zone = ZoneInfo(settings.timezone)
    for row, standing in zip(rows, standings, strict=True):
        when = row.received_at.astimezone(zone).isoformat(" ", "seconds")
        state = f"{standing.state}  {standing.national}".rstrip() if standing else "not in the ledger"
        typer.echo(f"{row.end.rpartition(':')[2]:<11} {when}  {row.channel:<9} {state}")


def show(settings: Settings, number: str) -> int:
    """By either number, written with blanks or # or without; 1 if nobody knows it."""
    wanted = re.sub(r"[\s#.-]", "", number)
    standing = asyncio.run(_by_number(settings, wanted))
    if standing is None:
        typer.echo("The ledger knows no complaint by that number.", err=True)
        return 1
    facts = {"nomor laporan": standing.number, "state": standing.state, "national": standing.national or "not yet"}
    for name, value in {**facts, "id": standing.id, "protected": "yes" if standing.flagged else "no"}.items():
        typer.echo(f"{name:<14} {value}")
    return 0


def list_parked(settings: Settings, limit: int) -> None:
    """What waits for a person, the oldest first: id, since when, our number, why."""
    zone = ZoneInfo(settings.timezone)
    for item in asyncio.run(_parked(settings, limit)):
        since = datetime.fromtimestamp(item.since_ms / 1000, zone).isoformat(" ", "seconds")
        kind = "answer" if "." in item.id else "complaint"
        typer.echo(f"{item.id}  {since}  {item.number:<11} {kind:<9} {item.why}")


def retry(settings: Settings, items: Sequence[str]) -> int:
    """Send parked items on their way again; 1 if one of them is not parked."""
    refused = [item for item in items if not asyncio.run(_retry(settings, item))]
    for item in refused:
        typer.echo(f"{item} is not parked: see satupintu complaints parked", err=True)
    typer.echo(f"{len(items) - len(refused)} sent on. A complaint in doubt is looked up before it is submitted.")
    return int(bool(refused))


async def _parked(settings: Settings, limit: int) -> list[Parked]:
    ledger = await _ledger(settings)
    try:
        return await ledger.parked(limit)
    finally:
        await ledger.redis.aclose()


async def _retry(settings: Settings, item: str) -> bool:
    ledger = await _ledger(settings)
    try:
        return await ledger.retry(item)
    finally:
        await ledger.redis.aclose()


def _last(reader: JournalReader, limit: int) -> list[Row]:
    kept: list[Row] = []
    after = 0
    while rows := reader.rows(after, _AT_ONCE, body=False, end="complaint:"):
        kept = [*kept, *rows][-limit:]
        after = rows[-1].seq
    return kept


def _id(row: Row) -> str:
    return row.end.split(":")[1]


async def _standings(settings: Settings, ids: Sequence[str]) -> list[Standing | None]:
    ledger = await _ledger(settings)
    try:
        return [await ledger.standing_of(name) for name in ids]
    finally:
        await ledger.redis.aclose()


async def _by_number(settings: Settings, number: str) -> Standing | None:
    ledger = await _ledger(settings)
    try:
        return await ledger.standing(number)
    finally:
        await ledger.redis.aclose()


async def _ledger(settings: Settings) -> Ledger:
    redis = connect(settings.redis_url.get_secret_value(), connections=2)
    return Ledger(redis, await epoch.current(redis), settings.sealer())
