"""Where the answers of a complaint stand, for people: by which way each left, what became of it, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from redis.exceptions import RedisError

from forwarder.dialogue import chats, members
from forwarder.ledger import Ledger
from forwarder.redis_server import failure, text

_FIELDS = ("state", "via", "delivery", "path", "why", "provider")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """`what` is said by which channel; `way` is the one it was moved to, "" when it was not. `path`: why; `delivery`:
    the provider's last word (sent, delivered, read, failed); `why`: what stands in its way now, or ended it."""

    what: str
    channel: str
    state: str
    way: str
    delivery: str
    path: str
    why: str
    provider: str

    def __str__(self) -> str:
        moved = f" by {self.way}" if self.way and self.way != self.channel else ""
        ended = self.why if self.state in ("due", "failed", "parked") and self.why != self.path else ""
        rest = "; ".join(filter(None, (self.path, ended)))
        said = ", ".join(filter(None, (f"{self.state}{moved}", self.delivery)))
        return f"{called(self.what)} on {self.channel}: {said}" + (f" ({rest})" if rest else "")


def called(what: str) -> str:
    """Without the event or the delivery that it answers."""
    return re.split(r"[.]|_(?=[0-9a-f]{16}$)", what)[0]


async def outgoing(ledger: Ledger, complaint: str, whats: Iterable[str], known: Iterable[str] = ()) -> list[Outgoing]:
    """The answers of these kinds to everybody who is told of it, all that wait, and those whose ids are known from
    elsewhere. Raise `LedgerAway` or `LedgerLost`."""
    redis: Any = ledger.redis
    try:
        told = [await redis.hkeys(ledger.key(f"{kind}:{complaint}")) for kind in ("y", "and")]
        who_is_told = {text(who) for each in told for who in each} | await chats(ledger, complaint)
        every = {f"{complaint}.{who}.{what}" for who in who_is_told for what in whats}
        due, parked = [await members(ledger, waiting, f"{complaint}.*") for waiting in ("due:reply", "parked")]
        owed = {await owed_receipt(ledger, complaint)} if f"{complaint}." in due else set()
        every |= (due - {f"{complaint}."}) | parked | owed
        names = sorted(every | {one for one in known if one.startswith(f"{complaint}.")})
        async with redis.pipeline(transaction=False) as pipe:
            for name in names:
                pipe.hmget(ledger.key(f"a:{name}"), _FIELDS)
            rows = await pipe.execute() if names else []
    except RedisError as error:
        raise failure(error) from error
    states = [row[0] or b"due" * (name in owed) for name, row in zip(names, rows, strict=True)]
    stand = zip(names, states, rows, strict=True)
    found = [_outgoing(name, text(state), *map(text, row[1:])) for name, state, row in stand if state]
    return sorted(found, key=lambda one: (one.channel, one.what))


async def owed_receipt(ledger: Ledger, complaint: str) -> str:
    """The id of the answer that stands as `<complaint>.` in due:reply: no more of it is kept until somebody looks
    at it (lua/prelude.lua). Raise `RedisError`."""
    redis: Any = ledger.redis
    return f"{complaint}.{text(await redis.hget(ledger.key(f'c:{complaint}'), 'who'))}.receipt"


def _outgoing(name: str, state: str, via: str, delivery: str, path: str, why: str, provider: str) -> Outgoing:
    _, who, what = name.split(".", 2)
    return Outgoing(what, who.partition("-")[0], state, via, delivery, path, why, provider)
