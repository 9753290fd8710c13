"""What is unknown, not absent, where a text was cut: an SMS ends in the middle of a number, a name, a code."""

from __future__ import annotations

from normalizer.places import Facts, Meeting
from normalizer.places_alike import ends_early

# Fewer characters less are no SMS that was cut.
_CUT = 10
_SHORTEST = 40


def begins(one: str, other: str) -> bool:
    """Whether one folded text is the beginning of the other."""
    short, long = sorted((one, other), key=len)
    return len(short) >= _SHORTEST and _much_shorter(short, long) and long.startswith(short)


def untruncated(one: tuple[str, Facts], other: tuple[str, Facts], met: Meeting) -> Meeting:
    """one, other: a text, folded, and its facts. What ends the one that was cut does not differ."""
    (short, facts), (long, others) = sorted((one, other), key=lambda told: len(told[0]))
    last = facts.last
    if begins(short, long):
        return Meeting(met.agreed, met.differ - {last, *facts.marks}, met.near)
    if last not in met.differ & others.found.keys() or not _much_shorter(short, long):
        return met
    if not ends_early(facts.found[last], others.found[last]):
        return met
    return Meeting(met.agreed, met.differ - {last}, met.near | {last})


def _much_shorter(short: str, long: str) -> bool:
    return len(long) - len(short) >= _CUT
