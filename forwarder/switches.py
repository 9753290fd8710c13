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


async def ask_again(ledger: Ledger) -> bool:
    """Whatever patience the central system asked for is over; one call goes first. False when it asked for none. Raise
    `LedgerAway`."""
    (done,) = await ledger.run_many([("ask_again", ())])
    return bool(done)


async def patience(ledger: Ledger) -> Held | None:
    """Why the central system is not called now, and until when (ms; not since)."""
    try:
        name = ledger.key("hold:forward")
        why, left, (seconds, _) = await ledger.redis.get(name), await ledger.redis.pttl(name), await ledger.redis.time()
    except RedisError as error:
        raise failure(error) from error
    return Held(text(why), int(seconds) * 1000 + left) if why and left > 0 else None


async def held(ledger: Ledger) -> list[Held]:
    try:
        found = await ledger.redis.hgetall(ledger.key("paused"))
    except RedisError as error:
        raise failure(error) from error
    return sorted((Held(text(what), int(at)) for what, at in found.items() if int(at) > 0), key=lambda one: one.what)


async def _switch(ledger: Ledger, node: str, what: str, on: str) -> bool:
    (done,) = await ledger.run_many([("switch", (node, what, on))])
    return bool(done)
