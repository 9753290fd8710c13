"""What the ledger knows of messages that a provider lists as ours, read only: for counting, never for acting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from typing import Any, Literal

from redis.exceptions import RedisError

from forwarder.ledger import Ledger
from forwarder.redis_server import failure, text

_AT_ONCE = 1_000
Where = Literal["due:reply", "parked"]


async def noted(ledger: Ledger, reports: Sequence[str]) -> list[bool]:
    """Whether a report under this key (`reply.report_key`) would find its answer. Raise `LedgerAway`,
    `LedgerRefused`."""
    try:
        async with ledger.redis.pipeline(transaction=False) as pipe:
            for report in reports:
                pipe.exists(ledger.key(f"r:{report}"))
            return [bool(found) for found in await pipe.execute()]
    except RedisError as error:
        raise failure(error) from error


async def unsettled(ledger: Ledger, where: Where, readers: Set[str]) -> Counter[str]:
    """By reader (`naming.who_at`), of these: how many answers to them were tried, and nobody knows yet whether they
    left. Raise `LedgerAway`, `LedgerRefused`."""
    found = Counter[str]()
    redis: Any = ledger.redis
    try:
        cursor = 0
        while True:
            # Not by rank: what is leased meanwhile moves, and would be passed over.
            cursor, items = await redis.zscan(ledger.key(where), cursor, count=_AT_ONCE)
            names = [name for name in (text(item) for item, _ in items) if _reader(name) in readers]
            async with redis.pipeline(transaction=False) as pipe:
                for name in names:
                    pipe.hexists(ledger.key(f"a:{name}"), "begun")
                tried = await pipe.execute()
            found.update(_reader(name) for name, begun in zip(names, tried, strict=True) if begun)
            if not cursor:
                return found
    except RedisError as error:
        raise failure(error) from error


def _reader(item: str) -> str:
    """An answer is called `<complaint>.<reader>.<what>`, with more behind it; "" for anything else."""
    parts = item.split(".")
    return parts[1] if len(parts) > 2 else ""
