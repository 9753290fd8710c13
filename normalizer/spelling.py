"""A short message's words as they were meant: slips, drawn-out letters, words stuck together or fallen apart.

Only words that nothing else is known of are corrected, and only towards words people order with: a complaint has too
many words that are none of these, and is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from normalizer import command_words as said
from normalizer import phrases
from normalizer.flag_words import flag_word
from normalizer.secret_word import is_secret_word
from normalizer.short_forms import SHORT_FORMS
from normalizer.slips import slips

_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
_SALAM = ("assalam", "asalam", "waalaikum", "warahma", "warohma", "wabarak", "wabarok")
# More that nobody knows make it no order.
_MOST_UNKNOWN = 3
_LONGEST = 24

_ORDERS = frozenset().union(
    *(said.SEND, said.CANCEL, said.LIFT, said.STOP, said.START, said.ERASE, said.DATA, said.LANGUAGE, said.HELP),
    *(said.LANGUAGES.keys() - {"id", "en"}, said.OTHER_LANGUAGES, phrases.STATUS_CORE, {"laporan", "lapor", "nomor"}),
)
_BESIDE = frozenset().union(
    *(said.BESIDE_SEND, said.BESIDE_CANCEL, said.BESIDE_LIFT, said.BESIDE_STOP, said.BESIDE_START, said.BESIDE_ERASE),
    *(said.BESIDE_LANGUAGE, said.YES, said.NO, phrases.STATUS_FILLERS, phrases.HONORIFICS),
)
KNOWN = frozenset().union(
    *(_ORDERS, _BESIDE, said.ORDINARY, said.SHAKEN, said.BESIDE_YES_NO, phrases.GREETINGS, phrases.WISHES),
    *(phrases.DAYTIMES, phrases.OFFICES, phrases.FILLERS, phrases.THANKS, phrases.TESTS, phrases.HELP_CORE),
    *(phrases.HELP_FILLERS, phrases.WHO_FILLERS, phrases.INDONESIAN, phrases.ENGLISH, phrases.ABBREVIATIONS),
    *(SHORT_FORMS.keys(), SHORT_FORMS.values()),
)
# What two parts of a joined word may be: "hapusdata", "ceklaporan", "batalpak".
_PARTS = frozenset(word for word in _ORDERS | _BESIDE if len(word) > 1) - {"id", "en", "ini", "ada", "in", "to", "me"}


def meant(words: Sequence[str], *, numbered: bool = False) -> list[str]:
    """The same words, folded, with what nobody knows corrected; numbered: but for what may prove a number."""
    joined = list(_rejoined(words))
    unknown = sum(not _is_known(word) for word in joined)
    if not unknown or unknown > _MOST_UNKNOWN:
        return [_undrawn(word) for word in joined]
    # A word that stands alone among polite ones can hardly be anything else.
    alone = unknown == len([word for word in joined if word not in _ASIDE])
    return [
        part
        for word in joined
        for part in ((word,) if numbered and is_secret_word(word) else _meant(word, alone=alone and unknown == 1))
    ]


_ASIDE = phrases.HONORIFICS | phrases.FILLERS | phrases.GREETINGS | phrases.WISHES | phrases.DAYTIMES


def _is_known(word: str) -> bool:
    return word in KNOWN or not word.isalpha() or len(word) < 3 or bool(flag_word(word))


def _undrawn(word: str) -> str:
    """ "haloooo" is "halo"; the spellings of salam are one."""
    short = word if word in KNOWN else _DRAWN_OUT.sub(r"\1", word)
    # "aaaaa" is no "a".
    word = short if len(short) > 1 or short == "p" else word
    return "assalamualaikum" if word.startswith(_SALAM) else word


@lru_cache(maxsize=8192)  # citizens' words repeat
def _meant(word: str, *, alone: bool) -> tuple[str, ...]:
    word = _undrawn(word)
    if _is_known(word) or len(word) > _LONGEST:
        return (word,)
    near = _near(word, 1, alone=alone)
    if near:
        return (near,)
    if found := _parts(word) or _parts_with_a_slip(word):
        return found
    return (_near(word, 2, alone=alone) or word,)


def _near(word: str, most: int, *, alone: bool) -> str:
    """The nearest word people order with; "" when none is near enough for its length."""
    found = [(slips(word, target, most), at) for at, target in enumerate(said.TARGETS)]
    within = [(far, at) for far, at in found if far <= min(most, _bearable(said.TARGETS[at], alone=alone))]
    return said.TARGETS[min(within)[1]] if within else ""


def _bearable(target: str, *, alone: bool) -> int:
    """How many slips a word of this length survives."""
    if len(target) < 5:
        return 1
    return 2 if len(target) > 5 or alone else 1


def _parts(word: str) -> tuple[str, ...]:
    """Two or three words written as one, at least one of them an order's."""
    for at in range(len(word) - 2, 1, -1):
        first, rest = word[:at], word[at:]
        if first not in _PARTS:
            continue
        if rest in _PARTS and (first in _ORDERS or rest in _ORDERS):
            return (first, rest)
        if first in _ORDERS and (more := _parts(rest)):
            return (first, *more)
    return ()


def _parts_with_a_slip(word: str) -> tuple[str, ...]:
    """ "hapsudata", "cekstaus": one of two is whole, the other has a slip."""
    for at in range(3, len(word) - 2):
        first, rest = word[:at], word[at:]
        if rest in _PARTS and len(first) > 3 and (near := _near(first, 1, alone=False)):
            return (near, rest)
        if first in _ORDERS and len(rest) > 3 and (near := _near(rest, 1, alone=False)):
            return (first, near)
    return ()


def _rejoined(words: Sequence[str]) -> Iterator[str]:
    """ "sta tus" and "b a t a l" are one word each."""
    at = 0
    while at < len(words):
        size = _fallen(words, at)
        yield "".join(words[at : at + size])
        at += size


def _fallen(words: Sequence[str], at: int) -> int:
    for size in range(min(8, len(words) - at), 1, -1):
        run = words[at : at + size]
        spelled = all(len(word) == 1 for word in run)
        if (spelled or size == 2) and "".join(run) in _ORDERS and not all(map(_stands, run)):
            return size
    return 1


def _stands(word: str) -> bool:
    return len(word) > 1 and word in KNOWN
