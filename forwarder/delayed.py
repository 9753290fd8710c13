"""Complaints that have no number yet, as the ledger knows them: how long, why, and what the central system's outages
had to do with it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from redis.exceptions import RedisError

from forwarder.by_hand import PLACE
from forwarder.deadlines import away_ms
from forwarder.ledger import Ledger
from forwarder.redis_server import failure, text

_AT_ONCE = 500
_FIELDS = ("number", "channel", "state", "at", "taken", "attempts", "why", "who", "token")


@dataclass(frozen=True, slots=True)
class Unnumbered:
    """One complaint. `state`: due, waiting (the central system has it; its number comes later), parked, or tray (nobody
    has entered it yet: forwarder/by_hand_tray.py). `taken_ms`: since when the central system has it, 0 before.
    `away_ms`: for how long it was away while this one waited."""

    id: str
    number: str
    channel: str
    state: str
    received_ms: int
    taken_ms: int
    attempts: int
    away_ms: int
    why: str


async def unnumbered(ledger: Ledger, now_ms: int) -> AsyncIterator[Unnumbered]:
    """All of them, in no order; each once unless it changed meanwhile. Raise `LedgerAway`."""
    told = set[str]()
    try:
        outages = await _outages(ledger, now_ms)
        async for names in carried(ledger, "parked"):
            for found in await _read(ledger, [name for name in names if name not in told], outages, now_ms):
                told.add(found.id)
                yield found
    except RedisError as error:
        raise failure(error) from error


async def _outages(ledger: Ledger, now_ms: int) -> list[tuple[int, int]]:
    redis: Any = ledger.redis
    ended = [text(row).split(" ") for row in await redis.zrange(ledger.key("outages"), 0, -1)]
    since = await redis.get(ledger.key("away"))
    return [(int(begun), int(till)) for begun, till in ended] + ([(int(since), now_ms)] if since else [])


async def carried(ledger: Ledger, *also: str) -> AsyncIterator[list[str]]:
    """Ids of complaints in the due set and the lanes, and `also` elsewhere, some at once; one may come twice. Raise
    `RedisError`."""
    redis: Any = ledger.redis
    lanes = [f"lane:{text(name)}" for name in await redis.zrange(ledger.key("lanes"), 0, -1)]
    for place in ("due:forward", *lanes, *also):
        cursor = -1
        while cursor:
            cursor, rows = await redis.zscan(ledger.key(place), max(cursor, 0), count=_AT_ONCE)
            yield [name for name in (text(row[0]) for row in rows) if not set(".+~") & set(name)]


async def _read(ledger: Ledger, names: Sequence[str], outages: list[tuple[int, int]], now_ms: int) -> list[Unnumbered]:
    async with ledger.redis.pipeline(transaction=False) as pipe:
        for name in names:
            pipe.hmget(ledger.key(f"c:{name}"), list(_FIELDS))
        rows = await pipe.execute() if names else []
    return [
        _of(name, [text(value) for value in row], outages, now_ms)
        for name, row in zip(names, rows, strict=True)
        if text(row[2]) in ("due", "waiting", "parked")
    ]


def _of(name: str, row: list[str], outages: list[tuple[int, int]], now_ms: int) -> Unnumbered:
    number, channel, state, at, taken, attempts, why, who, token = row
    if state == "waiting" and token == PLACE:
        state, taken = "tray", ""
    until = int(taken) if taken else now_ms
    return Unnumbered(
        *(name, number, channel or who.partition("-")[0], state, int(at or 0), int(taken or 0), int(attempts or 0)),
        away_ms=away_ms(outages, int(at or 0), until),
        why=why,
    )
