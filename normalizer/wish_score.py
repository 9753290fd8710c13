"""One sum of all signs that somebody wishes to be protected, or that what they wrote shall wait, in words of their own.

A sign is what two words near each other stand for, in their order: "forbid>tell", "know>me"; "+" where nothing is
between them. What each weighs stands in a table that `tests/quality/wish_weights.py` counts.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from normalizer.clauses import sentence_ends
from normalizer.text import Word, folded_of
from normalizer.wish_words import PROTECTION, SENDING, meaning

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
    return _weight(tuple(found), wish)


@lru_cache(maxsize=8)  # the same message is asked for its flags, and whether protection is to be offered
def _weight(found: tuple[Word, ...], wish: str) -> float:
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
    found = tuple(found[:_MOST_WORDS])
    marks = list(map(meaning(wish), folded_of(found)))
    if NEEDED[wish].isdisjoint(frozenset().union(*marks)):
        return ()
    parts = [(marks[start:end], found[end - 1].after) for start, end in pairwise((0, *sentence_ends(found)))]
    return [_signs(part, asked="?" in after) for part, after in parts if any(part)]


def _signs(marks: Sequence[frozenset[str]], *, asked: bool) -> frozenset[str]:
    said = [(at, mark) for at, mark in enumerate(marks) if mark]
    pairs = [
        _pairs(mark, beside, other - at == 1)
        for place, (at, mark) in enumerate(said, 1)
        for other, beside in said[place : place + _REACH]
        if other - at <= _REACH
    ]
    return frozenset((ASKED,) if asked else ()).union(*[mark for _, mark in said], *pairs)


@lru_cache(maxsize=2_048)
def _pairs(first: frozenset[str], second: frozenset[str], near: bool) -> frozenset[str]:
    return frozenset(f"{one}{join}{other}" for one in first for other in second for join in (">+" if near else ">"))


def _sum(weights: Mapping[str, float], signs: frozenset[str]) -> float:
    return math.fsum(filter(None, map(weights.get, signs)))


@lru_cache(maxsize=1)
def _weights() -> Mapping[str, Mapping[str, float]]:
    table: dict[str, dict[str, float]] = {PROTECTION: {}, SENDING: {}}
    for line in (files("normalizer") / TABLE).read_text("utf-8").splitlines():
        wish, sign, known = line.split()
        table[wish][sign] = float(known)
    return table
