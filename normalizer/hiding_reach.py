"""What is to be kept from whom: a name "jangan sampai ke tangan camat", a report "tolong disembunyikan"; and lists."""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalizer.clauses import after, before, folded_in
from normalizer.flag_phrases import (
    CLOSERS,
    CONTENT,
    EVERYWHERE,
    FEARS,
    FOR,
    FORBID,
    HIDE,
    IDENTITY,
    MINE,
    NEGATIONS,
    PLEAS,
    PUBLIC,
    WHO,
)
from normalizer.text import Word

NOT_TO = FORBID | {"not"}
_REACHES = frozenset(
    {*("sampai", "nyampe", "sampek", "jatuh", "bocor", "kedengaran", "terdengar"), *("reach", "get", "go", "end")}
)
_WHERETO = frozenset(
    {*("ke", "di", "kepada", "sama", "tangan", "telinga", "kuping", "dengar", "denger"), *("to", "up", "back", "reach")}
)
# Of oneself only: "kades takut namanya muncul" tells something, and "mau" fears nothing.
AFRAID = (FEARS - FORBID - {"mau", "ingin"}) | {"afraid"}
_OUR_NAME = frozenset({"namaku", "identitasku", "jenengku"})
_COMES_OUT = frozenset({
    *("muncul", "keluar", "disebut", "disebutkan", "terbaca", "kebaca", "dibaca", "bocor", "tersebar", "terlihat"),
    *("kelihatan", "terungkap", "terbongkar", "diketahui", "ketahuan", "comes", "come", "appears", "leaks", "known"),
})  # fmt: skip
_PERHAPS = frozenset({
    *("nanti", "ntar", "bisa", "akan", "ikut", "sampai", "malah", "jadi", "juga", "will", "gets", "is", "be", "might"),
})  # fmt: skip
_DRAWN_IN = frozenset({
    *("dilibatkan", "dilibatin", "dibawa", "dibawa2", "disebut", "disebut2", "disebutkan", "diseret", "dikaitkan"),
    *("disangkutkan", "disangkutpautkan", "disangkut", "diikutkan", "dicatut"),
})  # fmt: skip


def reaches(found: Sequence[Word], at: int, said: Sequence[str], near: set[str]) -> bool:
    """ "Nama saya jangan sampai ke tangan camat", "my name must not reach the mayor", "saya jangan dilibatkan"."""
    mine = folded_in(before(found, at, 1))
    if mine & MINE and said[:1] and said[0] in _DRAWN_IN:
        return True
    named = bool(near & IDENTITY and near & (MINE | {"namanya", "identitasnya", "nomornya", "jenengku"}))
    return named and bool(set(said[:2]) & _REACHES and set(said[:6]) & _WHERETO)


def comes_out(found: Sequence[Word], at: int) -> bool:
    """ "Saya takut kalau nama saya muncul"; whoever fears to be "keluar dari daftar" wants to stand there."""
    said = [word.folded for word in after(found, at, 9)]
    named = next((place for place, word in enumerate(said) if word in WHO), len(said))
    around = set(said[max(0, named - 1) : named + 2])
    if not around & (MINE | _OUR_NAME):
        return False
    comes = next((place for place, word in enumerate(said) if place > named and word in _COMES_OUT), 0)
    between = set(said[named + 1 : comes])
    return comes > 0 and between <= MINE | _PERHAPS and said[comes + 1 : comes + 2] != ["dari"]


_REPORT = CONTENT - {"surat"}
_THIS = MINE | {"ini", "itu", "tadi", "nya"}
_READ = frozenset({"dibuka", "dibukakan", "dibaca", "dilihat", "terbuka", "terbaca", "buka"})
_FROM_ALL = PUBLIC | EVERYWHERE | FOR | CLOSERS | {"dari", "orang", "lain", "semua"}


def report_unread(found: Sequence[Word], at: int, said: Sequence[str]) -> bool:
    """ "Isinya jangan dibuka", "laporan saya jangan sampai dibaca"."""
    named = [word.folded for word in before(found, at, 3)]
    named = [word for word in named if word not in _THIS]
    return bool(named) and named[-1] in _REPORT and not _READ.isdisjoint(said[:2])


def report_hidden(found: Sequence[Word], at: int) -> bool:
    """ "Tolong laporan saya disembunyikan", "hide my report"; "laporan saya disembunyikan petugas" is told."""
    ahead = [word.folded for word in before(found, at, 5)]
    behind = [word.folded for word in after(found, at, 5)]
    if not WHO.isdisjoint((*ahead, *behind)):
        return False
    if found[at].folded in HIDE:
        return not _REPORT.isdisjoint(behind[:2])
    own = not _REPORT.isdisjoint(ahead) and any(word in _THIS or word in _ITS for word in ahead)
    public = not (PUBLIC | EVERYWHERE).isdisjoint(behind)
    asked = not PLEAS.isdisjoint(ahead) or public or (bool(behind) and CLOSERS.issuperset(behind))
    closed = found[at].folded != "ditutup" or public  # a case is closed, too
    return own and asked and closed and _FROM_ALL.issuperset(behind)


_ITS = frozenset({"isi", *(word for word in _REPORT if word.endswith("nya")), "laporanku", "aduanku"})
# Where people want to stand: "jangan keluarkan nama kami dari DTKS".
_LISTS = frozenset({
    *("daftar", "terdaftar", "penerima", "bansos", "pkh", "bpnt", "blt", "dtks", "dtsen", "bpjs", "kis", "kip", "jkn"),
    *("kk", "ktp", "list", "dapodik", "undangan", "sertifikat", "rekap", "calon", "seleksi", "beasiswa", "kartu"),
})  # fmt: skip
_ERASED = re.compile(
    r"(?:di|ter|ke|meng?|men|mem)?(?:hapus|coret|hilang|buang|ganti|tukar|cabut)(?:kan|in|i|nya|an)?|"
    r"(?:di|ter)?(?:lewat|lupa)kan|terlewat|removed?|deleted?|erased?|dropped?|skip"
)
_TAKEN_OFF = frozenset({"keluarkan", "dikeluarkan", "keluarin", "dikeluarin", "keluar", "dicabut", "take", "taken"})
# "Jangan salah tulis nama saya".
WRONGLY = frozenset({"salah", "keliru"})
_FORBIDDING = NEGATIONS | {"ojo", "ojok", "ulah", "jan", "unang", "mboten", "ora"}


def to_stay(found: Sequence[Word]) -> bool:
    """Whether a name shall stay where it stands: "jangan hapus nama kami", "jangan keluarkan kami dari PKH"."""
    for at, word in enumerate(found):
        if word.folded in WRONGLY and folded_in(before(found, at, 2)) & _FORBIDDING:
            return True
        behind = folded_in(after(found, at, 4))
        off = word.folded in _TAKEN_OFF and behind & {"dari", "from", "off"} and not behind & _NO_LISTS
        if (off or _ERASED.fullmatch(word.folded)) and _is_forbidden(found, at):
            return True
    return False


def _is_forbidden(found: Sequence[Word], at: int) -> bool:
    """Not "nama saya jangan tercantum dicoret saja": another verb is."""
    lead = [word.folded for word in before(found, at, 6)]
    last = next((place for place in reversed(range(len(lead))) if lead[place] in _FORBIDDING), None)
    return last is not None and _WRITTEN.isdisjoint(lead[last + 1 :])


_WRITTEN = frozenset({"tercantum", "tertulis", "tercatat", "dicantumkan", "ditulis", "disebut", "muncul", "dimuat"})
# "Jangan sampai saya dikeluarkan dari kerja".
_NO_LISTS = frozenset({"kerja", "kerjaan", "pekerjaan", "sekolah", "kampus", "kantor", "pabrik", "kos", "kontrakan"})


def listed(near: set[str]) -> bool:
    """Whether a list is spoken of on which somebody wants to stand."""
    return not _LISTS.isdisjoint(near)
