"""How complaints stand in the ledger, many at a time and read only: for counting, never for acting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from redis.exceptions import RedisError

from forwarder.by_hand import PLACE
from forwarder.ledger import Ledger
from forwarder.redis_server import failure, text

_AT_ONCE = 500
# Where what is not done yet must stand, so that somebody will see to it.
_LISTS = ("due:forward", "due:act", "parked")


@dataclass(frozen=True, slots=True)
class Stands:
    """`state` is "" for a complaint that the ledger does not know. `seen_to`: it stands in a due set or among the
    parked. `sent`: an attempt was noted. `by_hand`: a person entered it, or is to. `gone`: where it was withdrawn:
    `here` (before it arrived), `late` (it arrived after that), or `there`."""

    state: str
    national: str
    sent: bool
    seen_to: bool
    by_hand: bool = False
    gone: str = ""


async def census(ledger: Ledger, ids: Sequence[str]) -> dict[str, Stands]:
    """Raise `LedgerAway`."""
    found: dict[str, Stands] = {}
    for at in range(0, len(ids), _AT_ONCE):
        found |= await _some(ledger, ids[at : at + _AT_ONCE])
    return found


async def _some(ledger: Ledger, ids: Sequence[str]) -> dict[str, Stands]:
    try:
        listed: list[Any] = await ledger.redis.zrange(ledger.key("lanes"), 0, -1)
        lanes = [f"lane:{text(lane)}" for lane in listed]
        async with ledger.redis.pipeline(transaction=False) as pipe:
            for name in ids:
                pipe.hmget(ledger.key(f"c:{name}"), ["state", "national", "attempts", "token", "gone"])
                for list_ in (*lanes, *_LISTS):
                    pipe.zscore(ledger.key(list_), name)
            got = await pipe.execute()
    except RedisError as error:
        raise failure(error) from error
    width = 1 + len(lanes) + len(_LISTS)
    rows = [got[at : at + width] for at in range(0, len(got), width)]
    return {name: _stands(*row) for name, row in zip(ids, rows, strict=True)}


def _stands(fields: Sequence[bytes | None], *scores: float | None) -> Stands:
    state, national, attempts, token, gone = (text(value) for value in fields)
    listed = any(score is not None for score in scores)
    return Stands(state, national, attempts not in ("", "0"), listed, token == PLACE, gone)


async def claims(ledger: Ledger, deliveries: Sequence[str]) -> list[str]:
    """The end of each delivery as any node told it; "" for one that nobody claimed. Raise `LedgerAway`."""
    try:
        async with ledger.redis.pipeline(transaction=False) as pipe:
            for delivery in deliveries:
                pipe.hget(ledger.key(f"d:{delivery}"), "end")
                pipe.get(ledger.key(f"O:{delivery}"))
            found = [text(value) for value in await pipe.execute()]
            # Of a complaint of its own only the number is written down (prelude.lua).
            ends = [f"c:{own}" if own else end for end, own in zip(found[::2], found[1::2], strict=True)]
            numbers = [end.removeprefix("c:") for end in ends if end.startswith("c:")]
            for number in numbers:
                pipe.get(ledger.key(f"n:{number}"))
            names = dict(zip(numbers, map(text, await pipe.execute()), strict=True))
    except RedisError as error:
        raise failure(error) from error
    numbered = {f"c:{number}": f"complaint:{name}:{number}" for number, name in names.items()}
    return [numbered.get(end, end) for end in ends]
