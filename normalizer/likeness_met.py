"""Two texts' words side by side: what both say, what is a slip or a short form of the other's, what is left of each."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from normalizer.likeness import Gist
from normalizer.likeness_amounts import Amounts, amount_signs, amounts
from normalizer.likeness_common import rarity
from normalizer.likeness_signs_named import is_name, joined
from normalizer.likeness_signs_told import told_signs
from normalizer.likeness_text import meaning, melts, variants
from normalizer.places_words import NAMED

# Nobody's second wording is told apart by what comes behind so many words.
_MOST_WORDS, _MOST_REST = 120, 40
_VOWELS = str.maketrans("", "", "aiueo")


@dataclass(frozen=True, slots=True)
class Side:
    """`told`: its words, folded. `forms`: its telling words' forms → the word as it was written. `names`: forms of the
    words of its places, `places` those words."""

    told: Sequence[str]
    forms: Mapping[str, str]
    amounts: Amounts
    names: frozenset[str]
    places: frozenset[str]


@dataclass(frozen=True, slots=True)
class Met:
    """Forms in both, forms of the one that are a slip or a short form of the other's, and what is left of each."""

    shared: frozenset[str]
    near: Mapping[str, str]
    left: Sequence[str]
    right: Sequence[str]
    names: frozenset[str]

    def is_name(self, form: str) -> bool:
        return is_name(form, self.names)

    def worth(self, *, names: bool) -> float:
        whole = math.fsum(rarity(form) for form in self.shared if self.is_name(form) is names)
        pairs = [pair for pair in self.near.items() if all(map(self.is_name, pair)) is names]
        return whole + 0.7 * math.fsum(min(map(rarity, pair)) for pair in pairs)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts' words side by side, and what tables know of them: all that the cheap ones of the signs need."""

    one: Side
    other: Side
    met: Met
    told: Mapping[str, float]
    gists: tuple[Gist, Gist]

    @classmethod
    def of(cls, a: Gist, b: Gist) -> Pair:
        if a.flat > b.flat:  # what is matched first may differ from the other side
            a, b = b, a
        one, other = _side(a), _side(b)
        told = {
            **told_signs(one.told, other.told, one.forms, other.forms),
            **amount_signs(one.amounts, other.amounts, one.places | other.places),
        }
        return cls(one, other, _meet(one, other), told, (a, b))


def _side(gist: Gist) -> Side:
    told, forms, measured = _read(gist.flat)
    places = {word for values in gist.facts.found.values() for value in values for word in value.split()}
    names = {meaning(word)[0] for word in places}
    return Side(told, forms, measured, frozenset(names | gist.names.keys()), frozenset(places))


@lru_cache(maxsize=2)
def _read(flat: str) -> tuple[Sequence[str], Mapping[str, str], Amounts]:
    """What is compared with several others is read once."""
    told = flat.split(" ", _MOST_WORDS)[:_MOST_WORDS]
    measured = amounts(told)
    meant = [(word, *meaning(word)) for at, word in enumerate(told) if at not in measured.used]
    return told, {form: word for word, form, weight in meant if weight and form not in NAMED}, measured


def _meet(one: Side, other: Side) -> Met:
    shared = one.forms.keys() & other.forms.keys()
    mine, theirs = _joined(one, other, shared), _joined(other, one, shared)
    shared = (shared | mine | theirs) & (one.forms.keys() | other.forms.keys())
    left = sorted(one.forms.keys() - shared)
    right = sorted(other.forms.keys() - shared)
    near: dict[str, str] = {}
    rest = right[:_MOST_REST]
    tails = {form[1:]: form for form in rest}
    for form in left[:_MOST_REST]:
        match = next((it for it in rest if nearly_same(one.forms[form], other.forms[it])), None)
        match = match or _melted(form, tails, rest)
        if match is not None:
            near[form] = match
            rest.remove(match)
    behind = frozenset(near.values())
    return Met(
        frozenset(shared),
        near,
        [form for form in left if form not in near],
        [form for form in right if form not in behind],
        one.names | other.names,
    )


def _melted(form: str, tails: Mapping[str, str], rest: Collection[str]) -> str | None:
    """The form that the other has of a spoken verb; tails: forms without their first letter → the forms."""
    for tail in (form[1:], form, form[2:]):
        found = tails.get(tail)
        if found in rest and found is not None and melts(form, found):
            return found
    return None


def _joined(one: Side, other: Side, shared: Collection[str]) -> frozenset[str]:
    """Forms of words that one text writes as one and the other as two, of both."""
    alone = {one.forms[form]: form for form in one.forms if form not in shared}
    found = joined(alone, other.told)
    parts = (meaning(word)[0] for word, two in found.items() for word in two)
    return frozenset([*(alone[word] for word in found), *parts])


@lru_cache(maxsize=4_096)
def nearly_same(one: str, other: str) -> bool:
    """A slip of the thumb apart, begun alike, or one written without its vowels."""
    if one[0] != other[0] or min(len(one), len(other)) < 3:
        return False
    if min(len(one), len(other)) > 3 and (_slip(one, other) or (len(one) > 4 and one[:5] == other[:5])):
        return True
    bare, thin = one.translate(_VOWELS), other.translate(_VOWELS)
    return bare == thin and len(bare) > 2


def _slip(one: str, other: str) -> bool:
    return -2 < len(one) - len(other) < 2 and not variants(one).isdisjoint(variants(other))


def rareness(forms: Iterable[str]) -> float:
    return math.fsum(map(rarity, forms))
