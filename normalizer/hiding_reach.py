"""Whom somebody's name must not reach, and what they must not be drawn into: "jangan sampai ke tangan camat"."""

from __future__ import annotations

from collections.abc import Sequence

from normalizer.clauses import after, before, folded_in
from normalizer.flag_phrases import FEARS, FORBID, IDENTITY, MINE, WHO
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
