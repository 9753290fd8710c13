"""What citizens are owed about complaints that are there, and who has it in hand: read only, for the proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from redis.exceptions import RedisError

from forwarder.acts import SUFFIX
from forwarder.ledger import Ledger
from forwarder.redis_server import failure, text

# Nobody knows of it; and: it is due or parked, and in no list of what is.
LOST, STUCK = "lost", "stuck"
_AT_ONCE = 500
# What a supersession leaves of an answer is kept so long (prelude.lua), whatever CLAIM_DAYS says (s).
SUPERSEDED = 30 * 86_400


@dataclass(frozen=True, slots=True)
class Owed:
    """A number that somebody is owed: `names` of the answers any of which tells it. `own`: to the chat that the
    complaint came from. `reader` as `naming.who_at`."""

    complaint: str
    reader: str
    names: tuple[str, ...]
    own: bool = False


async def untold(ledger: Ledger, complaints: Sequence[str]) -> list[tuple[Owed, str]]:
    """Of complaints that have their number: whose answer is `LOST` or `STUCK`. What is told, refused for good, parked
    or superseded has its answer. Raise `LedgerAway`."""
    found = list[tuple[Owed, str]]()
    for some in _by(_AT_ONCE, complaints):
        found += await _untold(ledger, some)
    # What moved between two looks is where it belongs at the third.
    again = sorted({one.complaint for one, _ in found})
    return [each for some in _by(_AT_ONCE, again) for each in await _untold(ledger, some)]


async def lost_supplements(ledger: Ledger, names: Sequence[str]) -> dict[str, str]:
    """Of these (`<complaint>+<key>`): which are `LOST` or `STUCK`. Raise `LedgerAway`."""
    return await _twice(ledger, names, _supplements)


async def lost_withdrawals(ledger: Ledger, complaints: Sequence[str]) -> dict[str, str]:
    """Of these, each of which its sender withdrew: which go on all the same, and nobody (`LOST`) will tell the central
    system so. Not those that this ledger does not know. Raise `LedgerAway`."""
    return await _twice(ledger, complaints, _withdrawals)


async def lost_wishes(ledger: Ledger, wishes: Sequence[str]) -> dict[str, str]:
    """Of these (`<complaint>~raise_r`, as its wish has it; `<complaint>~` for any): whose protection nobody will tell
    the central system, or (`LOST`) is not known to be asked for. Not of complaints that this ledger does not know, or
    that have come to their end here. Raise `LedgerAway`."""
    return await _twice(ledger, wishes, _wishes)


async def lost_erasures(ledger: Ledger, keys: Sequence[str]) -> dict[str, str]:
    """Of these (`erasing.Erasure.key`), as above. Raise `LedgerAway`."""
    return await _twice(ledger, keys, _erasures)


async def erasing_now(ledger: Ledger, node: str, now_ms: int) -> tuple[bool, frozenset[str]]:
    """Whether this node has still to forget somebody whose day is over, and the chats of those that any node has."""
    rows: list[Any] = await _ask(ledger, [("zrangebyscore", "due:erase", "-inf", now_ms)])
    keys = [text(key) for key in rows[0]]
    done = await _ask(ledger, [("sismember", f"E!{key}", node) for key in keys])
    chats = await _ask(ledger, [("hget", f"E:{key}", "who") for key in keys])
    return not all(done), frozenset(filter(None, map(text, chats)))


async def _twice(ledger: Ledger, names: Sequence[str], look: Any) -> dict[str, str]:
    found = dict[str, str]()
    for some in _by(_AT_ONCE, names):
        found |= await look(ledger, some)
    again = dict[str, str]()
    for some in _by(_AT_ONCE, sorted(found)):
        again |= await look(ledger, some)
    return again


# -- numbers -------------------------------------------------------------------------------------------------------


async def _untold(ledger: Ledger, complaints: Sequence[str]) -> list[tuple[Owed, str]]:
    owed = await _owed(ledger, complaints)
    names = [name for one in owed for name in one.names]
    stands = dict(zip(names, await _stand(ledger, "a", "reply", names), strict=True))
    judged = ((one, _best(stands[name] for name in one.names)) for one in owed)
    return [(one, what) for one, what in judged if what]


def _best(stands: Iterable[str]) -> str:
    """One of them is enough."""
    all_ = set(stands)
    return "" if "" in all_ else STUCK if STUCK in all_ else LOST


async def _owed(ledger: Ledger, complaints: Sequence[str]) -> list[Owed]:
    """Who hears of each that has its number; of what its sender had erased nobody does."""
    calls = list[tuple[object, ...]]()
    for name in complaints:
        calls += [("hmget", f"c:{name}", ["state", "who"]), ("hexists", f"c:{name}", "l")]
        calls += [("hexists", f"c:{name}", "body"), ("exists", *(f"{kind}:{name}" for kind in ("l", "y", "and", "B")))]
    found, wider = list[Owed](), list[str]()
    for name, (fields, listens, body, others) in zip(complaints, _by(4, await _ask(ledger, calls)), strict=True):
        if text(fields[0]) != "done" or not body:
            continue
        if listens:
            found.append(_one(name, text(fields[1]), own=True))
        wider += [name] if others else []
    return found + await _wider(ledger, wider)


def _one(name: str, reader: str, *, own: bool = False) -> Owed:
    """The citizen behind a forward who wrote since has heard as one of those who are told."""
    return Owed(name, reader, tuple(f"{name}.{reader}.{what}" for what in ("number", "copy")), own)


async def _wider(ledger: Ledger, complaints: Sequence[str]) -> list[Owed]:
    """Those besides the chat that it came from."""
    calls = list[tuple[object, ...]]()
    for name in complaints:
        calls += [("hkeys", f"{kind}:{name}") for kind in ("l", "y", "and")] + [("smembers", f"B:{name}")]
    found, bundles = list[Owed](), dict[str, str]()
    for name, (*readers, whole) in zip(complaints, _by(4, await _ask(ledger, calls)), strict=True):
        found += [_one(name, reader) for reader in sorted({text(one) for some in readers for one in some})]
        bundles |= {text(bundle): name for bundle in whole}
    return found + await _bundles(ledger, bundles)


async def _bundles(ledger: Ledger, bundles: dict[str, str]) -> list[Owed]:
    """By bundle, one of its complaints. All its numbers are told at once when they are there, as in `tell_bundle`."""
    calls = list[tuple[object, ...]]()
    for bundle in bundles:
        calls += [("hmget", f"b:{bundle}", ["who", "want"]), ("hvals", f"m:{bundle}")]
    heads = list(zip(bundles, _by(2, await _ask(ledger, calls)), strict=True))
    members = [[text(one).rstrip("=") for one in listed] for _, (_, listed) in heads]
    there = iter(await _ask(ledger, [("hexists", f"c:{one}", "national") for some in members for one in some]))
    found = list[Owed]()
    for (bundle, (head, _)), some in zip(heads, members, strict=True):
        numbered = [next(there) for _ in some]
        who, want = map(text, head)
        if who:
            whole = len(some) >= int(want or 0) and all(numbered)
            said = ("numbers",) if whole else ("receipts", "some", "numbers")
            found.append(Owed(bundles[bundle], who, tuple(f"{bundle}.{who}.{what}" for what in said)))
    return found


# -- what goes to the central system beside complaints -------------------------------------------------------------


async def _supplements(ledger: Ledger, names: Sequence[str]) -> dict[str, str]:
    return {
        name: what for name, what in zip(names, await _stand(ledger, "u", "supplement", names), strict=True) if what
    }


async def _withdrawals(ledger: Ledger, complaints: Sequence[str]) -> dict[str, str]:
    calls = list[tuple[object, ...]]()
    for name in complaints:
        calls += [("hget", f"c:{name}", "state"), ("hexists", f"x:{name}", "withdraw")]
        calls += [("zscore", "due:act", name), ("zscore", "parked", name + SUFFIX)]
    found = dict[str, str]()
    for name, (state, wished, due, parked) in zip(complaints, _by(4, await _ask(ledger, calls)), strict=True):
        over = text(state) in ("", "withdrawn", "closed")
        if not over and not (wished and (due is not None or parked is not None)):
            found[name] = STUCK if wished else LOST
    return found


async def _wishes(ledger: Ledger, wishes: Sequence[str]) -> dict[str, str]:
    calls = list[tuple[object, ...]]()
    for wish in wishes:
        name, _, field = wish.partition("~")
        calls += [("hget", f"c:{name}", "state"), ("hmget", f"x:{name}", ["state", field or "state"])]
        calls += [("zscore", "due:act", name), ("zscore", "parked", name + SUFFIX)]
    found = dict[str, str]()
    for wish, (state, (stands, known), due, parked) in zip(wishes, _by(4, await _ask(ledger, calls)), strict=True):
        if text(state) in ("", "withdrawn", "closed"):
            continue
        what = LOST if known is None and not wish.endswith("~") else stands and _in_hand(text(stands), due, parked)
        found |= {wish: what} if what else {}
    return found


async def _erasures(ledger: Ledger, keys: Sequence[str]) -> dict[str, str]:
    calls = [call for key in keys for call in (("hget", f"E:{key}", "state"), ("zscore", "due:erase", key))]
    found = dict[str, str]()
    for key, (state, due) in zip(keys, _by(2, await _ask(ledger, calls)), strict=True):
        if not state or (text(state) == "due" and due is None):
            found[key] = STUCK if state else LOST
    return found


# -- how the ledger is asked ---------------------------------------------------------------------------------------


async def _stand(ledger: Ledger, kind: str, queue: str, names: Sequence[str]) -> list[str]:
    """Of each "" where it has its end or is in hand, else `STUCK` or `LOST`."""
    calls = list[tuple[object, ...]]()
    for name in names:
        calls += [("hget", f"{kind}:{name}", "state"), ("zscore", f"due:{queue}", name), ("zscore", "parked", name)]
    return [_in_hand(text(state), due, parked) for state, due, parked in _by(3, await _ask(ledger, calls))]


def _in_hand(state: str, due: float | None, parked: float | None) -> str:
    if not state:
        return LOST
    return STUCK if (state == "due" and due is None) or (state == "parked" and parked is None) else ""


async def _ask(ledger: Ledger, calls: Sequence[tuple[Any, ...]]) -> list[Any]:
    """Each call is a command, the name of its key without the epoch, and what stands behind it; of `exists` all are
    names. All in one round trip."""
    if not calls:
        return []
    try:
        async with ledger.redis.pipeline(transaction=False) as pipe:
            for command, key, *rest in calls:
                more = map(ledger.key, rest) if command == "exists" else rest
                getattr(pipe, command)(ledger.key(key), *more)
            return list(await pipe.execute())
    except RedisError as error:
        raise failure(error) from error


def _by(width: int, got: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (got[at : at + width] for at in range(0, len(got), width))
