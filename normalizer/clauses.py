"""Where a clause and a sentence end, and whether what stands in it is denied."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import compress, count
from operator import itemgetter

from normalizer.flag_phrases import NEGATION_BRIDGES, NEGATIONS, TURNING
from normalizer.text import Word

_BREAKS = frozenset("\n\r.!?;:()[]{}*,|/…")
_SENTENCE_BREAKS = frozenset("\n\r.!?;…")
_TURN_REACH = 3
_AFTER = itemgetter(Word._fields.index("after"))


def broken(gap: str) -> bool:
    """Whether this gap parts two clauses."""
    return not _BREAKS.isdisjoint(gap) or " - " in gap or gap.strip() in {"-", "–", "—"}


def ended(gap: str) -> bool:
    """Whether this gap parts two sentences."""
    return gap != " " and not _SENTENCE_BREAKS.isdisjoint(gap)


@lru_cache(maxsize=8)  # one message is looked at from several sides
def sentence_ends(found: tuple[Word, ...]) -> Sequence[int]:
    """The places behind the last word of each sentence."""
    gaps = list(map(_AFTER, found))
    ending = set(filter(ended, set(gaps)))
    places = list(compress(count(1), map(ending.__contains__, gaps))) if ending else []
    return places if not found or places[-1:] == [len(found)] else [*places, len(found)]


def sentence(found: Sequence[Word], at: int, reach: int) -> Sequence[Word]:
    """The words around `at`, at most `reach` to each side and not beyond its sentence."""
    low, high = at, at
    least, most = max(0, at - reach), min(len(found) - 1, at + reach)
    # A blank, which stands between most words, ends nothing.
    while low > least and ((gap := found[low].before) == " " or not ended(gap)):
        low -= 1
    while high < most and ((gap := found[high].after) == " " or not ended(gap)):
        high += 1
    return found[low : high + 1]


def before(found: Sequence[Word], at: int, reach: int) -> Sequence[Word]:
    """At most `reach` words before `at` in its clause."""
    low = at
    while low > max(0, at - reach) and not broken(found[low].before):
        low -= 1
    return found[low:at]


def after(found: Sequence[Word], at: int, reach: int) -> Sequence[Word]:
    """At most `reach` words after `at` in its clause."""
    high = at
    while high < min(len(found) - 1, at + reach) and not broken(found[high].after):
        high += 1
    return found[at + 1 : high + 1]


def denied(found: Sequence[Word], at: int) -> bool:
    """Whether a denial stands right before it: "tidak perlu dirahasiakan"; not "jangan sampai tidak dirahasiakan"."""
    clause = before(found, at, 6)
    back = len(clause) - 1
    while back >= 0 and clause[back].folded in NEGATION_BRIDGES:
        back -= 1
    if back < 0 or clause[back].folded not in NEGATIONS:
        return False
    negation = at - len(clause) + back
    return not folded_in(before(found, negation, _TURN_REACH)) & TURNING


def folded_in(found: Sequence[Word]) -> set[str]:
    return {word.folded for word in found}
