"""An operator's switches for a bad day: what is held back stays due, and goes on when it is let go."""

from __future__ import annotations

from dataclasses import dataclass

from redis.exceptions import RedisError

from forwarder.ledger import Ledger
from forwarder.redis_server import failure, text

FORWARD, REPLIES = "forward", "replies"


@dataclass(frozen=True, slots=True)
class Held:
    """`what`: `forward`, `replies` or a channel, whose answers are held back; `since_ms` as Redis's clock has it."""

    what: str
    since_ms: int


async def pause(ledger: Ledger, node: str, what: str) -> bool:
    """False when it was held back already. Calls in flight end; what comes in is taken as ever. Raise `LedgerAway`."""
    return await _switch(ledger, node, what, "1")


async def resume(ledger: Ledger, node: str, what: str) -> bool:
    """False when it was not held back. Raise `LedgerAway`."""
    return await _switch(ledger, node, what, "0")


async def held(ledger: Ledger) -> list[Held]:
    try:
        found = await ledger.redis.hgetall(ledger.key("paused"))
    except RedisError as error:
        raise failure(error) from error
    return sorted((Held(text(what), int(at)) for what, at in found.items() if int(at) > 0), key=lambda one: one.what)


async def _switch(ledger: Ledger, node: str, what: str, on: str) -> bool:
    (done,) = await ledger.run_many([("switch", (node, what, on))])
    return bool(done)
