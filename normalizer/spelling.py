"""A short message's words as they were meant: slips, drawn-out letters, words stuck together or fallen apart.

Only words that nothing else is known of are corrected, and only towards words people order with: a complaint has too
many words that are none of these, and is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import compress, filterfalse, islice

from normalizer import command_words as said
from normalizer import phrases
from normalizer.command_forms import plain, stem_of
from normalizer.flag_words import flag_word
from normalizer.order_slips import meant_beside
from normalizer.secret_word import is_secret_word
from normalizer.short_forms import SHORT_FORMS
from normalizer.slip_words import ORDINARY
from normalizer.slips import of_thumb, slips
from normalizer.spelling_joined import parts, parts_with_slips, rejoined
from normalizer.spelling_near import DESTROYING, bones, nearest
from normalizer.spelling_words import BESIDE, KNOWN, ORDERS, SAID

_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
_PICTURED = re.compile(r"(?=[a-z0-9]*[0-9])[a-z0-9]*[a-z][a-z0-9]+")
_LOOKS = tuple(str.maketrans("013457", letters) for letters in ("oieast", "oleast"))
# Three slips away from "rahasia".
_LAUGHTER = re.compile(r"(?:h[aeiou]|wk|kw|xi){2,}h?")
_SALAMS = frozenset(
    {"slmlkm", "slmlkmwrwb", "wlkmslm", "slmkm", "smlkm", "slmlkmwrb", "slmlm", "lkm", "lkmslm", "wlkmsm", "slmlk"}
)
_SALAM = ("assalam", "asalam", "waalaikum", "warahma", "warohma", "wabarak", "wabarok")
# More that nobody knows make it no order.
_MOST_UNKNOWN = 3
# The longest that any order or courtesy takes, spelled letter by letter.
_MOST_SAID = 40
_LONGEST = 24

_OVERSHOT = ORDERS | {"ya", "iya", "tidak"}
_MEANT = ORDERS | {"saya", "semua", "laporan"}


def tells(words: Sequence[str]) -> bool:
    """Whether there is more than orders and courtesy are made of, even with slips: nine messages of ten."""
    if len(words) > _MOST_SAID:
        return True
    long = compress(words, map((2).__lt__, map(len, words)))
    strange = filterfalse(flag_word, filterfalse(SAID.__contains__, long))
    return next(islice(strange, _MOST_UNKNOWN + 2, None), "") != ""


def meant(words: Sequence[str], *, numbered: bool = False) -> list[str]:
    """The same words, folded, with what nobody knows corrected; numbered: but for what may prove a number."""
    joined = list(rejoined(words))
    unknown = sum(not _is_known(word) for word in joined)
    if not unknown or unknown > _MOST_UNKNOWN:
        return [_undrawn(word) for word in joined]
    # A word that stands alone among polite ones can hardly be anything else.
    alone = unknown == 1 and all(_is_aside(word) or not _is_known(word) for word in joined)
    ordered = not ORDERS.isdisjoint(joined)
    found: list[str] = []
    for word in joined:
        kept = numbered and is_secret_word(word)
        found += (word,) if kept else _meant(word, alone=alone, numbered=numbered, ordered=ordered)
    return _with_beside(found, alone=alone, numbered=numbered)


def _with_beside(words: list[str], *, alone: bool, numbered: bool) -> list[str]:
    """The same, with slips in what stands beside an order or an answer."""
    if not (alone or numbered) and not any(word in _SIGNALS or flag_word(word) for word in words):
        return words
    kept = [_is_known(word) or (numbered and is_secret_word(word)) for word in words]
    return [word if is_kept else meant_beside(word) or word for word, is_kept in zip(words, kept, strict=True)]


_SIGNALS = ORDERS | said.YES | said.NO | said.SHAKEN | said.REPORT | said.MESSAGES


def _is_aside(word: str) -> bool:
    return word in _ASIDE or word.isdecimal() or plain(word) in _ASIDE


def insisted(words: Sequence[str]) -> list[str]:
    """The same, with ordinary words corrected as well where what stands beside them leaves no doubt: "kiri sekarang",
    "bahas indonesia". Nothing when no order can be meant."""
    numbered = any(map(str.isdecimal, words))
    spoken = [word for word in words if not word.isdecimal()]
    doubtful = [word for word in spoken if word in ORDINARY and word not in ORDERS]
    courteous = len(spoken) <= _MOST_INSISTED and all(map(_beside, spoken))
    if courteous and len(doubtful) == 1 and _slipped(doubtful[0], numbered=numbered):
        return [nearest(word, 1, numbered=numbered) if word in doubtful else word for word in words]
    if not 1 < len(words) <= _MOST_INSISTED or not _leaves_no_doubt(words):
        return []
    # "Batak" is a language, but not of a report.
    kept = said.DENIALS | (ORDERS if said.REPORT.isdisjoint(words) else ORDERS - said.OTHER_LANGUAGES)
    return [
        _insisted(word, words[at + 1 :]) if word in ORDINARY and word not in kept else word
        for at, word in enumerate(words)
    ]


def _insisted(word: str, following: Sequence[str]) -> str:
    """Erased is what is named behind it: "data haus" tells."""
    found = nearest(word, 1)
    told = found in said.ERASE and said.DATA.isdisjoint(map(plain, following)) and said.REPORT.isdisjoint(following)
    return word if told else found or word


def _beside(word: str) -> bool:
    return word in ORDINARY or (word in _ASIDE and word not in ORDERS) or plain(word) in said.LITTLE


def _leaves_no_doubt(words: Sequence[str]) -> bool:
    erases = not said.ERASE.isdisjoint(words) and not (said.ME | {"my"}).isdisjoint(words)
    return erases or not _TELLING.isdisjoint(words)


@lru_cache(maxsize=1024)
def _slipped(word: str, *, numbered: bool) -> bool:
    """Alone even "krim", "mulia" and "kirin" are orders, if harmless ones: "haus" and "buta" erase and lift nothing."""
    if word not in ORDINARY or word in ORDERS or len(word) < 4:
        return False
    target = nearest(word, 1, numbered=numbered)
    if numbered or not target:
        return bool(target)
    return target not in DESTROYING and (len(word) < len(target) or of_thumb(word, target, 1))


_MOST_INSISTED = 4
_TELLING = frozenset({
    *("sekarang", "laporan", "lapor", "data", "langganan", "sms", "inggris", "indonesia", "rahasia", "anonim", "my"),
    "ganti",
})  # fmt: skip
_ASIDE = ORDERS | BESIDE | phrases.HONORIFICS | phrases.FILLERS | phrases.GREETINGS | phrases.WISHES | phrases.DAYTIMES


def _is_known(word: str) -> bool:
    if _LAUGHTER.fullmatch(word) or word in KNOWN or not word.isalpha() or len(word) < 3:
        return True
    return plain(word) in KNOWN or (bool(flag_word(word)) and not _opened(word))


def _opened(word: str) -> str:
    """ "bukarahasia": the order to lift, stuck to a flag."""
    return next((first for first in said.LIFT if word.startswith(first) and _is_flag(word[len(first) :])), "")


@lru_cache(maxsize=1024)
def _is_flag(word: str) -> bool:
    near = min(slips(word, flag, 2) for flag in ("rahasia", "anonim"))
    return bool(flag_word(word)) or (len(word) > 3 and near < 3)


def _undrawn(word: str) -> str:
    """ "haloooo" is "halo"; the spellings of salam are one."""
    short = word if word in KNOWN or flag_word(word) else _DRAWN_OUT.sub(r"\1", word)
    # "malam2" is said twice, "batal1" overshot.
    if short not in KNOWN and short[-1:].isdecimal() and short[:-1] in (KNOWN if short[-1] == "2" else _OVERSHOT):
        short = short[:-1]
    if _PICTURED.fullmatch(short):
        short = _lettered(short)
    # "kakk", "halloo", "yya": drawn out by one letter.
    if short not in KNOWN and len(short) > 3 and short[-1] == short[-2] and short[:-1] in KNOWN:
        short = short[:-1]
    if short not in KNOWN and len(short) > 2 and short[0] == short[1] and short[1:] in KNOWN:
        short = short[1:]
    short = SHORT_FORMS[short] if SHORT_FORMS.get(short) in _MEANT and short != "no" else short
    # "aaaaa" is no "a".
    word = short if len(short) > 1 or short == "p" else word
    return "assalamualaikum" if word.startswith(_SALAM) or _is_salam(word) else word


def _lettered(word: str) -> str:
    """ "B4tal", "k1rim": one of our words in letters and digits that look alike; else the same."""
    found = next((as_read for as_read in map(word.translate, _LOOKS) if as_read in ORDERS), "")
    return found or word


def _is_salam(word: str) -> bool:
    """By its consonants: "asslamualaikum", "assalammualaykum", "waalaikumussalam"."""
    if len(word) < 5 or word[0] not in "aswk" or word in KNOWN:
        return False
    return bones(word) in _SALAMS


@lru_cache(maxsize=2_048)  # citizens' words repeat
def _meant(word: str, *, alone: bool, numbered: bool, ordered: bool = False) -> tuple[str, ...]:
    """`ordered`: another word is an order's."""
    word = _undrawn(word)
    if opened := _opened(word):
        return (opened, nearest(word[len(opened) :], 2))
    if _is_known(word) or len(word) > _LONGEST:
        return (word,)
    near = nearest(word, 1, alone=alone, numbered=numbered, ordered=ordered)
    if near:
        return (near,)
    stem, ending = stem_of(word)
    if ending and len(stem) > 2 and (near := nearest(stem, 1)) and plain(near + ending) != near + ending:
        return (near,)
    if found := parts(word):
        return found
    near = nearest(word, 2, alone=alone, numbered=numbered, ordered=ordered)
    if not near and (found := parts_with_slips(word, both=False)):
        return found
    if near or not alone:
        return (near or word,)
    return parts_with_slips(word, both=True) or (
        nearest(word, 3, alone=alone, numbered=numbered, ordered=ordered) or word,
    )
