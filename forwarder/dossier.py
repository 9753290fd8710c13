"""What the central system was asked and said about one complaint, for people who look into it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from redis.exceptions import RedisError

from forwarder.ledger import Ledger
from forwarder.redis_server import failure, text
from forwarder.seal import Unsealable

# The stream of steps holds about the last ten thousand.
_AT_ONCE: Final = 2_000
_FIELDS: Final = ("attempts", "why", "status", "status_at", "taken", "into", "body", "case", "edits", "node")


@dataclass(frozen=True, slots=True)
class Step:
    """What happened, and a reason or a number of ours or the central system's."""

    at_ms: int
    what: str
    about: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """`case` is the frozen request, b"" before the first attempt; `body` the complaint as it came in. Times in ms since
    1970, 0 for never. `into`: our number of the one it was linked with. `edits` as `edits.opened` reads
    them. `items`: ids of its answers and supplements that the steps tell of. `node`: whose journal tells of it."""

    attempts: int
    why: str
    status: str
    status_at_ms: int
    taken_ms: int
    into: str
    steps: tuple[Step, ...]
    items: frozenset[str]
    body: bytes = field(repr=False)
    case: bytes = field(repr=False)
    edits: str = field(repr=False)
    node: str


async def dossier(ledger: Ledger, complaint: str) -> Dossier:
    """Raise `LedgerAway`. What cannot be opened is b""."""
    redis: Any = ledger.redis
    try:
        row = await redis.hmget(ledger.key(f"c:{complaint}"), _FIELDS)
        into = text(await redis.hget(ledger.key(f"c:{text(row[5])}"), "number")) if row[5] else ""
        steps, items = await _steps(ledger, complaint)
    except RedisError as error:
        raise failure(error) from error
    attempts, why, status, status_at, taken = map(text, row[:5])
    return Dossier(
        attempts=int(attempts or 0),
        why=why,
        status=status,
        status_at_ms=int(status_at or 0),
        taken_ms=int(taken or 0),
        into=into,
        steps=steps,
        items=items,
        body=_opened(ledger, row[6], b"c:" + complaint.encode()),
        case=_opened(ledger, row[7], b"case:" + complaint.encode()),
        edits=text(row[8]),
        node=text(row[9]),
    )


async def _steps(ledger: Ledger, complaint: str) -> tuple[tuple[Step, ...], frozenset[str]]:
    """Its own, and the ids of what else happened to what is its."""
    redis: Any = ledger.redis
    found: list[Step] = []
    items: set[str] = set()
    after = "-"
    while entries := await redis.xrange(ledger.key("steps"), min=after, count=_AT_ONCE):
        named = [(text(row.get(b"id")), name, row) for name, row in entries]
        found += [_step(name, row) for owner, name, row in named if owner == complaint]
        items |= {owner for owner, _, _ in named if owner.startswith((f"{complaint}.", f"{complaint}+"))}
        after = "(" + text(entries[-1][0])
    added = {f"{complaint}+{step.about}" for step in found if step.what == "supplement"}
    return tuple(found), frozenset(items | added)


def _step(name: bytes, row: dict[bytes, bytes]) -> Step:
    return Step(int(text(name).partition("-")[0]), text(row.get(b"step")), text(row.get(b"about")))


def _opened(ledger: Ledger, sealed: bytes | None, about: bytes) -> bytes:
    try:
        return ledger.sealer.open(sealed, about) if sealed else b""
    except Unsealable:
        return b""
