"""Signs that one person's two texts tell of one complaint, or of two: each a number with a name.

`likeness_score` weighs them. Of strangers none of this is asked, so that it costs nothing where most is compared.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from normalizer.likeness import Likeness
from normalizer.likeness_amounts import only_in
from normalizer.likeness_met import Met, Pair, nearly_same, rareness
from normalizer.likeness_signs_named import named_signs
from normalizer.likeness_text import meaning
from normalizer.places import Facts
from normalizer.places_words import NAMED

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
    return min(rareness(met.left) + only_in(one, other), rareness(met.right) + only_in(other, one)) < _CONTAINED


def told_again(pair: Pair) -> bool:
    """Whether all that the one tells, to the last word, is most of what the other does."""
    met = pair.met
    if len(met.shared) < 2 or not contained(pair):
        return False
    mine, theirs = (_NO_TELLING.intersection(side.told) for side in (pair.one, pair.other))
    if (met.left or mine - theirs) and (met.right or theirs - mine):
        return False
    besides = max(map(rareness, (met.left, met.right)))
    return besides <= _BESIDES * (met.worth(names=True) + met.worth(names=False))


def _counts_on(a: Facts, b: Facts) -> bool:
    """ "km 17", "km 42 … lain dengan yang km 17"."""
    told = [(a.found[kind], b.found[kind]) for kind in _NUMBERED if kind in a.found and kind in b.found]
    return any(one < other or other < one for one, other in told)


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


def _words(met: Met, like: Likeness) -> Mapping[str, float]:
    named, known = met.worth(names=True), met.worth(names=False)
    left, right = rareness(met.left), rareness(met.right)
    least = min(left, right)
    apart = min(rareness(one for one in side if not met.is_name(one)) for side in (met.left, met.right))
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


def _names_left(met: Met) -> int:
    return min(3, *(sum(map(met.is_name, side)) for side in (met.left, met.right)))


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
    outside = rareness(form for form in met.shared - inside if not met.is_name(form))
    return {
        "order": ratio,
        "exchanged": float(exchanged and ratio > _FRAME),
        "outside": min(4.0, outside + 0.7 * rareness(met.near)),
    }


def _exchanged(left: Sequence[str], right: Sequence[str]) -> bool:
    mine, theirs = _telling(left), _telling(right)
    return bool(mine and theirs) and not any(nearly_same(word, it) or word == it for word in mine for it in theirs)


def _telling(told: Sequence[str]) -> Sequence[str]:
    return [word for word in told if word.isdigit() or meaning(word)[1] > _LITTLE]
