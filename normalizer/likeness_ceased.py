"""A trouble that is over: "tidak keruh lagi" is no second wording of "keruh"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from normalizer.likeness_sign_words import TROUBLES
from normalizer.likeness_text import meaning
from normalizer.word_lists import set_of

CEASED = "ceased"
_NOT = set_of("tidak tdk gak ga nggak enggak ndak ora teu")
_LAGI = set_of("lagi lg maneh deui")
_DONE = set_of("sudah sdh udah udh dah")
# Without these a thing is wrong: "tidak mengalir lagi".
_GOOD = set_of("""
    nyala hidup idup alir ngalir mengalir cair terima diterima keterima selesai terbit gaji upah honor lunas resmi
    gratis berfungsi fungsi terdaftar daftar angkut diangkut baca proses aplikasi web website login server naik turun
    dana guru dokter bidan petugas sopir satpam penjaga mantri minta stok tutup buang toilet wc kamar data nama nik
""")


def ceased(told: Sequence[str], spoken: frozenset[str]) -> Mapping[str, frozenset[str]]:
    """The mark of a text that says so: forms of what was wrong. told: its words, folded; spoken: the same as a set."""
    if _NOT.isdisjoint(spoken) or (_LAGI.isdisjoint(spoken) and _DONE.isdisjoint(spoken)):
        return {}
    found = {
        meaning(word)[0]
        for at, word in enumerate(told[1:], start=1)
        if told[at - 1] in _NOT and word in TROUBLES and word not in _GOOD and _over(told, at)
    }
    return {CEASED: frozenset(found)} if found else {}


def _over(told: Sequence[str], at: int) -> bool:
    return (at + 1 < len(told) and told[at + 1] in _LAGI) or (at > 1 and told[at - 2] in _DONE)


def over_since(
    one: Mapping[str, frozenset[str]], forms: Mapping[str, float], other: Mapping[str, frozenset[str]]
) -> bool:
    """Whether the one says that what the other complains of is over. one, other: marks; forms: the other's words."""
    return CEASED in one and CEASED not in other and not one[CEASED].isdisjoint(forms)
