"""A name at the end is no order with slips in it: "sore, saya Bagas" asks for no language."""

from __future__ import annotations

from collections.abc import Sequence

from normalizer import phrases
from normalizer.command_forms import plain
from normalizer.flag_words import flag_word
from normalizer.spelling_near import nearest
from normalizer.spelling_words import KNOWN
from normalizer.text import Word

_BEFORE = frozenset({"saya", "sy", "aku", "ini", "nama", "namaku", "bernama"})
_SPOKEN_BY = frozenset({"dengan", "dgn", "dg"})
_HERE = frozenset({"ini", "saya", "disini", "sini", "nama", "perkenalkan"})
_OPENING = phrases.GREETINGS | phrases.DAYTIMES | phrases.HONORIFICS | phrases.WISHES | _HERE


def ends_in_a_name(found: Sequence[Word]) -> bool:
    """Written as one behind "saya", or too far from any order for a slip; "halo ini dengan Buka" in any case."""
    if len(found) < 2:
        return False
    before, last = found[-2].folded, found[-1]
    written = last.raw[:1].isupper() and last.raw[1:].islower()
    if before in _SPOKEN_BY:
        return written and all(word.folded in _OPENING for word in found[:-2])
    if before not in _BEFORE or last.folded in KNOWN or plain(last.folded) in KNOWN or flag_word(last.folded):
        return False
    greeted = all(word.folded in _OPENING for word in found[:-2]) and len(found) > 2
    return last.folded.isalpha() and (written or (greeted and not nearest(last.folded, 1)))
