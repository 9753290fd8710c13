"""What an operator decides of a complaint that the central system does not hold: change it, close it, link it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from redis.exceptions import RedisError

from forwarder import acts, edits
from forwarder.ledger import Ledger
from forwarder.redis_server import failure, text
from forwarder.seal import Unsealable
from normalizer import codec
from normalizer.schema import Complaint
from normalizer.wordless import TO_TRANSCRIBE

WHY_NOT: Final[Mapping[str, str]] = {
    "unknown": "the ledger knows no such complaint",
    "over": "it was withdrawn or closed already",
    "submitted": "the central system holds it: change or close it there",
    "in_tray": "it is in the tray, to be entered as it should be; only to close or link it, and if nobody has entered "
    "it into the national system: --not-there",
    "on_its_way": "it may be on its way to the central system just now: try again when it has its number, or is parked",
    "in_doubt": "nobody knows whether the central system took it: look there; if it is there, `complaints retry` finds "
    "it; only if it is not, say so with --not-there",
    "no_other": "both are the same complaint: name another one to link it with",
    "other_over": "the other one was withdrawn or closed: link it with one that goes on",
    "changed": "somebody else changed it this moment: look at it and try again",
    "no_place": "it has no pin whose place could be named: write it into the note",
    "has_words": "it came with words, and the citizen's own stay as they are: write it into the note",
    "sealed": "it cannot be opened: it was erased, or ENCRYPTION_KEYS lacks a key",
}


class NotDone(Exception):
    """Nothing was changed; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Closing:
    """`why` stands in the journal: nobody's data. into: the complaint it is linked with. not_there: a person looked,
    and the central system does not hold it. quiet: nobody is told. dry: nothing is done."""

    why: str
    into: str = ""
    not_there: bool = False
    quiet: bool = False
    dry: bool = False


async def close(ledger: Ledger, complaint: str, closing: Closing) -> None:
    """It never goes to the central system; those who hear of it are told. Raise `NotDone`, `LedgerAway` or
    `LedgerLost`."""
    how = (int(closing.not_there), int(closing.quiet), closing.why[:200], ledger.keep.case, int(closing.dry))
    (said,) = await ledger.run_many([("close", (complaint, closing.into, *how))])
    _must(text(said))


async def seen_to(ledger: Ledger, item: str) -> bool:
    """A person did what a parked act (its id has a tilde), answer (dots) or supplement (a plus) was for. False when it
    is none of them, or not parked. Raise as `close`."""
    if acts.SUFFIX in item:
        return await acts.retry(ledger, item, done=True)
    if not set("+.") & set(item):
        return False
    (found,) = await ledger.run_many([("seen_to", (item, "a person saw to it", ledger.keep.case))])
    return found is not None


async def edit(ledger: Ledger, complaint: str, changes: Mapping[str, str], *, dry: bool = False) -> None:
    """`changes` are of `edits.FIELDS`; earlier ones of other fields stay. dry: nothing is done. Raise as `close`."""
    try:
        body, was = await _fields(ledger, complaint)
        came = codec.decode(Complaint, body)
        if "place" in changes and came.location is None:
            raise NotDone(WHY_NOT["no_place"])
        if "text" in changes and TO_TRANSCRIBE not in came.doubts:
            raise NotDone(WHY_NOT["has_words"])
        whole = edits.opened(ledger.sealer, complaint, was) | dict(changes)
    except (Unsealable, codec.Undecodable):
        raise NotDone(WHY_NOT["sealed"]) from None
    new = edits.sealed(ledger.sealer, complaint, whole)
    (said,) = await ledger.run_many([("edit", (complaint, was, new, int(dry)))])
    _must(text(said))


async def _fields(ledger: Ledger, complaint: str) -> tuple[bytes, str]:
    """Its body as it came in, and what was changed before."""
    try:
        row: list[Any] = await ledger.redis.hmget(ledger.key(f"c:{complaint}"), ["body", "edits"])
    except RedisError as error:
        raise failure(error) from error
    return ledger.sealer.open(row[0] or b"", b"c:" + complaint.encode()), text(row[1])


def _must(said: str) -> None:
    if said:
        raise NotDone(WHY_NOT.get(said, said))
