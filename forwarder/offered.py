"""How far each node had offered its rows to any server before the present one: what is newer was told to none before.

A node says so when it meets a server, before it tells that one anything new: `offered` is node → `<history> <ms>`, the
history being that of the server's writes (`epoch.Life`). What another history says is worth nothing in this one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from redis.exceptions import RedisError

from forwarder.ledger import Ledger
from forwarder.redis_server import failure, text


async def note(ledger: Ledger, node: str, history: str, newest_ms: int) -> None:
    """newest_ms: when the newest came in of all that this node had offered. Raise `LedgerAway`."""
    try:
        await ledger.redis.hset(ledger.key("offered"), node, f"{history} {newest_ms}")
    except RedisError as error:
        raise failure(error) from error


async def told_before(
    ledger: Ledger,
    deliveries: Iterable[tuple[str, int]],
    node: str = "",
    ours: Callable[[int], bool | None] = lambda at_ms: None,
) -> frozenset[str]:
    """Those of these (with when each came in, ms) that a server before this one may have been told: all but what its
    node took in later than anything that it had offered by then. `ours`: whether `node` had offered what came in there
    at that time, as its journal tells it whatever became of its clock; None where it cannot. Raise `LedgerAway`."""
    came = dict(deliveries)
    try:
        async with ledger.redis.pipeline(transaction=False) as pipe:
            pipe.hgetall(ledger.key("offered"))
            for delivery in came:
                pipe.hget(ledger.key(f"d:{delivery}"), "node")
            said, *takers = await pipe.execute()
    except RedisError as error:
        raise failure(error) from error
    newest = dict(_said(text(node), text(value), ledger.args.history) for node, value in said.items())

    def may_know(at_ms: int, taker: str) -> bool:
        if (until := newest.get(taker)) is None:
            return True
        offered = ours(at_ms) if taker == node else None
        return at_ms <= until if offered is None else offered

    pairs = zip(came.items(), takers, strict=True)
    return frozenset(delivery for (delivery, at_ms), taker in pairs if may_know(at_ms, text(taker)))


def _said(node: str, value: str, history: str) -> tuple[str, int | None]:
    theirs, _, newest = value.partition(" ")
    return node, int(newest) if history and theirs == history else None
