"""Signs that one person's two texts tell of one complaint, or of two: each a number with a name.

`likeness_score` weighs them. Of strangers none of this is asked, so that it costs nothing where most is compared.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from normalizer.likeness import Gist, Likeness
from normalizer.likeness_amounts import Amounts, amount_signs, amounts, only_in
from normalizer.likeness_common import rarity
from normalizer.likeness_signs_named import is_name, joined, named_signs
from normalizer.likeness_signs_told import told_signs
from normalizer.likeness_text import meaning, melts, variants
from normalizer.places import Facts
from normalizer.places_words import NAMED

# Nobody's second wording is told apart by what comes behind so many words.
_MOST_WORDS, _MOST_REST = 120, 40
_VOWELS = str.maketrans("", "", "aiueo")
_SHORT = 10
# An exchange of words tells most where nearly all else stands in the same order.
_FRAME = 0.6
_CONTAINED = 0.35
_LITTLE = 0.3
_BESIDES = 0.5
# What keeps two texts from being called one without a sum, and kinds of numbers of which one place has one.
_APART = (
    "kin",
    "document",
    "opposite",
    "numbers",
    "other",
    "also",
    "denied",
    "settled",
    "done_since",
    "finished",
    "next",
)
# "Di pasar", "di sekolah"; "dipotong pak RT", "dipotong pak RW": words for places and offices are no telling ones.
_NO_TELLING = frozenset({*NAMED, "rt", "rw", "kades", "lurah", "camat", "kadus", "dukuh", "bupati", "walikota"})
_NUMBERED = ("rt", "km", "house", "block", "lane", "month")


@dataclass(frozen=True, slots=True)
class _Side:
    """`told`: its words, folded. `forms`: its telling words' forms → the word as it was written. `names`: forms of the
    words of its places, `places` those words."""

    told: Sequence[str]
    forms: Mapping[str, str]
    amounts: Amounts
    names: frozenset[str]
    places: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Met:
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

    one: _Side
    other: _Side
    met: _Met
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


def signs(pair: Pair, like: Likeness) -> Mapping[str, float]:
    """Symmetric; nothing of it is of use where the texts are of two people."""
    a, b = pair.gists
    return {
        **_alike(like),
        **_words(pair.met, like),
        **_order(pair),
        **_named(pair),
        **pair.told,
        "matters_two": float(bool(a.matters - b.matters and b.matters - a.matters)),
        "own": float(a.personal or b.personal),
        "numbers_more": float(_counts_on(a.facts, b.facts)),
    }


def contained(pair: Pair) -> bool:
    """Whether all that the one tells stands in the other, and nothing says that it is something else. Most of what
    comes twice is such, and needs no sum."""
    a, b = pair.gists
    apart = any(pair.told[name] for name in _APART) or _counts_on(a.facts, b.facts)
    apart = apart or bool(a.matters and b.matters and a.matters.isdisjoint(b.matters))
    if apart or _names_left(pair.met):
        return False
    one, other, met = pair.one.amounts, pair.other.amounts, pair.met
    return min(_sum(met.left) + only_in(one, other), _sum(met.right) + only_in(other, one)) < _CONTAINED


def told_again(pair: Pair) -> bool:
    """Whether all that the one tells, to the last word, is most of what the other does."""
    met = pair.met
    if len(met.shared) < 2 or not contained(pair):
        return False
    mine, theirs = (_NO_TELLING.intersection(side.told) for side in (pair.one, pair.other))
    if (met.left or mine - theirs) and (met.right or theirs - mine):
        return False
    besides = max(map(_sum, (met.left, met.right)))
    return besides <= _BESIDES * (met.worth(names=True) + met.worth(names=False))


def _counts_on(a: Facts, b: Facts) -> bool:
    """ "km 17", "km 42 … lain dengan yang km 17"."""
    told = [(a.found[kind], b.found[kind]) for kind in _NUMBERED if kind in a.found and kind in b.found]
    return any(one < other or other < one for one, other in told)


def _side(gist: Gist) -> _Side:
    told, forms, measured = _read(gist.flat)
    places = {word for values in gist.facts.found.values() for value in values for word in value.split()}
    names = {meaning(word)[0] for word in places}
    return _Side(told, forms, measured, frozenset(names | gist.names.keys()), frozenset(places))


@lru_cache(maxsize=2)
def _read(flat: str) -> tuple[Sequence[str], Mapping[str, str], Amounts]:
    """What is compared with several others is read once."""
    told = flat.split(" ", _MOST_WORDS)[:_MOST_WORDS]
    measured = amounts(told)
    meant = [(word, *meaning(word)) for at, word in enumerate(told) if at not in measured.used]
    return told, {form: word for word, form, weight in meant if weight and form not in NAMED}, measured


def _meet(one: _Side, other: _Side) -> _Met:
    shared = one.forms.keys() & other.forms.keys()
    mine, theirs = _joined(one, other, shared), _joined(other, one, shared)
    shared = (shared | mine | theirs) & (one.forms.keys() | other.forms.keys())
    left = sorted(one.forms.keys() - shared)
    right = sorted(other.forms.keys() - shared)
    near: dict[str, str] = {}
    rest = right[:_MOST_REST]
    tails = {form[1:]: form for form in rest}
    for form in left[:_MOST_REST]:
        match = next((it for it in rest if _near(one.forms[form], other.forms[it])), None)
        match = match or _melted(form, tails, rest)
        if match is not None:
            near[form] = match
            rest.remove(match)
    behind = frozenset(near.values())
    return _Met(
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


def _joined(one: _Side, other: _Side, shared: Collection[str]) -> frozenset[str]:
    """Forms of words that one text writes as one and the other as two, of both."""
    alone = {one.forms[form]: form for form in one.forms if form not in shared}
    found = joined(alone, other.told)
    parts = (meaning(word)[0] for word, two in found.items() for word in two)
    return frozenset([*(alone[word] for word in found), *parts])


@lru_cache(maxsize=20_000)
def _near(one: str, other: str) -> bool:
    """A slip of the thumb apart, begun alike, or one written without its vowels."""
    if one[0] != other[0] or min(len(one), len(other)) < 3:
        return False
    if min(len(one), len(other)) > 3 and (_slip(one, other) or (len(one) > 4 and one[:5] == other[:5])):
        return True
    bare, thin = one.translate(_VOWELS), other.translate(_VOWELS)
    return bare == thin and len(bare) > 2


def _slip(one: str, other: str) -> bool:
    return -2 < len(one) - len(other) < 2 and not variants(one).isdisjoint(variants(other))


def _alike(like: Likeness) -> Mapping[str, float]:
    return {
        "whole": like.whole,
        "shared": min(like.shared, 8.0),
        "no_place": float(like.place == 0),
        "place": min(like.place, 2.0),
        "about_same": float(like.about is True),
        "about_other": float(like.about is False),
        "elsewhere": float(like.elsewhere),
        "near": float(bool(like.near)),
        "short": float(like.shortest <= _SHORT),
        "length": math.log(like.shortest + 1),
        "prefix": float(like.prefix),
    }


def _words(met: _Met, like: Likeness) -> Mapping[str, float]:
    named, known = met.worth(names=True), met.worth(names=False)
    left, right = _sum(met.left), _sum(met.right)
    least = min(left, right)
    apart = min(_sum(one for one in side if not met.is_name(one)) for side in (met.left, met.right))
    return {
        "common": math.log1p(named + known),
        "common_names": min(4.0, named),
        "common_known": math.log1p(known),
        "nothing_known": float(known < _LITTLE),
        "part_rare": (named + known) / (named + known + least + 0.01),
        "part_known": known / (known + apart + _LITTLE),
        "rest": min(least, 6.0),
        "rest_of_longer": min(max(left, right), 12.0),
        "rest_of_short": least / math.log(like.shortest + 2),
        "names_left": float(_names_left(met)),
    }


def _names_left(met: _Met) -> int:
    return min(3, *(sum(map(met.is_name, side)) for side in (met.left, met.right)))


def _sum(forms: Iterable[str]) -> float:
    return math.fsum(map(rarity, forms))


def _named(pair: Pair) -> Mapping[str, float]:
    met = pair.met
    return named_signs(met.shared, frozenset(form for form in met.shared | met.near.keys() if met.is_name(form)))


def _order(pair: Pair) -> Mapping[str, float]:
    """Whether words stand in the same order, and a few of them are others: "lampu jembatan hilang", "plat jembatan
    hilang"."""
    one, other, met = pair.one, pair.other, pair.met
    first, second = ([meaning(word)[0] for word in side.told] for side in (one, other))
    match = SequenceMatcher(None, first, second, autojunk=False)
    ratio = match.ratio()
    exchanged = any(
        kind == "replace"
        and end - start <= 3
        and stop - begin <= 3
        and _exchanged(one.told[start:end], other.told[begin:stop])
        for kind, start, end, begin, stop in match.get_opcodes()
    )
    run = match.find_longest_match()
    inside = frozenset(first[run.a : run.a + run.size])
    outside = _sum(form for form in met.shared - inside if not met.is_name(form))
    return {
        "order": ratio,
        "exchanged": float(exchanged and ratio > _FRAME),
        "outside": min(4.0, outside + 0.7 * _sum(met.near)),
    }


def _exchanged(left: Sequence[str], right: Sequence[str]) -> bool:
    mine, theirs = _telling(left), _telling(right)
    return bool(mine and theirs) and not any(_near(word, it) or word == it for word in mine for it in theirs)


def _telling(told: Sequence[str]) -> Sequence[str]:
    return [word for word in told if word.isdigit() or meaning(word)[1] > _LITTLE]
