"""Fear that it comes out who reported, which asks for protection and names none: "nanti Nyonya tahu saya mengadu"."""

from __future__ import annotations

from collections.abc import Sequence

from normalizer.clauses import after
from normalizer.flag_phrases import CLOSERS, FOUND_OUT, HARMS, IF, MINE, NEGATIONS, REPORTING
from normalizer.flag_words import ANONIM, RAHASIA
from normalizer.hiding_reach import AFRAID
from normalizer.hiding_regional import KNOWING, ONESELF_HERE
from normalizer.text import Word

_LATER = frozenset({"nanti", "ntar", "entar", "mengko", "engke", "beko", "kagek"})
FEARING = AFRAID | _LATER | IF
_KNOWS = KNOWING | {"tau", "tahu", "taw", "knows", "finds", "curiga"}
_COMES_OUT = FOUND_OUT | {"bocor", "kebongkar", "terbongkar"}
_WHO = frozenset({"yang", "yg", "sing", "nu", "who"})
_ONESELF = MINE | ONESELF_HERE | {"i"}


def feared_at(found: Sequence[Word], at: int) -> Sequence[str]:
    """The flags that a fear beginning at `at` asks for. Pure and total."""
    said = [word.folded for word in after(found, at, 10)]
    place = next((place for place, word in enumerate(said) if word in _KNOWS | _COMES_OUT), -1)
    if place < 0 or not NEGATIONS.isdisjoint(said[:place]):
        return ()
    behind = said[place + 1 :]
    reported = bool(_ONESELF & set(behind[:3])) and not REPORTING.isdisjoint(behind[:5])
    if found[at].folded in IF:
        # "Kalau bocor saya lapor lagi" tells of a roof.
        risked = _WHO & set(behind[:4]) if said[place] in _COMES_OUT else HARMS & set(behind)
        return (ANONIM, RAHASIA) if reported and risked else ()
    # "Takut kalau mandor tahu", and nothing behind it: what else should he not know?
    somebody = said[place] in _KNOWS and not set(said[:place]) <= _ONESELF
    alone = found[at].folded in AFRAID and somebody and set(behind) <= CLOSERS
    return (ANONIM, RAHASIA) if reported or alone else ()
