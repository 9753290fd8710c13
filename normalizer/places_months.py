"""Which month a text speaks of: "bansos bulan Oktober", "iuran April"."""

from __future__ import annotations

from collections.abc import Sequence

from normalizer.places_numbers import Found
from normalizer.places_words import MONTHS
from normalizer.text import Word

MONTH_WORDS = frozenset({"bulan", "bln"})
# What is a name or another word as well is a month behind "bulan" only, or before a year.
_UNSURE = frozenset({"mei", "jan", "mar", "apr", "jun", "jul", "agu", "ags", "sep", "okt", "des", "feb", "agt", "sept"})


def monthly(found: Sequence[Word], at: int, flat: bool) -> Found | None:
    told = found[at].folded in MONTH_WORDS
    start = at + told
    if start >= len(found) or (told and found[at].after.strip(" .:")):
        return None
    month = MONTHS.get(found[start].folded, 0)
    year = found[start + 1].folded if start + 1 < len(found) else ""
    sure = told or found[start].folded not in _UNSURE or (year.isdecimal() and len(year) == 4)
    capital = found[start].folded == "mei" and found[start].raw == "Mei"
    return Found([("month", str(month))], start + 1) if month and (sure or capital) else None
