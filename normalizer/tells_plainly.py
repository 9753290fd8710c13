"""Whether a message forbids something, asks how what should be secret came out, or misses others' accounts: weights
alone make no courtesy, no question and no STATUS of it.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import pairwise

from normalizer import phrases
from normalizer.command_words import CANCEL
from normalizer.flag_phrases import CONTENT, FORBID, IDENTITY, PLEAS, UNCLEAR
from normalizer.short_forms import SHORT_FORMS
from normalizer.text import folded
from normalizer.word_lists import set_of

_FORBID = (FORBID | {"ulah"}) - {"never"}
_SPOKEN_TO = phrases.HONORIFICS | phrases.OFFICES | phrases.GREETINGS | (PLEAS - {"agar", "supaya", "biar"})
# What people forbid their own: "jangan lupa sarapan", "ojo lali", "don't worry"; and who only tries: "jangan dibalas".
_AT_HOME = set_of("""
    lupa lali poho khawatir kuatir kawatir marah ngambek sedih nangis nakal telat begadang balas dibalas bales dibales
    forget worry cry hesitate you know
""")
_WHY = set_of("kok kenapa mengapa knp knapa why")
_HOW = set_of("bagaimana gimana gmn gmana bgmn how siapa who")
_BY_THEN = set_of("bisa yang yg come did could has")
_OUT = set_of("""
    bocor dibocorkan membocorkan bocorkan bocorin dibocorin tersebar disebar disebarkan menyebarkan sebarkan nyebarin
    diketahui ketahuan tangan leaked leak revealed known
""")
_SUPPOSED = set_of("kalau kalo klo jika bila apakah nanti akan if will whether takut")
# "Laporan kas RT?": what those owe who keep others' money.
_ACCOUNTS = set_of("""
    kas keuangan uang dana iuran anggaran pertanggungjawaban pengeluaran pemasukan bumdes bos apbdes koperasi bendahara
    tahunan infak infaq sumbangan lpj accounts financial
""")
_REPORT = set_of("laporan lap laporannya lpj report reports")
_THEIR_REPORT = set_of("laporannya lpj lpjnya")
_OWN = set_of("saya sy aku ku kami gue gw my our laporanku aduanku tadi kemarin kmrn sebelumnya nomor no status cek")
_MOST_WORDS = 30


def tells_plainly(written: str) -> bool:
    """Pure and total."""
    said = [SHORT_FORMS.get(word, word) for word in folded(written).split()[:_MOST_WORDS]]
    return _forbids(said) or _not_to_be(said) or _came_out(said) or _was_called_off(said) or of_accounts(said)


def _forbids(said: Sequence[str]) -> bool:
    """ "Jangan dikirim ke sini limbahnya": an office is told what it shall not do, and about what."""
    at = next((at for at, word in enumerate(said) if word not in _SPOKEN_TO), len(said))
    following = [word for word in said[at + 1 :] if word not in _SPOKEN_TO]
    return said[at : at + 1] != [] and said[at] in _FORBID and len(following) > 1 and following[0] not in _AT_HOME


def _not_to_be(said: Sequence[str]) -> bool:
    """ "Nama saya jangan dihapus"."""
    passive = (
        word.startswith("di") and len(word) > 5 for at, word in enumerate(said) if at and said[at - 1] in _FORBID
    )
    return said[:1] != [] and said[0] not in _FORBID and any(passive)


def _came_out(said: Sequence[str]) -> bool:
    """ "Kenapa nama pelapor bisa diketahui terlapor"; "apakah identitas saya diketahui" asks before it is told."""
    of: Set[str] = set(said)
    if not of & _OUT or not of & (IDENTITY | CONTENT | UNCLEAR) or of & _SUPPOSED:
        return False
    how = any(word in _HOW and said[at + 1 : at + 2] and said[at + 1] in _BY_THEN for at, word in enumerate(said))
    return how or bool(of & _WHY)


def _was_called_off(said: Sequence[str]) -> bool:
    """ "Batal diperbaiki": by whom it was promised."""
    return said[:1] != [] and said[0] in CANCEL and len(said) > 1 and said[1].startswith("di") and len(said[1]) > 5


def of_accounts(said: Sequence[str]) -> bool:
    """ "Kas RW tidak ada laporannya", "laporan BUMDes mana": others' accounts, and no report of theirs."""
    of: Set[str] = set(said)
    if of & _OWN or not of & _ACCOUNTS:
        return False
    return bool(of & _THEIR_REPORT) or any(
        word in _REPORT and following in _ACCOUNTS for word, following in pairwise(said)
    )
