"""A place that one person names twice, in other words: "Pasar Ikan Kuala", "di pasar Kuala"; "Desa Pilang", "satu desa
tenggelam, tanggul Pilang". Which words are its name is read differently out of each; that the name stands in the other
text as well tells that it is no other place's.
"""

from __future__ import annotations

from collections.abc import Collection

from normalizer.places import Facts, Meeting
from normalizer.places_alike import bare_name
from normalizer.places_words import NAMED

_NAMES = frozenset(NAMED.values()) | NAMED.keys()
_OF_SCHOOL = "name of "
# "Jalan Jambu Karangploso", "Jalan Raya Karangploso": behind a street's name stands where it is.
_WAYS = frozenset({"street", "lane"})
# Stands beside the kinds of names that are near because of this.
RETOLD = "retold"
_SHORTEST = 5


def retold(one: tuple[str, Facts], other: tuple[str, Facts], met: Meeting) -> Meeting:
    """one, other: a text, folded, and its facts. Names that the other text says do not differ for certain."""
    again = frozenset(
        kind
        for kind in met.differ
        if (kind in _NAMES or kind.startswith(_OF_SCHOOL)) and kind in one[1].found and kind in other[1].found
        if _says(one[1].found[kind], other, kind) or _says(other[1].found[kind], one, kind)
    )
    return Meeting(met.agreed, met.differ - again, met.near | again | {RETOLD}) if again else met


def _says(names: Collection[str], other: tuple[str, Facts], kind: str) -> bool:
    """Whether the other text says all of them, and not as the beginning of another's ("Merdeka", "Merdeka Timur")."""
    flat, facts = f" {other[0]} ", _bare(other[1], kind)
    return all(
        len(name) >= _SHORTEST
        and not name.isdigit()
        and f" {name} " in flat
        and not any(of == name or of.startswith(f"{name} ") or (kind in _WAYS and name in of.split()) for of in facts)
        for name in map(bare_name, names)
    )


def _bare(facts: Facts, kind: str) -> frozenset[str]:
    return frozenset(map(bare_name, facts.found[kind]))
