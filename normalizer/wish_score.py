"""One sum of all signs that somebody wishes to be protected, or that what they wrote shall wait, in words of their own.

A sign is what two words near each other stand for, in their order: "forbid>tell", "know>me"; "+" where nothing is
between them. What each weighs stands in a table that `tests/quality/wish_weights.py` counts.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from normalizer.clauses import ended
from normalizer.text import Word
from normalizer.wish_words import PROTECTION, SENDING, meant

TABLE = "wish_weights.txt"
# In a natural logarithm's units (docs/quality.md).
BARS: Mapping[str, float] = {PROTECTION: 0.1, SENDING: 1.2}
# What stands in no wish without one of these.
NEEDED: Mapping[str, frozenset[str]] = {
    PROTECTION: frozenset({
        *("forbid", "deny", "need", "outed", "source", "secret", "mask", "only", "mine", "lest", "if", "fear", "hide"),
        "so",
    }),
    SENDING: frozenset({"forbid", "deny", "need", "yet", "wait", "cancel", "mood", "concept", "changed"}),
}  # fmt: skip
BIAS, ASKED = "bias", "?"
_REACH = 5
_MOST_WORDS = 400
# A wish in two sentences: the second counts for half.
_BESIDE = 0.5
_NEVER = -math.inf


def weight(found: Sequence[Word], wish: str) -> float:
    """How much speaks for a wish; -inf where nothing does. Pure and total."""
    return summed(_weights()[wish], sentences(found, wish))


def summed(weights: Mapping[str, float], told: Sequence[frozenset[str]]) -> float:
    sums = sorted((_sum(weights, one) for one in told), reverse=True)
    return weights[BIAS] + sums[0] + _BESIDE * max([0.0, *sums[1:2]]) if sums else _NEVER


def heaviest(found: Sequence[Word], wish: str) -> frozenset[str]:
    """What the words of the sentence that weighs most stand for."""
    signs = max(sentences(found, wish), key=lambda one: _sum(_weights()[wish], one), default=frozenset())
    return frozenset(sign for sign in signs if sign.isalpha())


def sentences(found: Sequence[Word], wish: str) -> Sequence[frozenset[str]]:
    """The signs of each sentence; none where a wish cannot be."""
    found = found[:_MOST_WORDS]
    marks = [meant(wish, word.folded) for word in found]
    if NEEDED[wish].isdisjoint(frozenset().union(*marks)):
        return ()
    return [signs for start, end in _bounds(found) if (signs := _signs(found[start:end], marks[start:end]))]


def _bounds(found: Sequence[Word]) -> Iterator[tuple[int, int]]:
    start = 0
    for at, word in enumerate(found, 1):
        if at == len(found) or ended(word.after):
            yield start, at
            start = at


def _signs(found: Sequence[Word], marks: Sequence[frozenset[str]]) -> frozenset[str]:
    said = [(at, mark) for at, mark in enumerate(marks) if mark]
    signs: set[str] = set()
    for place, (at, mark) in enumerate(said):
        signs |= mark
        for other, beside in said[place + 1 : place + 1 + _REACH]:
            if other - at > _REACH:
                break
            signs |= _pairs(mark, beside, near=other - at == 1)
    if signs and "?" in found[-1].after:
        signs.add(ASKED)
    return frozenset(signs)


@lru_cache(maxsize=16_384)
def _pairs(first: frozenset[str], second: frozenset[str], *, near: bool) -> frozenset[str]:
    return frozenset(f"{one}{join}{other}" for one in first for other in second for join in (">+" if near else ">"))


def _sum(weights: Mapping[str, float], signs: frozenset[str]) -> float:
    return math.fsum(weights[sign] for sign in signs & weights.keys())


@lru_cache(maxsize=1)
def _weights() -> Mapping[str, Mapping[str, float]]:
    table: dict[str, dict[str, float]] = {PROTECTION: {}, SENDING: {}}
    for line in (files("normalizer") / TABLE).read_text("utf-8").splitlines():
        wish, sign, known = line.split()
        table[wish][sign] = float(known)
    return table
