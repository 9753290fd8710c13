"""How alike two texts are: in their words, in what they are about, and in what they say of place and time.

A wrong "the same" silences a citizen, a missed one costs a clerk a minute: whatever differs for certain decides, and
words that stand in every complaint count little. Nothing here knows who wrote or when: that is `likeness_rules`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import filterfalse
from operator import itemgetter
from typing import NamedTuple

from normalizer.likeness_ceased import CEASED, ceased, over_since
from normalizer.likeness_cut import begins, untruncated
from normalizer.likeness_day import day_told
from normalizer.likeness_retold import retold
from normalizer.likeness_text import matter_of, meaning, unwrapped, variants
from normalizer.likeness_whose import whose
from normalizer.likeness_writer import introduced
from normalizer.places import Facts, Meeting, facts_among, meet, parted
from normalizer.places_codes import codes
from normalizer.places_kin import kinship
from normalizer.places_people import people
from normalizer.text import Word, folded, folded_of, words

# What a place is worth when strangers speak of it; an RT or a village alone is none.
WORTH: Mapping[str, float] = {
    "house": 0.8, "block": 0.6, "lane": 0.9, "street": 0.8, "rt": 0.5, "rw": 0.4, "village": 0.6, "hamlet": 0.5,
    "estate": 0.7, "km": 0.7, "district": 0.2, "regency": 0.0, "date": 0.1, "weekday": 0.0, "money": 0.0, "plate": 1.0,
    "customer": 1.5, "in": 0.5, "month": 0.0, "poli": 0.0,
}  # fmt: skip
NO_PLACE = frozenset({"date", "weekday", "money", "plate", "customer", "regency", "month", "poli"})
LANDMARK = 0.7
_NUMBERS = frozenset({"rt", "rw", "house", "block", "km", "date", "month", "weekday", "money", "plate", "customer"})
# Jalan Mawar and Gang Mawar are two places.
_WAYS = frozenset({"lane", "street"})
_RARE = 1.2


@dataclass(frozen=True, slots=True)
class Gist:
    """A text as it is compared. `weights`: each telling word's form → its weight; `matters` are what it is about,
    `size` counts all its words, `flat` is the whole text folded, `names`: first words of its places' names → kind."""

    weights: Mapping[str, float] = field(repr=False)
    matters: frozenset[str]
    facts: Facts = field(repr=False)
    size: int
    flat: str = field(repr=False)
    names: Mapping[str, str] = field(repr=False)
    personal: bool = False
    here: bool = False


class Likeness(NamedTuple):
    """`part`: how much of the shorter text's weight the other has, `whole`: how much of both together is shared (0–1).
    `shared` is that weight, `rare` how many telling words that are no common topic's are shared. `place` is what the
    places agreed on are worth; `elsewhere`: both name places, none in common.
    `differ` and `near` are kinds of facts that differ, or by a letter."""

    part: float
    whole: float
    shared: float
    rare: int
    place: float
    agreed: frozenset[str]
    differ: frozenset[str]
    near: frozenset[str]
    about: bool | None
    elsewhere: bool
    shortest: int
    equal: bool = False
    prefix: bool = False


_ROAD = re.compile(
    r"\b(?:jalan|jl|jln|jalanan|jalannya)\b.{0,120}\b(?:rusak|rsk|hancur|ancur|remuk|(?:ber)?lu?o?bang|bolong|becek|amb?las|"
    r"ambles|bergelombang|jelek|retak|mengelupas|aspal)|\b(?:rusak|hancur|lu?o?bang|bolong)\w*\b.{0,40}\b(?:jalan|jl|jln)\b"
)
_SIGNAL = re.compile(r"\b(?:lampu merah|traffic ?light|lampu lalu ?lintas|bangjo|apill|trafik light)\b")
_WATER = re.compile(r"\bair(?:nya)? (?:\w+ ){0,6}(?:mati|kecil|keruh|macet|(?:meng|nga|ng)alir|netes|menetes)\b")
_LOOKED_AT = 4_000
# What the patterns cannot do without: a whole word, and part of another.
_ROADS = frozenset({"jalan", "jl", "jln", "jalanan", "jalannya"})
_BROKEN = (
    *("rusak", "rsk", "ancur", "remuk", "bang", "bolong", "becek", "amb", "gelombang", "jelek", "retak"),
    *("ngelupas", "aspal"),
)
_SIGNALS = frozenset({"lampu", "traffic", "trafficlight", "bangjo", "apill", "trafik"})
_WATERS = frozenset({"air", "airnya"})
_DRY = ("mati", "kecil", "keruh", "macet", "alir", "netes")


@lru_cache(maxsize=2)
def gist(text: str) -> Gist:
    """Understand one text; pure, total, linear. What is asked about the same complaint next is known already."""
    bare = unwrapped(text)
    found = parted(bare)
    known = facts_among(found)
    # For letters of ASCII the words are what `folded` gives, and they are there already.
    flat = " ".join(folded_of(words(bare))) if bare.isascii() else folded(bare)
    seen = flat[:_LOOKED_AT]
    told = seen.split()
    spoken = frozenset(told)
    own, here = whose(told, spoken)
    marks = {
        **people(found, spoken),
        **kinship(found, spoken),
        **codes(found, flat),
        **day_told(told, spoken),
        **ceased(told, spoken),
    }
    known = replace(known, marks=marks) if marks else known
    weights = _weights(found, known.used | introduced(found, spoken))
    return Gist(weights, _matters(weights, seen, spoken), known, len(found), flat, _names(known), own, here)


_WEIGHT = itemgetter(1)


def _weights(found: Sequence[Word], besides: frozenset[int]) -> Mapping[str, float]:
    spoken = folded_of(found)
    # Without Python's help for each word: it was a fiftieth of reading.
    left = map(spoken.__getitem__, filterfalse(besides.__contains__, range(len(spoken)))) if besides else spoken
    return dict(filter(_WEIGHT, map(meaning, left)))


def _matters(weights: Mapping[str, float], flat: str, spoken: frozenset[str]) -> frozenset[str]:
    """What single words tell, and pairs of common ones: a road that is broken, a lamp that is red."""
    found = set(filter(None, map(matter_of, weights)))
    if _says(_ROAD, _BROKEN, _ROADS, flat, spoken):
        found.add("road")
    if not spoken.isdisjoint(_SIGNALS) and _SIGNAL.search(flat):
        found = (found - {"light"}) | {"traffic"}
    if _says(_WATER, _DRY, _WATERS, flat, spoken):
        found.add("water")
    return frozenset(found)


def _says(
    pattern: re.Pattern[str], stems: Sequence[str], needed: frozenset[str], flat: str, spoken: frozenset[str]
) -> bool:
    """Searching costs more than all else: it is done where both stand without which nothing can be found."""
    return not spoken.isdisjoint(needed) and any(stem in flat for stem in stems) and pattern.search(flat) is not None


def _names(known: Facts) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for kind, values in known.found.items():
        for value in values if not kind.startswith("of ") and kind not in _NUMBERS else ():
            first = value.split()[0]
            if len(first) > 3 and first.isalpha():
                found[meaning(first)[0]] = kind
    return found


def compare(a: Gist, b: Gist, *, one_person: bool = False) -> Likeness:
    """Symmetric; some ten microseconds for two texts of usual length. Where facts differ, words are not compared.
    one_person: what one's own other text says as well is no other place."""
    if a.flat > b.flat:  # which word of the one finds its like, and what both weigh, may differ from the other side
        a, b = b, a
    met = meet(a.facts, b.facts)
    if met.differ:
        met = untruncated((a.flat, a.facts), (b.flat, b.facts), met)
    if met.differ and one_person:
        met = retold((a.flat, a.facts), (b.flat, b.facts), met)
    if CEASED in a.facts.marks or CEASED in b.facts.marks:
        met = _over(a, b, met)
    if met.differ:
        return _apart(a, b, met)
    shared = a.weights.keys() & b.weights.keys()
    common = math.fsum(a.weights[form] for form in shared) + _slips(a, b, shared)
    rare = sum(a.weights[form] >= _RARE for form in shared)
    said = _said(a, b) | _said(b, a)
    left = math.fsum(weight for form, weight in a.weights.items() if form not in said)
    right = math.fsum(weight for form, weight in b.weights.items() if form not in said)
    least, both = min(left, right), left + right - common
    about = bool(a.matters & b.matters) if a.matters and b.matters else None
    return Likeness(
        part=min(1.0, common / least) if least else 0.0,
        whole=min(1.0, common / both) if both else 0.0,
        shared=common,
        rare=rare,
        place=place_worth(met.agreed) + min(0.7, 0.6 * len(said)),
        agreed=met.agreed,
        differ=met.differ,
        near=met.near,
        about=about,
        elsewhere=_elsewhere(a.facts, b.facts, met, said),
        shortest=min(a.size, b.size),
        equal=bool(a.flat) and a.flat == b.flat,
        prefix=begins(a.flat, b.flat),
    )


def _apart(a: Gist, b: Gist, met: Meeting) -> Likeness:
    """Facts that differ decide: how alike the words are need not be known."""
    return Likeness(
        part=0.0,
        whole=0.0,
        shared=0.0,
        rare=0,
        place=0.0,
        agreed=met.agreed,
        differ=met.differ,
        near=met.near,
        about=None,
        elsewhere=False,
        shortest=min(a.size, b.size),
    )


def _over(a: Gist, b: Gist, met: Meeting) -> Meeting:
    over = (over_since(one.facts.marks, other.weights, other.facts.marks) for one, other in ((a, b), (b, a)))
    return met._replace(differ=met.differ | {CEASED}) if any(over) else met


def _elsewhere(a: Facts, b: Facts, met: Meeting, said: Collection[str]) -> bool:
    """Both name places and none in common."""
    spots = [{kind for kind in one.found if WORTH.get(kind, LANDMARK) >= 0.4} - NO_PLACE for one in (a, b)]
    return all(spots) and not place_worth(met.agreed | met.near) and not said


def _said(a: Gist, b: Gist) -> frozenset[str]:
    """Names that the other text says without telling what they name ("di pagak"), or calls otherwise (kali, sungai)."""
    plain = a.names.keys() & b.weights.keys()
    other = {name for name in a.names.keys() & b.names.keys() if a.names[name] != b.names[name]}
    return frozenset(plain | {name for name in other if not {a.names[name], b.names[name]} <= _WAYS})


def place_worth(kinds: Collection[str]) -> float:
    return math.fsum(WORTH.get(kind, LANDMARK) for kind in kinds)


def _slips(a: Gist, b: Gist, shared: Collection[str]) -> float:
    """The weight of words that differ by one letter only."""
    rest = [form for form in a.weights if form not in shared and len(form) > 4][:40]
    others = [form for form in b.weights if form not in shared and len(form) > 4][:40]
    if not rest or not others:
        return 0.0
    total = 0.0
    for form in rest:
        match = next((other for other in others if _slip(form, other)), None)
        if match is not None:
            total += min(a.weights[form], b.weights[match])
    return total


def _slip(one: str, other: str) -> bool:
    if one[0] != other[0] or not -2 < len(one) - len(other) < 2:
        return False
    return not variants(one).isdisjoint(variants(other))
