"""What two texts of one person name alike: places, persons, shops, and words that few others use."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from normalizer.likeness_common import rarity, seen_by_many

Told = Sequence[str]
_MOST = 3
_LONG = 4


def joined(words: Iterable[str], told: Told) -> Mapping[str, tuple[str, str]]:
    """Words that the other text writes as two: "randualas", "randu alas"; the word → the two."""
    long = {word for word in words if len(word) > _LONG + 1}
    return {one + two: (one, two) for one, two in pairwise(told) if one + two in long} if long else {}


def named_signs(shared: Collection[str], names: Collection[str]) -> Mapping[str, float]:
    """shared: forms in both texts; names: those of them that are names."""
    known = [rarity(form) for form in shared if form not in names]
    both, others = math.fsum(map(rarity, names)), math.fsum(known)
    return {
        "names_shared": float(min(_MOST, len(names))),
        "names_and_known": min(2.0, both, others),
        "rarest": max(known, default=0.0),
    }


def is_name(form: str, places: Collection[str]) -> bool:
    return form in places or not seen_by_many(form)
