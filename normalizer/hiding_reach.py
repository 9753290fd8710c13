"""Whom somebody's name must not reach, and what they must not be drawn into: "jangan sampai ke tangan camat"."""

from __future__ import annotations

from collections.abc import Sequence

from normalizer.clauses import before, folded_in
from normalizer.flag_phrases import FORBID, IDENTITY, MINE
from normalizer.text import Word

NOT_TO = FORBID | {"not"}
_REACHES = frozenset(
    {*("sampai", "nyampe", "sampek", "jatuh", "bocor", "kedengaran", "terdengar"), *("reach", "get", "go", "end")}
)
_WHERETO = frozenset(
    {*("ke", "di", "kepada", "sama", "tangan", "telinga", "kuping", "dengar", "denger"), *("to", "up", "back", "reach")}
)
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
