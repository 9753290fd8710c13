"""A request for protection holds for a chat and a moment, not for one message: photos and pins follow without words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from redis.exceptions import RedisError

from forwarder.redis_server import failure, text
from normalizer.schema import Complaint, Flags

if TYPE_CHECKING:
    from forwarder.ledger import Ledger

# An album, a pin and an afterthought come within minutes; whoever writes later begins anew.
MOMENT_MS = 15 * 60_000
# Webhooks overtake each other: the second photo of an album may be there before the first, which has the words.
OVERTAKEN_MS = 60_000
_LETTERS = (("a", Flags(anonim=True)), ("r", Flags(rahasia=True)))


@dataclass(frozen=True, slots=True)
class Asked:
    """`who` as in `Claim`; `at_ms`: when the message came in, whenever it is understood."""

    who: str
    flags: Flags
    at_ms: int


def letters(flags: Flags) -> str:
    """ "", "a", "r" or "ar": how flags stand in a row's end."""
    return "a" * flags.anonim + "r" * flags.rahasia


def flags_of(said: str) -> Flags:
    return Flags(anonim="a" in said, rahasia="r" in said)


def protected(complaint: Complaint, asked: str) -> Complaint:
    """With what was asked for after it came in: `a` and `r` are raised, `A` and `R` were lifted by its sender, and all
    else stays as it came with."""
    return replace(complaint, flags=with_asked(complaint.flags, asked)) if asked else complaint


def with_asked(came: Flags, asked: str) -> Flags:
    """As `protected`, for one whose words are gone."""
    later = flags_of(asked)
    return Flags(
        later.anonim or (came.anonim and "A" not in asked), later.rahasia or (came.rahasia and "R" not in asked)
    )


def holding(asked: Sequence[Asked], who: str, at_ms: int) -> Flags:
    """What holds for a message of `who` that came in at `at_ms`."""
    near = [each.flags for each in asked if each.who == who and -OVERTAKEN_MS <= at_ms - each.at_ms <= MOMENT_MS]
    return Flags(any(flags.anonim for flags in near), any(flags.rahasia for flags in near))


async def remember(ledger: Ledger, asked: Sequence[Asked]) -> None:
    """As long as repeats are linked, because a row may be understood long after it came in."""
    said = [(each.who, letter, each.at_ms) for each in asked for letter in letters(each.flags)]
    if said:
        values = [value for one in said for value in one]
        await ledger.run_many([("remember", (ledger.keep.window * 1000, *values))])


async def recall(ledger: Ledger, whos: Sequence[str]) -> list[Asked]:
    """What these have asked for before, in one round trip."""
    if not whos:
        return []
    (found,) = await ledger.run_many([("recall", tuple(whos))])
    return [
        Asked(who, flags, int(at))
        for who, times in zip(whos, found, strict=True)
        for (_, flags), at in zip(_LETTERS, times, strict=True)
        if at
    ]


async def never_asked(ledger: Ledger, complaints: Sequence[str]) -> frozenset[str]:
    """Those of them for which nobody ever asked for protection. Raise `LedgerAway`."""
    try:
        rows = [await ledger.redis.hget(ledger.key(f"c:{name}"), "flagged") for name in complaints]
    except RedisError as error:
        raise failure(error) from error
    return frozenset(name for name, flagged in zip(complaints, rows, strict=True) if text(flagged) != "1")
