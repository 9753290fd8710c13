"""Whose need it is, where that is told by kinship alone: "KIS ibu saya", "KIS anak saya"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from normalizer.likeness_sign_words import KIN
from normalizer.text import Word, folded_of, places_of
from normalizer.word_lists import set_of

KINSHIP = "kin"
_MINE = set_of("saya sy aku kami ku")
_ONE = set_of("anak ibu bapak suami istri kakek nenek mertua menantu adik kakak keponakan paman bibi cucu")
_STUCK = {word: first for word, first in KIN.items() if word.endswith("ku") and first in _ONE}
_SPOKEN = {word: first for word, first in KIN.items() if first in _ONE}
_KNOWN = frozenset(_SPOKEN)
# Who is spoken to: "Bapak, saya …", "Ibu saya mau melapor", "Bapak kami mohon".
_ADDRESSED = set_of("ibu bapak")
_ASKS = set_of("""
    mau ingin pengen hendak mohon minta memohon meminta lapor melapor melaporkan mengadu mengadukan tanya bertanya izin
    ijin sampaikan menyampaikan harap berharap ucapkan hormati warga
""")


def kinship(found: Sequence[Word], spoken: frozenset[str]) -> Mapping[str, frozenset[str]]:
    """The mark of a text that says so. spoken: its words, folded."""
    if _KNOWN.isdisjoint(spoken):
        return {}
    folded = folded_of(found)
    told = {_STUCK[folded[at]] for at in places_of(_STUCK, folded)}
    for at in places_of(_MINE, folded):
        if at and folded[at - 1] in _SPOKEN and not found[at - 1].after.strip():
            kin = _SPOKEN[folded[at - 1]]
            follows = folded[at + 1] if at + 1 < len(found) else ""
            inside = at > 1 and not found[at - 2].after.strip() and "\n" not in found[at - 2].after
            if kin not in _ADDRESSED or (inside and follows not in _ASKS):
                told.add(kin)
    return {KINSHIP: frozenset(told)} if told else {}
