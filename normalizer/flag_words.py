"""Knowing a flag's name however it is spelled: with slips, in another form, letter by letter, cut in two."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from normalizer.flag_phrases import (
    ALWAYS,
    ALWAYS_SLIPS,
    ANONIM_SLIPS,
    ANONIM_WORDS,
    RAHASIA_LIKE,
    RAHASIA_SLIPS,
    RAHASIA_WORDS,
    WEAK,
)
from normalizer.text import Word, folded_of, places_of

ANONIM, RAHASIA = "anonim", "rahasia"
_SPELLED = tuple(map(tuple, (ANONIM, RAHASIA)))
_HALVED = frozenset({RAHASIA, ANONIM, "rahasiakan", "dirahasiakan", "dianonimkan", "anonimkan"})
_PIECES = frozenset(name[:end] for name in _HALVED for end in range(1, len(name)))
_DIGITS = str.maketrans("0134", "oiea")
# Letters of other alphabets that look like ours.
_LOOKALIKES = str.maketrans("аеорсухіιονα", "aeopcyxiiova")
_LONGEST = 40
_GAP = 3


@lru_cache(maxsize=2_048)  # citizens' words repeat, and this is asked for every one of them
def flag_word(word: str) -> str:
    """`anonim` or `rahasia` if this single folded word names a flag, also with one slip; else ""."""
    word = word[:_LONGEST].translate(_LOOKALIKES)
    word = word if word.isalpha() else word.translate(_DIGITS)
    if ANONIM in word or "anonym" in word or word in ANONIM_WORDS or _slips(word, ANONIM_SLIPS):
        return ANONIM
    if RAHASIA in word or word in RAHASIA_WORDS or RAHASIA_LIKE.fullmatch(word) or _slips(word, RAHASIA_SLIPS):
        return RAHASIA
    return RAHASIA if word.startswith(("confidenti", "konfidens", "konfidenti")) or WEAK.fullmatch(word) else ""


@lru_cache(maxsize=1024)
def always_asks(word: str) -> bool:
    """ "Rahasiakan", "dianonimkan": a request by itself."""
    return bool(ALWAYS.fullmatch(word)) or _slips(word, ALWAYS_SLIPS)


def _slips(word: str, targets: Sequence[str]) -> bool:
    return any(one_slip(word, target) for target in targets)


def one_slip(word: str, target: str) -> bool:
    """Whether one letter is missing, doubled or too many, wrong, or swapped with its neighbour."""
    if abs(len(word) - len(target)) > 1 or not word:
        return False
    at = next((i for i, (a, b) in enumerate(zip(word, target, strict=False)) if a != b), min(len(word), len(target)))
    rest, wanted = word[at:], target[at:]
    swapped = rest[1::-1] + rest[2:] == wanted if len(rest) > 1 else False
    return word == target or swapped or wanted in (rest[1:],) or wanted[1:] in (rest, rest[1:])


def respelled(found: Sequence[Word]) -> Sequence[Word]:
    """The same words, with "R A H A S I A" and "raha-\\nsia" as one."""
    begun = places_of(_PIECES, folded_of(found))
    sizes = {at: size for at in begun if (size := _letters(found, at) or _pieces(found, at)) > 1}
    out: list[Word] = []
    done = 0
    for at, size in sizes.items():
        if at >= done:
            out += [*found[done:at], _joined(found[at : at + size])]
            done = at + size
    return [*out, *found[done:]] if sizes else found


def _letters(found: Sequence[Word], at: int) -> int:
    if len(found[at].raw) > 1:
        return 0
    for name in _SPELLED:
        run = found[at : at + len(name)]
        if tuple(word.folded for word in run) == name:
            return len(name)
    return 0


def _pieces(found: Sequence[Word], at: int) -> int:
    joined = found[at].folded
    for size in (2, 3):
        if at + size > len(found) or len(joined) > 10 or len(found[at + size - 1].before) > _GAP:
            return 0
        joined += found[at + size - 1].folded
        if joined in _HALVED:
            return size
    return 0


def _joined(run: Sequence[Word]) -> Word:
    raw = "".join(word.raw for word in run)
    return Word(raw, raw.casefold(), run[0].before, run[-1].after, run[0].start)
