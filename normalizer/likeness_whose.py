"""Whether a text tells of a need of one's own, and of a place that only its writer knows."""

from __future__ import annotations

from collections.abc import Sequence

from normalizer.text import places_of
from normalizer.word_lists import set_of

_MINE = set_of("saya sy aku kami")
# "anak saya", "orang tua saya", "KTP saya".
_NEEDS = set_of("""
    nama anak ibu bapak ayah suami istri kakek nenek mertua kartu ktp ektp akta bantuan bansos pkh rumah data surat
    nik kk ijazah sertifikat tanah adik kakak tua keluarga bpjs tagihan meteran
""")
_STUCK = set_of("anakku ibuku bapakku suamiku istriku")
# "jalan kami", "kantor sini".
_SPOTS = set_of("""
    lingkungan kampung kp desa ds dusun komplek kompleks perumahan daerah rt rw rumah jalan jl jln tempat wilayah
    gang gg sekolah kantor kelurahan kecamatan depan
""")
_OURS = _MINE | {"kita", "sini", "setempat"}


def whose(told: Sequence[str], spoken: frozenset[str]) -> tuple[bool, bool]:
    """Whether a need is one's own, and whether a place is "ours" or "here". told: a text's words, folded, in their
    order; spoken: the same as a set."""
    own, here = not spoken.isdisjoint(_STUCK), "disini" in spoken
    if spoken.isdisjoint(_OURS):
        return own, here
    follows = [(told[at - 1], told[at]) for at in places_of(_OURS, told) if at]
    own = own or any(word in _MINE and before in _NEEDS for before, word in follows)
    return own, here or any(before in _SPOTS or (before, word) == ("di", "sini") for before, word in follows)
