"""One sum of all signs that somebody wishes to be protected, or that what they wrote shall wait, in words of their own.

A sign is what two words near each other stand for, in their order: "forbid>tell", "know>me"; "+" where nothing is
between them. What each weighs stands in a table that `tests/quality/wish_weights.py` counts.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import compress, pairwise, starmap

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
# Sentences with no more words between their first sign and their last are remembered.
_USUAL = 24
_Marks = tuple[frozenset[str], ...]
_Part = tuple[_Marks, bool]


def weight(found: Sequence[Word], wish: str) -> float:
    """How much speaks for a wish; -inf where nothing does. Pure and total."""
    return _weight(tuple(found), wish)


@lru_cache(maxsize=8)  # the same message is asked for its flags, and whether protection is to be offered
def _weight(found: tuple[Word, ...], wish: str) -> float:
    return _together(_weights()[wish], [_known(wish, *part) for part in _parts(found, wish)])


def summed(weights: Mapping[str, float], told: Sequence[frozenset[str]]) -> float:
    return _together(weights, [_sum(weights, one) for one in told])


def _together(weights: Mapping[str, float], sums: Sequence[float]) -> float:
    best = sorted(sums, reverse=True)
    return weights[BIAS] + best[0] + _BESIDE * max([0.0, *best[1:2]]) if best else _NEVER


def heaviest(found: Sequence[Word], wish: str) -> frozenset[str]:
    """What the words of the sentence that weighs most stand for."""
    signs = max(sentences(found, wish), key=lambda one: _sum(_weights()[wish], one), default=frozenset())
    return frozenset(sign for sign in signs if sign.isalpha())


def sentences(found: Sequence[Word], wish: str) -> Sequence[frozenset[str]]:
    """The signs of each sentence; none where a wish cannot be."""
    parts = _parts(found, wish)
    return list(starmap(_signs, parts)) if parts else ()


def _parts(found: Sequence[Word], wish: str) -> Sequence[_Part]:
    """What the words of each sentence stand for, from its first sign to its last; and whether it asks."""
    found = tuple(found[:_MOST_WORDS])
    marks = tuple(map(meaning(wish), folded_of(found)))
    if NEEDED[wish].isdisjoint(frozenset().union(*marks)):
        return ()
    parts: list[_Part] = []
    for start, end in pairwise((0, *sentence_ends(found))):
        if said := list(compress(range(start, end), marks[start:end])):
            parts.append((marks[said[0] : said[-1] + 1], "?" in found[end - 1].after))
    return parts


def _known(wish: str, marks: _Marks, asked: bool) -> float:
    return (_sum_of if len(marks) <= _USUAL else _sum_of.__wrapped__)(wish, marks, asked)


@lru_cache(maxsize=1_024)  # people put their wishes alike, and what is none has few signs
def _sum_of(wish: str, marks: _Marks, asked: bool) -> float:
    return _sum(_weights()[wish], _signs(marks, asked))


def _signs(marks: _Marks, asked: bool) -> frozenset[str]:
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
