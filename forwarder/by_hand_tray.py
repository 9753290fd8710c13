"""The tray of complaints that a person enters into the national system: the ledger's, never a book of its own."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from redis.exceptions import RedisError

from forwarder.by_hand import PLACE
from forwarder.delayed import carried
from forwarder.items import DAY, ForwardLease
from forwarder.ledger import Ledger
from forwarder.redis_server import failure, text
from forwarder.seal import Unsealable

_NUMBER: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z./_-]{0,39}")
_WHERE: Final = ("state", "token", "at")
_FIELDS: Final = ("state", "token", "number", "at", "case", "flagged", "asked")
# A mail's words may be a hundred thousand characters.
_OPENED_AT_ONCE: Final = 50
_CALLED_OFF: Final = (
    "its sender called it off: do not enter it; satupintu complaints settle {}~act ends it. If it stands in the "
    "national system already: --already-there keeps its number, and it waits for a person to withdraw it there"
)
_STAYS: Final = "in the tray: a person enters its number (satupintu by-hand)"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One complaint in the tray; `case` as `national_case` froze it. None when it cannot be opened. `seen_by` took it
    out last, to enter it, at `seen_ms`; "" for nobody lately. What its sender asked since it lies there: `asked` as
    `sp:…:c` has it (a, r: raised; A, R: lifted), and whether it is called off."""

    id: str
    number: str
    received_ms: int
    protected: bool
    case: dict[str, Any] | None = field(repr=False)
    seen_by: str = ""
    seen_ms: int = 0
    asked: str = ""
    withdrawn: bool = False


class Refused(Exception):
    """The number was not taken; nothing was changed."""


async def index(ledger: Ledger) -> list[tuple[int, str]]:
    """When each one in the tray came in (ms), and its id, the longest waiting first: of a hundred thousand no more is
    held at once. Raise `LedgerAway`."""
    found = dict[str, int]()
    try:
        async for names in carried(ledger):
            for name, row in zip(names, await _read(ledger, names, _WHERE), strict=True):
                if _is_here(row):
                    found[name] = int(text(row[2]) or 0)
    except RedisError as error:
        raise failure(error) from error
    return sorted((at, name) for name, at in found.items())


async def opened(ledger: Ledger, names: Iterable[str]) -> AsyncIterator[list[Waiting]]:
    """Those of them that are in the tray still, in their order, some at once. Raise `LedgerAway`."""
    left = iter(names)
    while some := list(islice(left, _OPENED_AT_ONCE)):
        try:
            rows = await _read(ledger, some, _FIELDS)
            seen = await ledger.redis.mget([ledger.key(f"seen:{name}") for name in some])
            gone = await _called_off(ledger, some)
        except RedisError as error:
            raise failure(error) from error
        every = zip(some, rows, seen, gone, strict=True)
        yield [_waiting(ledger, name, row, text(by), off) for name, row, by, off in every if _is_here(row)]


async def named(ledger: Ledger, ours: str) -> Waiting | None:
    """The one in the tray with that number of ours. Raise `LedgerAway`."""
    standing = await ledger.standing(ours)
    if standing is None or standing.number != ours:
        return None
    async for found in opened(ledger, [standing.id]):
        return next(iter(found), None)
    return None


async def waiting(ledger: Ledger) -> list[Waiting]:
    """All of them at once, the longest waiting first. Raise `LedgerAway`."""
    names = [name for _, name in await index(ledger)]
    return [one async for some in opened(ledger, names) for one in some]


async def _read(ledger: Ledger, names: Sequence[str], fields: Sequence[str]) -> list[Any]:
    async with ledger.redis.pipeline(transaction=False) as pipe:
        for name in names:
            pipe.hmget(ledger.key(f"c:{name}"), list(fields))
        return await pipe.execute() if names else []


async def _called_off(ledger: Ledger, names: Sequence[str]) -> list[bool]:
    async with ledger.redis.pipeline(transaction=False) as pipe:
        for name in names:
            pipe.hexists(ledger.key(f"x:{name}"), "withdraw")
        return [bool(found) for found in await pipe.execute()] if names else []


def _is_here(row: list[bytes | None]) -> bool:
    return text(row[0]) == "waiting" and text(row[1]) == PLACE


def _waiting(ledger: Ledger, name: str, row: list[bytes | None], seen: str, withdrawn: bool) -> Waiting:
    try:
        case = json.loads(ledger.sealer.open(row[4], b"case:" + name.encode())) if row[4] else None
    except Unsealable:
        case = None
    at, _, who = seen.partition(" ")
    number, at_ms, protected, asked = text(row[2]), int(text(row[3]) or 0), text(row[5]) == "1", text(row[6])
    return Waiting(name, number, at_ms, protected, case, who, int(at or 0), asked, withdrawn)


async def taken_out(ledger: Ledger, tray: Sequence[Waiting], who: str, now_ms: int) -> set[str]:
    """Somebody is about to have these before them: whoever comes next is told, so that two do not enter the same, and
    none of them goes to an API any more. The ids of those that are in the tray still: nothing else may be shown. Raise
    `LedgerAway` or `LedgerLost`."""
    if not tray:
        return set()
    (found,) = await ledger.run_many([("tray_out", (f"{now_ms} {who}", DAY, *(one.id for one in tray)))])
    return {text(name) for name in found}


async def stays(ledger: Ledger, lease: ForwardLease) -> None:
    """It lies in the tray, and CENTRAL is an API now: what surely nobody has seen is due for that, all else stays a
    person's. Raise `LedgerAway` or `LedgerLost`."""
    await ledger.run_many([("tray_stays", (lease.id, lease.fence, DAY * 1000, _STAYS))])


async def is_by_hand(ledger: Ledger, complaint: str) -> bool:
    """Whether a person enters it, or has entered it: no API knows it. Raise `LedgerAway`."""
    return await _token(ledger, complaint) == PLACE


def bare(ours: str) -> str:
    """Our number as it is kept, however it was typed or copied."""
    return re.sub(r"[\s#]", "", ours)


async def examine(
    ledger: Ledger, ours: str, national: str, again: str, *, not_there: bool = False, already: bool = False
) -> str:
    """The complaint that would get the number. Raise as `enter`."""
    if national != again:
        raise Refused(f"{ours}: the two numbers differ; type the national number again")
    if not _NUMBER.fullmatch(national):
        raise Refused(f"{ours}: that is no number: up to 40 letters, digits and . / _ -")
    mine = await ledger.standing(ours)
    if mine is None or mine.number != ours:
        raise Refused(f"{ours}: nobody knows a complaint by that number of ours")
    if mine.state == "done":
        raise Refused(f"{ours}: it has its national number already: {mine.national}")
    if why := await _unwanted(ledger, mine.id, mine.state, already=already):
        raise Refused(f"{ours}: {why}")
    if mine.state not in ("waiting", "parked", "withdrawn"):
        raise Refused(f"{ours}: it is neither in the tray nor parked ({mine.state})")
    if mine.state == "waiting" and not not_there and await _token(ledger, mine.id) != PLACE:
        raise Refused(
            f"{ours}: the central system holds it and will tell its number itself. Is it another complaint's? If a "
            "person looked, and no number will come from there: --not-there"
        )
    other = await ledger.standing(national)
    if national == ours:
        raise Refused(f"{ours}: that is our number: type the national one")
    if other is not None and other.id != mine.id:
        raise Refused(f"{ours}: {national} is the number of complaint {other.number}")
    return mine.id


async def _unwanted(ledger: Ledger, name: str, state: str, *, already: bool) -> str:
    """What to do with one that its sender called off meanwhile, "" where it may get its number."""
    if state == "withdrawn" and await _gone(ledger, name) not in ("here", "late"):
        return (
            "its sender called it off, and that was settled. Should it stand in the national system, withdraw it there"
        )
    called_off = state == "withdrawn" or (await _called_off(ledger, [name]))[0]
    return _CALLED_OFF.format(name) if called_off and not already else ""


async def enter(
    ledger: Ledger, ours: str, national: str, again: str, *, not_there: bool = False, already: bool = False
) -> None:
    """The national number of the complaint with our number, typed twice: of one in the tray, or of a parked one that a
    person entered because the central system could not hold it; `not_there`: also of one that it said to hold;
    `already`: also of one that its sender called off, which a person is then told to withdraw there. Whoever
    waits is told it: it cannot be taken back. Raise `Refused`, `LedgerAway`."""
    name = await examine(ledger, ours, national, again, not_there=not_there, already=already)
    await take(ledger, name, ours, national)


async def take(ledger: Ledger, name: str, ours: str, national: str) -> None:
    """What was examined gets its number, unless it changed meanwhile. Raise as `enter`."""
    if not await _is_only(ledger, name, national):
        raise Refused(f"{ours}: {national} was entered for another complaint just now")
    # Where it is stands with it from now on, so that nobody looks for it elsewhere (gateway/proof_central.py).
    (held,) = await ledger.run_many([("receipt", (name, "", "token", PLACE, DAY * 1000, ledger.keep.case, 0))])
    if held is not None:
        await ledger.told_number(name, national)
    now = await ledger.standing_of(name)
    if now is not None and now.national != national:
        await _free(ledger, national)
        raise Refused(f"{ours}: it changed just now: {f'its number is {now.national}' if now.national else now.state}")


async def _free(ledger: Ledger, national: str) -> None:
    try:
        await ledger.redis.delete(ledger.key(f"N:{national}"))
    except RedisError as error:
        raise failure(error) from error


async def _token(ledger: Ledger, name: str) -> str:
    try:
        redis: Any = ledger.redis
        return text(await redis.hget(ledger.key(f"c:{name}"), "token"))
    except RedisError as error:
        raise failure(error) from error


async def _gone(ledger: Ledger, name: str) -> str:
    """Where one that is withdrawn was: `here`, `there`, or `late` when it arrived afterwards."""
    try:
        redis: Any = ledger.redis
        return text(await redis.hget(ledger.key(f"c:{name}"), "gone"))
    except RedisError as error:
        raise failure(error) from error


async def _is_only(ledger: Ledger, name: str, national: str) -> bool:
    """Two people may type the same number at the same time: the first has it."""
    key = ledger.key(f"N:{national}")
    try:
        if await ledger.redis.set(key, name, nx=True, ex=ledger.keep.case):
            return True
        return text(await ledger.redis.get(key)) == name
    except RedisError as error:
        raise failure(error) from error
