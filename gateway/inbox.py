"""What lies in the journal, and what may be wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Final

from normalizer.schema import ChannelName, Raw

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class JournalError(Exception):
    """Base of what a journal may raise. Its text holds no person's words and no secret."""


class JournalFull(JournalError):
    """No room: this delivery was not kept, and its sender should try again later."""


class JournalBroken(JournalError):
    """The disk or the database refused: this was not kept, and may be tried again."""


class JournalLocked(JournalError):
    """Another process writes this journal."""


class WrongIdKey(JournalError):
    """This journal was made under another ID_KEY: its keys would mean nothing."""


class WrongNode(JournalError):
    """This journal belongs to another node."""


@dataclass(frozen=True, slots=True)
class Row:
    """One delivery. `key` is the 32-byte keyed hash of channel and delivery key. `end` is empty while nobody has made
    anything of it. `raw` is None when it was purged, not asked for, or cannot be opened: then `error` says why.
    `marks` is what was found out about the delivery, or decided by a person, since it came."""

    seq: int
    key: bytes
    channel: ChannelName
    received_at: datetime
    raw: Raw | None = field(repr=False)
    end: str
    error: str
    marks: Mapping[str, str] = field(default_factory=dict)


# A delivery that may have been acted upon before a ledger was lost: its mark, and how a channel sees it. One that came
# by a provider's list has no more than the latter.
DOUBT: Final = MappingProxyType({"doubt": "yes"})
DOUBTED: Final = "MARK doubt"
# As all names of marks begin among a delivery's headers, and no other.
NOTED: Final = "MARK "
# The note of when (ms) this journal last met a server that may lack what was told before.
DOUBT_MS: Final = "doubt_ms"
# And of the ledger that its pump takes part in now, "" while it does in none.
JOINED: Final = "joined"
# The last row that had been offered to any server by then, and when (ms) the newest of all these came in.
OFFERED_THEN: Final = "offered_then"
# Why a row lies in quarantine of which a part may have been claimed.
REFUSED: Final = "Redis refused a step of this row"


def marked(row: Row) -> Raw | None:
    """What was sent, with the row's marks behind its headers as `MARK <name>`. No header that comes over HTTP or SMTP
    has a space in its name, so nobody outside can make one."""
    if row.raw is None or not row.marks:
        return row.raw
    return replace(row.raw, headers=(*row.raw.headers, *((f"MARK {name}", value) for name, value in row.marks.items())))


@dataclass(frozen=True, slots=True)
class End:
    """What became of a row: words of ours, one for each of its messages with blanks between; docs/operations.md, "How a
    row ends", has them all. `error` is a sentence without personal data."""

    seq: int
    end: str
    error: str = ""


# The journal's note of encryption keys that are lost for ever.
GIVEN_UP: Final = "keys_given_up"
# The journal's note that something came into it which may be of somebody who was erased; and the last such note after
# which all known erasures were done once more.
ERASE_AGAIN: Final = "erase_again"
ERASED_AGAIN: Final = "erased_again"
# The end of what came to light after its sender had everything erased.
ERASED: Final = "withdrawn:erased"
# The fact that a complaint, or a chat, is that of a person who was erased (forwarder/lua/forgotten.lua).
FORGOTTEN: Final = "forgotten"


@dataclass(frozen=True, slots=True)
class Fact:
    """What cannot be derived from incoming rows. `entry` is the Redis stream's id, unique within an `epoch`; `data` is
    JSON. `seq` is its place in this journal, given when it is read."""

    entry: str
    epoch: str
    kind: str
    subject: str
    at_ms: int
    data: str = field(repr=False)
    seq: int = 0


def to_micros(moment: datetime) -> int:
    """An aware time as whole microseconds since 1970."""
    return round(moment.timestamp() * 1_000_000)


def from_micros(micros: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros)
