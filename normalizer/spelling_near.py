"""The word people order with that a slip of the thumb made another of: near enough for its length, and likely."""

from __future__ import annotations

import re

from normalizer import command_words as said
from normalizer.slip_words import SMALL_TARGETS, TARGETS, TARGETS_WITH_A_NUMBER
from normalizer.slips import of_thumb, slips

_SOFT, _DOUBLED = re.compile("[aeiouy']"), re.compile(r"(.)\1+")
# What erases, silences or opens is not guessed out of an ordinary word.
# Of five letters or more, and little is lost.
_MILD = frozenset({"status", "bantuan", "rahasia", "anonim", "kirim", "mulai"})
DESTROYING = said.CANCEL | said.STOP | said.ERASE | said.LIFT | {"tidak", "data"}


def nearest(word: str, most: int, *, alone: bool = False, numbered: bool = False, ordered: bool = False) -> str:
    """The nearest word people order with; "" when none is near enough for its length."""
    targets = TARGETS_WITH_A_NUMBER if numbered else (*TARGETS, *SMALL_TARGETS)
    within = []
    left = _left(word)
    for at, target in enumerate(targets):
        if left and left == bones(target):
            return target
        if abs(len(word) - len(target)) > most:
            continue
        bearable = min(most, _bearable(target, alone=alone, numbered=numbered))
        if (far := slips(word, target, bearable)) > bearable or (numbered and _is_half(word, target, far)):
            continue
        if (numbered and not _harms(word, target, far)) or _credible(word, target, far, ordered=ordered, alone=alone):
            within.append((far, at))
    return targets[min(within)[1]] if within else ""


def _harms(word: str, target: str, far: int) -> bool:
    """Before a number "mandek" is no "cancel", but "bstakl" is "batal"."""
    return target in DESTROYING and far > 1 and not of_thumb(word, target, 3)


def _is_half(word: str, target: str, far: int) -> bool:
    """Before a number "ccel" is rather "cek" than "cancel"."""
    return target in DESTROYING and far > 1 and len(word) + 1 < len(target)


def _bearable(target: str, *, alone: bool, numbered: bool) -> int:
    """How many slips a word of this length survives."""
    if len(target) < 5 or target in SMALL_TARGETS:
        return 1
    if alone and numbered and len(target) > 5:
        return 3  # what stands before a number of ours is an order
    return 2 if len(target) > 5 or alone else 1


def _credible(word: str, target: str, far: int, *, ordered: bool, alone: bool) -> bool:
    """A short word is another one by most slips: only those of a thumb count, and vowels left out ("btl")."""
    if len(target) > 5 and target not in SMALL_TARGETS:
        return far < 2 or of_thumb(word, target, 3)
    # A letter more than was meant: "hampus" erases nothing.
    longer = len(word) > len(target) > 4 and (ordered or target not in DESTROYING)
    # Alone nothing else is meant by it, and little is lost if it was.
    mild = alone and far < 2 and word[0] == target[0] and target in _MILD
    most = 2 if far > 1 or longer or mild else 1
    # Beside "data" hardly anything else is meant, and it is asked again.
    most = 3 if ordered and target in said.ERASE else most
    # "Yaps" erases nothing.
    sure = far < 2 or ordered or target not in DESTROYING or word[0] == target[0]
    return sure and of_thumb(word, target, most)


def _left(word: str) -> str:
    """ "Btl", "krm": the consonants of a word that has no vowels; "" for another."""
    return bones(word) if len(word) > 2 and _SOFT.search(word) is None else ""


def bones(word: str) -> str:
    return _DOUBLED.sub(r"\1", _SOFT.sub("", word))
