"""What waits for its turn at the central system: forward_lease.lua keeps a lane for each channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis

# The lane of questions for late numbers; no channel may be called so.
NUMBERS = "?"


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait in lanes; for how long (s) the oldest complaint has, never longer than there has been any."""

    count: int
    seconds: float


async def waiting(redis: Redis, prefix: str, now_ms: float) -> Waiting:
    """`prefix` names the ledger's keys. Raise redis-py's errors."""
    names = [bytes(name).decode() for name in await _list(redis, prefix)]
    async with redis.pipeline(transaction=False) as pipe:
        pipe.get(f"{prefix}ready")
        for name in names:
            pipe.zcard(f"{prefix}lane:{name}")
            pipe.zrange(f"{prefix}lane:{name}", 0, 0, withscores=True)
        ready, *found = await pipe.execute()
    oldest = [first[0][1] for name, first in zip(names, found[1::2], strict=True) if first and name != NUMBERS]
    # One that is tried again is old and has not waited here: nobody has stood longer than there has been a row.
    since = max(min(oldest), float(ready)) if oldest and ready else now_ms
    return Waiting(sum(found[::2]), max(0.0, (now_ms - since) / 1000))


async def _list(redis: Redis, prefix: str) -> list[Any]:
    return list(await redis.zrange(f"{prefix}lanes", 0, -1))
