"""Words of an order that are stuck together or fallen apart: "hapusdata", "sta tus", "b a t a l"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from normalizer import command_words as said
from normalizer.spelling_near import nearest
from normalizer.spelling_words import BESIDE, KNOWN, ORDERS

_FLAGS = frozenset({"rahasia", "anonim", "rahasiakan", "confidential", "anonymous"})
_ANSWERS = frozenset(word for word in said.YES | said.NO if len(word) > 3) | {"iya"}
_MOST_PARTS = 8
# Two words each, and one together: "stat us".
_APART = (["stat", "us"], ["can", "cel"], ["sta", "tus"])
# "Bantu an".
_ENDINGS = frozenset({"an", "kan"})
_JOINED = ORDERS | said.NOT | {"butuh", "ganti"}
# What two parts of a joined word may be: "hapusdata", "ceklaporan", "batalpak".
_PARTS = frozenset(word for word in ORDERS | BESIDE | {"lap"} if len(word) > 1) - {
    *("id", "en", "ini", "ada", "in", "to", "me")
}


def parts(word: str) -> tuple[str, ...]:
    """Two or three words written as one, at least one of them an order's."""
    for at in range(len(word) - 2, 1, -1):
        first, rest = word[:at], word[at:]
        if first not in _PARTS:
            continue
        if rest in _PARTS and not _JOINED.isdisjoint((first, rest)):
            return (first, rest)
        if first in ORDERS and (more := parts(rest)):
            return (first, *more)
    return ()


def parts_with_slips(word: str, *, both: bool) -> tuple[str, ...]:
    """ "hapsudata", "cekstaus": one of two is whole, the other has a slip; or both have one."""
    for at in range(3, len(word) - 1):
        first, rest = word[:at], word[at:]
        left = (first in _PARTS and first) or (len(first) > 3 and nearest(first, 1)) or ""
        right = (rest in _PARTS and rest) or (len(rest) > 2 and nearest(rest, 1)) or ""
        whole = first in _PARTS or rest in _PARTS
        if left and right and (whole or both) and not _JOINED.isdisjoint((left, right)):
            return (left, right)
    return ()


def rejoined(words: Sequence[str]) -> Iterator[str]:
    """ "sta tus" and "b a t a l" are one word each."""
    at = 0
    while at < len(words):
        size = _fallen(words, at)
        yield "".join(words[at : at + size])
        at += size


def _fallen(words: Sequence[str], at: int) -> int:
    letters = next((size for size, word in enumerate(words[at : at + _MOST_PARTS]) if len(word) > 1), _MOST_PARTS)
    for size in range(min(letters, len(words) - at), 2, -1):
        if _is_one("".join(words[at : at + size])):
            return size
    pair = words[at : at + 2]
    apart = len(pair) == 2 and (pair[1] in _ENDINGS or not all(map(_stands, pair)) or pair in _APART)
    return 2 if apart and _is_one("".join(pair)) else 1


def _is_one(word: str) -> bool:
    return word in ORDERS or word in _FLAGS or word in _ANSWERS


def _stands(word: str) -> bool:
    return len(word) > 1 and word in KNOWN
