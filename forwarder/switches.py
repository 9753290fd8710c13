"""An operator's switches for a bad day: what is held back stays due, and goes on when it is let go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from redis.exceptions import RedisError

from forwarder import schedule
from forwarder.items import DAY
from forwarder.ledger import Ledger
from forwarder.patience import Patience
from forwarder.redis_server import failure, text

FORWARD, REPLIES = "forward", "replies"


@dataclass(frozen=True, slots=True)
class Held:
    """`what`: `forward`, `replies` or a channel, whose answers are held back; `since_ms` as Redis's clock has it;
    `left_ms`: how much longer, where that is known. asked: the other side wants it so, it is no guess of ours."""

    what: str
    since_ms: int
    left_ms: int = 0
    asked: bool = True


async def pause(ledger: Ledger, node: str, what: str) -> bool:
    """False when it was held back already. Calls in flight end; what comes in is taken as ever. Raise `LedgerAway`."""
    return await _switch(ledger, node, what, "1")


async def resume(ledger: Ledger, node: str, what: str) -> bool:
    """False when it was not held back. Raise `LedgerAway`."""
    return await _switch(ledger, node, what, "0")


# What was put off until a wish is over is due up to a twentieth later (schedule.py), and a wish is for a day at most.
_BEFORE_MS, _BEHIND_MS = 2_000, DAY * 1000 // 20


async def ask_again(ledger: Ledger, account: str = "") -> bool:
    """Whatever patience the central system asked for, or a channel's provider by its account (patience.py), is over;
    one call goes first. False when it asked for none. Raise `LedgerAway`."""
    (until,) = await ledger.run_many([("ask_again", (account,))])
    if not until:
        return False
    looked, since, left = 1, str(int(until) - _BEFORE_MS), 0
    while looked:
        span = (account, since, int(until) + _BEHIND_MS, left)
        ((looked, since, left),) = await ledger.run_many([("hasten", span)])
    return True


async def heed(ledger: Ledger, patience: Patience, whom: Mapping[str, str]) -> None:
    """Before each look for work: who asked any process to wait is left alone by this one, too, and what this one heard
    is told to the ledger, should it not know it; what an operator had asked sooner, this one may ask as well. whom: by
    its name here the one in `patience`. Raise `LedgerAway` or `LedgerLost`."""
    asked, now = list(whom.items()), patience.clock()
    args = [arg for name, one in asked for arg in (name, patience.left_ms(one), patience.heeded(one))]
    (found,) = await ledger.run_many([("heed", args)])
    for (_, one), (word, left) in zip(asked, found, strict=True):
        patience.heed(one, text(word))
        patience.learn(one, now, left)


async def patience(ledger: Ledger, account: str = "") -> Held | None:
    """Why the central system is not called now, or a channel's provider, and until when (ms; not since)."""
    try:
        name = ledger.key(f"hold:reply:{account}" if account else "hold:forward")
        async with ledger.redis.pipeline(transaction=False) as pipe:
            pipe.get(name)
            pipe.pttl(name)
            pipe.time()
            pipe.sismember(ledger.key("holds:asked"), name)
            why, left, (seconds, _), asked = await pipe.execute()
    except RedisError as error:
        raise failure(error) from error
    held = left > 0 and text(why) not in ("", "probing")
    return Held(text(why), int(seconds) * 1000 + left, left, bool(asked)) if held else None


async def risking(ledger: Ledger) -> Held | None:
    """Until when nothing more is told to a central system that took nothing lately, though it answers: breaker.lua.
    Raise `LedgerAway`."""
    try:
        async with ledger.redis.pipeline(transaction=False) as pipe:
            for queue in ("forward", "supplement"):
                pipe.pttl(ledger.key(f"hold:risk:{queue}"))
                pipe.get(ledger.key(f"hold:risk:{queue}"))
            pipe.time()
            *rows, (seconds, _) = await pipe.execute()
    except RedisError as error:
        raise failure(error) from error
    # By the name of one that is being told just now it is held for moments only.
    left = max((ms for ms, name in zip(rows[::2], rows[1::2], strict=True) if not name), default=0)
    return Held(FORWARD, int(seconds) * 1000 + left, left, asked=False) if left > 0 else None


async def leave_alone(ledger: Ledger, account: str, seconds: float, why: str) -> None:
    """Who carries nothing was asked for patience: it holds for every worker, as what one of them is asked for. 0 s, of
    the central system only: it named no time. Raise `LedgerAway` or `LedgerLost`."""
    await ledger.run_many([("leave_alone", (account, schedule.hold_ms(seconds), why[:200]))])


async def held(ledger: Ledger) -> list[Held]:
    try:
        found = await ledger.redis.hgetall(ledger.key("paused"))
    except RedisError as error:
        raise failure(error) from error
    return sorted((Held(text(what), int(at)) for what, at in found.items() if int(at) > 0), key=lambda one: one.what)


async def _switch(ledger: Ledger, node: str, what: str, on: str) -> bool:
    (done,) = await ledger.run_many([("switch", (node, what, on))])
    return bool(done)
