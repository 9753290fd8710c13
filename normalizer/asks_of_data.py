"""Whether somebody asks what becomes of their data: "data saya disimpan di mana kalau lapor di sini"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalizer.clauses import folded_in
from normalizer.flag_phrases import FORBID, PLEAS, UNCLEAR, WHO
from normalizer.text import Word
from normalizer.word_lists import set_of

_KEPT = re.compile(
    r"(?:di|meny?|me|ny)(?:simpan|simpen|impan|impen)\w*|(?:di)?apa(?:in|kan)|kept|keep|keeps|stored?|stores|storing|"
    r"dipakai|dipake|digunakan|happens|dikemanakan"
)
_DATA = UNCLEAR | WHO | set_of("nomor nomer nope hp ktp nik data datanya identitas number phone info informasi")
_WHERE = set_of("""
    dimana dmn mana where berapa brp long siapa who apakah what gimana bagaimana pundi endi selamanya kemana how apa
    sampai
""")
_MOST_ASKED = 16


def asks_of_data(found: Sequence[Word]) -> bool:
    """ "Data saya disimpan di mana kalau lapor di sini", "how long do you keep my data": asked, and no wish."""
    if len(found) > _MOST_ASKED:
        return False
    said = folded_in(found)
    if said.isdisjoint(_DATA) or said.isdisjoint(_WHERE) or said & FORBID or not said.isdisjoint(PLEAS):
        return False
    return any(_KEPT.fullmatch(word.folded) for word in found)
