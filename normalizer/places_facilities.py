"""Departments, post offices and quarters: heads that are other words as well, so that only some names count."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from normalizer.places_names import begins
from normalizer.places_numbers import Found
from normalizer.places_words import COMPASS, DEPARTMENTS, FACILITIES
from normalizer.text import Word


def facility(found: Sequence[Word], at: int, flat: bool) -> Found | None:
    """Reads what begins with one of `HEADS`."""
    return _READERS[found[at].folded](found, at) if at + 1 < len(found) and not found[at].after.strip(" .:") else None


def _department(found: Sequence[Word], at: int) -> Found | None:
    """ "poli gigi"."""
    known = found[at + 1].folded in DEPARTMENTS
    return Found([("poli", found[at + 1].folded)], at + 2) if known else None


def _post(found: Sequence[Word], at: int) -> Found | None:
    """ "Kantor Pos Sukabumi"; "pos ronda" and "pos 2" are others."""
    sure = at > 0 and found[at - 1].folded == "kantor" and found[at + 1].raw[0].isupper()
    return Found([(FACILITIES["pos"], found[at + 1].folded)], at + 2) if sure and begins(found[at + 1], False) else None


def _quarter(found: Sequence[Word], at: int) -> Found | None:
    """ "Blok Kidul", "blok Pahing": a hamlet's part in the west of Java."""
    word = found[at + 1]
    if not (word.folded in COMPASS or (word.raw[0].isupper() and len(word.raw) > 3 and begins(word, False))):
        return None
    further = found[at + 2].folded if at + 2 < len(found) and not word.after.strip() else ""
    more = further in COMPASS
    return Found([("blok", f"{word.folded} {further}" if more else word.folded)], at + 2 + more)


_READERS: Mapping[str, Callable[[Sequence[Word], int], Found | None]] = {
    "poli": _department,
    "pos": _post,
    "blok": _quarter,
}
HEADS = frozenset(_READERS)
