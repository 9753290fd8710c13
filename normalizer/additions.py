"""Whether what somebody writes after a complaint belongs to it or tells of something else.

In doubt what is worded as a complaint is one: a person can join two of them, nobody can part one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from normalizer.likeness import WORTH, Gist, compare, gist
from normalizer.text import Word, folded_of, opening, words

# Most of what is added says one thing; most complaints take a sentence with a place and a matter.
_SHORT = 8
_LOOKED_AT = 4_000
_NO_PLACE = frozenset({"date", "weekday", "money", "plate", "customer", "regency"})

_ANEW = (
    "lapor", "laporan baru", "laporan lain", "laporan kedua", "laporan berikutnya", "melapor", "melaporkan",
    "mau lapor", "mau melapor", "mau melaporkan", "ingin lapor", "ingin melapor", "ingin melaporkan", "saya lapor",
    "saya mau lapor", "saya mau melapor", "saya mau melaporkan", "saya ingin lapor", "saya ingin melapor",
    "saya ingin melaporkan", "kami lapor", "kami mau lapor", "kami mau melaporkan", "kami ingin melaporkan",
    "kami melaporkan", "saya melaporkan", "sy mau lapor", "sy lapor", "aduan baru", "pengaduan baru", "pengaduan lain",
    "aduan lain", "masalah lain", "hal lain", "satu lagi", "lapor lagi", "lapor juga", "mau lapor juga", "pengaduan",
    "new report", "another report", "another complaint", "new complaint", "i want to report", "i would like to report",
)  # fmt: skip
_MORE = (
    "lanjutan", "lanjut", "sambungan", "sambung", "tambahan", "tambah", "menambahkan", "nambah", "ralat", "koreksi",
    "revisi", "maksud saya", "maksudnya", "maksud sy", "maaf maksud", "maaf maksudnya", "maaf salah", "salah ketik",
    "catatan", "info tambahan", "keterangan", "keterangannya", "berikut foto", "berikut fotonya", "ini foto",
    "ini fotonya", "itu foto", "itu fotonya", "fotonya", "foto terlampir", "foto menyusul", "ini lokasi",
    "ini lokasinya", "lokasinya", "lokasi di", "alamatnya", "alamat di", "tempatnya", "tepatnya", "patokannya",
    "di depan", "di dekat", "dekat", "seberang", "depan", "sejak", "kejadiannya", "waktunya", "pelakunya", "nama saya",
    "oh iya", "oiya", "oh ya", "dan", "juga", "selain itu", "karena", "soalnya", "sebab", "terus", "tapi", "tetapi",
    "supaya", "agar", "padahal", "akibatnya", "sudah", "sdh", "udah", "belum", "blm", "mohon segera", "tolong segera",
    "to add", "addition", "also", "and", "because", "here is the photo", "the photo", "correction", "i mean", "located",
)  # fmt: skip


# What says so whatever it is said to: a "pengaduan" may be the one before.
_ANEW_ITSELF = tuple(one for one in _ANEW if one != "pengaduan")


def adds(said: str, before: str) -> bool:
    """Whether these words belong to the complaint `before`. Pure and total; no words at all (a photo, a pin) do."""
    found = words(said[:_LOOKED_AT])
    told = found[opening(found) :]
    if not told or _begins(told, ("lanjutan", "sambungan", "tambahan", "ralat", "koreksi", "revisi", "correction")):
        return True
    if _begins(told, _ANEW):
        return False
    return _fits(gist(said), gist(before), told)


def begins_anew(said: str) -> bool:
    """Whether it says itself that it is a complaint of its own, whatever else it names."""
    found = words(said[:_LOOKED_AT])
    return _begins(found[opening(found) :], _ANEW_ITSELF)


def is_apart(said: str, before: str) -> bool:
    """Whether who was asked about `before` tells of something else: it says so, or tells of another matter in another
    place. Pure and total; what is only doubtful is an answer."""
    if begins_anew(said):
        return True
    found = words(said[:_LOOKED_AT])
    if adds(said, before) or _begins(found[opening(found) :], _MORE):
        return False
    new, old = gist(said), gist(before)
    like = compare(new, old)
    other = bool(new.matters and old.matters) and new.matters.isdisjoint(old.matters)
    return other and bool(like.differ or like.elsewhere)


def _fits(new: Gist, old: Gist, told: Sequence[Word]) -> bool:
    like = compare(new, old)
    if like.equal:
        return False  # the same again, which is linked
    apart = bool(like.about is False or like.differ or like.elsewhere)
    if len(told) <= _SHORT:
        return not (new.matters and apart)
    return not apart and (not _names_place(new) or _begins(told, _MORE))


def _names_place(one: Gist) -> bool:
    return any(WORTH.get(kind, 0.7) >= 0.4 for kind in one.facts.found if kind not in _NO_PLACE)


def _begins(told: Sequence[Word], phrases: tuple[str, ...]) -> bool:
    head = " ".join(folded_of(told[:6])) + " "
    return head.startswith(_whole(phrases))


@cache
def _whole(phrases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{phrase} " for phrase in phrases)
