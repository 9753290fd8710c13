"""What a proven forwarder passed on, and where it stands: read from the ledger for the list they ask for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from redis.exceptions import RedisError

from forwarder.ledger import Ledger
from forwarder.redis_server import failure, text
from forwarder.seal import Unsealable
from normalizer import codec
from normalizer.normalize import UNSURE
from normalizer.schema import Complaint

_FIELDS = ("number", "national", "at", "flagged", "body", "status", "unlisted")


@dataclass(frozen=True, slots=True)
class Entry:
    """One complaint; `title` and the citizen's `name` are empty for a protected one, and for one whose words cannot be
    opened here. `status`: the central system's last word of it, "" before there is one."""

    number: str
    national: str
    received_ms: int
    title: str = field(repr=False)
    protected: bool
    name: str = field(default="", repr=False)
    status: str = ""


async def entries(ledger: Ledger, recap: str, since_ms: int, until_ms: int, most: int) -> tuple[list[Entry], int]:
    """The newest `most` that came in from `since_ms` until before `until_ms`, and how many there are in all; `recap` as
    in `Claim`. Raise `LedgerAway`."""
    key, last = ledger.key(f"R:{recap}"), f"({until_ms}"
    try:
        count = int(await ledger.redis.zcount(key, since_ms, last))
        names: list[Any] = await ledger.redis.zrevrangebyscore(key, last, since_ms, start=0, num=most)
        async with ledger.redis.pipeline(transaction=False) as pipe:
            for name in names:
                pipe.hmget(ledger.key(f"c:{text(name)}"), list(_FIELDS))
            rows = await pipe.execute()
    except RedisError as error:
        raise failure(error) from error
    hidden = sum(row[-1] is not None for row in rows)
    shown = [(name, row) for name, row in zip(names, rows, strict=True) if row[0] and row[-1] is None]
    found = [_entry(ledger, text(name), row[:-1]) for name, row in shown]
    # One that is linked stands in the list since it came again, and shows when it came first.
    return sorted(found, key=lambda entry: (-entry.received_ms, entry.number)), count - hidden


def _entry(ledger: Ledger, name: str, row: list[bytes | None]) -> Entry:
    number, national, at, flagged, body, status = row
    protected = flagged == b"1"
    whose, title = ("", "") if protected else _about(ledger, name, body or b"")
    return Entry(text(number), text(national), int(at or 0), title, protected, whose, text(status))


def _about(ledger: Ledger, name: str, body: bytes) -> tuple[str, str]:
    """Whose it surely is, if somebody else handed it in, and its title."""
    try:
        found = codec.decode(Complaint, ledger.sealer.open(body, b"c:" + name.encode()))
    except (Unsealable, codec.Undecodable):
        return "", ""
    handed_in = found.submitted_by != found.reporter and UNSURE not in found.doubts
    return found.reporter.name if handed_in else "", found.title
