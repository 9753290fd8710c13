"""A complaint that a message names by its number: what is told is of that one, and never less protected than it is.

What is protected belongs to the chat it came from, though its writer may name it in another: what is said of it there
is told neither to that chat's open complaints nor without protection.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from forwarder.joins import all_names
from forwarder.ledger import Ledger
from forwarder.protection import flags_of, with_asked
from forwarder.redis_server import text
from forwarder.seal import Hasher, Unsealable
from normalizer import codec
from normalizer.schema import Complaint, Flags
from normalizer.united import united

# Before a number among the complaints of a `Supplement`. `ONLY_PROTECTED`: who says LAPOR adds to nothing.
NUMBERED, ONLY_PROTECTED = "#", "!"


@dataclass(frozen=True, slots=True)
class Cited:
    """`target`: the complaint that may be added to from this chat, "" for none. `flags`: the protection of what is
    named. `elsewhere`: something protected is named that cannot be told from here."""

    target: str = ""
    flags: Flags = field(default_factory=Flags)
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class _There:
    id: str
    heard: bool
    leaving: bool
    flags: Flags
    body: bytes = field(repr=False)


Asked = tuple[Sequence[str], Sequence[str]]


async def look(ledger: Ledger, hasher: Hasher, asked: Sequence[Asked]) -> list[Cited]:
    """Of each (numbers, the names under which the sender may own a complaint). Somebody else's are nothing. Raise
    `LedgerLost`, `LedgerAway`."""
    calls: list[tuple[str, Sequence[str | bytes | int]]] = [
        ("cited", (len(names), *names, *numbers)) for numbers, names in asked
    ]
    rows = await ledger.run_many(calls) if calls else []
    return [
        await _meant(ledger, hasher, names, [_there(row) for row in found])
        for found, (_, names) in zip(rows, asked, strict=True)
    ]


async def _meant(ledger: Ledger, hasher: Hasher, names: Sequence[str], found: Sequence[_There]) -> Cited:
    mine = [one for one in found if one.heard or (one.flags and await _is_theirs(ledger, hasher, names, one))]
    flags = united(*(one.flags for one in mine))
    elsewhere = any(one.flags and (one.leaving or not one.heard) for one in mine)
    fit = sorted((one for one in mine if one.heard and not one.leaving), key=lambda one: not one.flags)
    sure = fit and not elsewhere and (fit[0].flags or len({one.id for one in fit}) == 1)
    return Cited(fit[0].id if sure else "", flags, elsewhere)


async def _is_theirs(ledger: Ledger, hasher: Hasher, names: Sequence[str], one: _There) -> bool:
    """Whether the same person told it in another chat. Of what was erased nobody knows."""
    try:
        sealed = ledger.sealer.open(one.body, b"c:" + one.id.encode())
        person = hasher.short("person", codec.decode(Complaint, sealed).person)
    except (Unsealable, codec.Undecodable):
        return False
    return not (await all_names(ledger, names)).isdisjoint(await all_names(ledger, (person,)))


def _there(row: Sequence[bytes]) -> _There:
    name, heard, leaving, flagged, came, asked = map(text, row[:6])
    flags = with_asked(flags_of(came), asked) if flagged else Flags()
    # Earlier versions did not write down what it came with.
    unknown = bool(flagged) and not came and not set(asked) & set("arAR")
    return _There(name, heard == "1", leaving == "1", Flags(rahasia=True) if unknown else flags, row[6])
