"""What tables know of the words of two texts by one person: kin, papers, opposites, what ails, and what is denied."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from normalizer.likeness_settled import PERHAPS_NEW, settled_signs
from normalizer.likeness_sign_words import (
    AGAIN,
    ALSO,
    CORRECTED,
    DOCUMENTS,
    KIN,
    NEW_MATTERS,
    NOT,
    OPPOSITES,
    OTHER,
    STILL,
    TROUBLES,
)
from normalizer.likeness_text import meaning

Told = Sequence[str]
Forms = Collection[str]
# Most words are in none of the tables.
_OPPOSED = frozenset[str]().union(*(left | right for left, right in OPPOSITES))
_SECONDS = frozenset(two.split()[1] for two in NEW_MATTERS)
_KEYS = {id(table): frozenset(table) for table in (KIN, DOCUMENTS, TROUBLES)}


_APART = _OPPOSED | NOT | OTHER | PERHAPS_NEW | frozenset(KIN) | frozenset(DOCUMENTS)


def repeated(flat: str, others_flat: str) -> bool:
    """Of two texts, folded, of which the one's telling words are all in the other, but for slips: whether no word that
    only one of them has is in a table, and no number is exchanged. The cheapest look, for most of what comes twice."""
    one, other = frozenset(flat.split()), frozenset(others_flat.split())
    left, right = one - other, other - one
    apart = not (left.isdisjoint(_APART) and right.isdisjoint(_APART))
    return not apart and not (any(map(str.isdigit, left)) and any(map(str.isdigit, right)))


def told_signs(one: Told, other: Told, forms: Forms, others_forms: Forms) -> Mapping[str, float]:
    """`one` and `other` are words, folded; `forms` the forms of those that tell something."""
    spoken, others_spoken = frozenset(one), frozenset(other)

    def differ(table: Mapping[str, str]) -> float:
        return _differ(_known(table, spoken, forms), _known(table, others_spoken, others_forms))

    ails, others_ails = _known(TROUBLES, spoken, forms), _known(TROUBLES, others_spoken, others_forms)
    only = spoken ^ others_spoken
    return {
        "kin": differ(KIN),
        "document": differ(DOCUMENTS),
        "opposite": float(_opposite(spoken, others_spoken)),
        "trouble_two": _differ(ails, others_ails),
        "trouble_apart": float(bool(ails and others_ails) and not ails & others_ails),
        "trouble_unknown": float(not (ails and others_ails)),
        "again": float(min(2, len(only & AGAIN))),
        "still": float(not only.isdisjoint(STILL)),
        "other": float(min(2, len(only & OTHER))),
        "also": float(not only.isdisjoint(ALSO)),
        "denied": float(_denies(one, others_forms) or _denies(other, forms)),
        **settled_signs(one, other, spoken, others_spoken),
    }


def _known(table: Mapping[str, str], spoken: frozenset[str], forms: Forms) -> set[str]:
    keys = _KEYS[id(table)]
    return {table[word] for words in (keys & spoken, keys.intersection(forms)) for word in words}


def _differ(one: set[str], other: set[str]) -> float:
    """Each tells what the other does not."""
    return float(bool(one - other and other - one))


def _opposite(one: frozenset[str], other: frozenset[str]) -> bool:
    one, other = one & _OPPOSED, other & _OPPOSED
    return bool(one and other) and any(
        not one.isdisjoint(this) and not other.isdisjoint(that) and one.isdisjoint(that) and other.isdisjoint(this)
        for left, right in OPPOSITES
        for this, that in ((left, right), (right, left))
    )


def _denies(told: Told, others_forms: Forms) -> bool:
    """Whether it says itself that it tells of another matter."""
    if not _SECONDS.isdisjoint(told) and any(f"{one} {two}" in NEW_MATTERS for one, two in pairwise(told)):
        return True
    if NOT.isdisjoint(told):
        return False
    if not CORRECTED.isdisjoint(told):
        return False
    behind = [word for at, it in enumerate(told) if it in NOT for word in told[at + 1 : at + 3]]
    return any(meaning(word)[0] in others_forms for word in behind)
