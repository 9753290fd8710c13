"""What operators see of complaints that tell of the same: clusters, storms, and what is there again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from redis.exceptions import RedisError

from forwarder.ledger import Ledger
from forwarder.redis_server import failure, text

_MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Beside:
    """`cluster`: our numbers of all that tell of the same problem, the oldest first and no more than ten; `size` counts
    them all, this one too, and is 0 where nobody else does. `recurrence_of`: the number of an older one by the same
    person. `added`: how often that person wrote of it again with something new."""

    cluster: tuple[str, ...] = ()
    size: int = 0
    recurrence_of: str = ""
    added: int = 0


@dataclass(frozen=True, slots=True)
class Storm:
    """Many alike within a short time: our number of the first, how many there are, when the last one came in."""

    number: str
    size: int
    last_ms: int


async def beside(ledger: Ledger, complaint: str) -> Beside:
    """Raise `LedgerAway`."""
    redis: Any = ledger.redis
    try:
        root, recurs, added = await redis.hmget(ledger.key(f"c:{complaint}"), ["cluster", "recurs", "added"])
        key = ledger.key(f"beside:{text(root) or complaint}")
        names, size = await redis.zrange(key, 0, _MOST_SHOWN - 1), await redis.zcard(key)
        numbers = [text(await redis.hget(ledger.key(f"c:{text(name)}"), "number")) for name in names]
        again = text(await redis.hget(ledger.key(f"c:{text(recurs)}"), "number")) if recurs else ""
    except RedisError as error:
        raise failure(error) from error
    return Beside(tuple(filter(None, numbers)), int(size), again, int(added or 0))


async def storms(ledger: Ledger, since_ms: int) -> list[Storm]:
    """Those that went on after `since_ms`, the newest first. Raise `LedgerAway`."""
    redis: Any = ledger.redis
    try:
        found = await redis.zrevrangebyscore(ledger.key("storms"), "+inf", since_ms, withscores=True)
        return [await _storm(ledger, text(root), int(last)) for root, last in found]
    except RedisError as error:
        raise failure(error) from error


async def _storm(ledger: Ledger, root: str, last_ms: int) -> Storm:
    redis: Any = ledger.redis
    number = text(await redis.hget(ledger.key(f"c:{root}"), "number"))
    return Storm(number, int(await redis.zcard(ledger.key(f"beside:{root}"))), last_ms)
