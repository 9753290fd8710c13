"""Which order the words of a short message speak for together, where no rule knows them all: summed weights.

The weights in `order_tenor.txt` are counted out of orders and of what only looks like one
(`tests/quality/order_weights.py`), as those of `normalizer.tenor` are. Nothing is learned while it runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from normalizer import number
from normalizer.command_forms import plain
from normalizer.commands import Command
from normalizer.order_slips import meant_beside
from normalizer.order_table import SCALE, is_ordering, is_word, table
from normalizer.phrases import HONORIFICS
from normalizer.spelling_words import SAID
from normalizer.tenor import forms_of
from normalizer.text import folded

LONGEST = 160
MOST_WORDS = 14
# By how much an order must be likelier than none; more where what was not meant is lost, silenced or shown.
_BAR, _BAR_OF_HARM = 2 * SCALE, 3 * SCALE
# And than any other order.
_BAR_OF_OTHERS = SCALE
_MILD = frozenset({Command.STATUS, Command.CONFIDENTIAL, Command.ANONYMOUS, Command.LANGUAGE})
_HARMS = frozenset({Command.CANCEL, Command.STOP, Command.ERASE, Command.LIFT, Command.SEND})
_FEW = 4
# One word in so many may be none that the table knows: "buka aib" opens nothing of ours.
_KNOWN_OF = 5
# Who speaks and how they plead says nothing of what is ordered.
_ALIKE = {"kami": "saya", "kita": "saya", "mohon": "tolong", "harap": "tolong", "dimohon": "tolong", "mhn": "tolong"}
_OURS, _NATIONAL, _OTHER = " 0000000000 ", " 0000000 ", " 0000 "
_NATIONAL_DIGITS = (7, 8)
_NOUGHTS = str.maketrans("123456789", "0" * 9)


def weighed(spoken: str, digits: str, written: str) -> Command | None:
    """`digits` and `written`: a number in bare digits and as it stands in it. None when no order is clearly likeliest.
    Pure and total."""
    if len(spoken) > LONGEST:
        return None
    said = [word if is_word(word) else meant_beside(word) or word for word in heard(spoken, digits, written)]
    if not 1 < len(said) <= MOST_WORDS or not _is_known(said):
        return None

    columns, weights = table()
    found = [weights[form] for form in seen_in(said, spoken) if form in weights]
    scores = list(map(sum, zip(*found, *map(_word, said), strict=True)))
    (second, _), (first, at) = sorted(zip(scores, range(len(scores)), strict=True))[-2:]
    likeliest = columns[at]
    bar = _BAR if likeliest in _MILD else _BAR_OF_HARM
    clear = first - scores[columns.index(None)] >= bar and first - second >= _BAR_OF_OTHERS
    meddles = likeliest in _HARMS and len(said) <= _FEW and not all(map(_is_said, said))
    return likeliest if clear and not meddles and likeliest is not Command.LAPOR else None


def _is_said(word: str) -> bool:
    """Whether it belongs to orders: "tolong batalkan absensi" names another thing, and few words speak against it."""
    return word in SAID or word.isdecimal() or (is_word(word) and is_ordering(word))


def heard(spoken: str, digits: str, written: str) -> Sequence[str]:
    """The words in their plain forms, without whom they are said to, and what kind of number stands among them."""
    if digits:
        national = len(digits) in _NATIONAL_DIGITS
        spoken = spoken.replace(written, _OURS if number.is_ours(digits) else _NATIONAL if national else _OTHER, 1)
    words = (word.translate(_NOUGHTS) for word in folded(spoken).split())
    said = [word if word.isdecimal() else plain(word) for word in words]
    return [_ALIKE.get(word, word) for word in said if word not in HONORIFICS]


def seen_in(said: Sequence[str], spoken: str) -> Iterator[str]:
    """What is in no single word: neighbours, how many there are, a question mark."""
    yield from map("_".join, pairwise(("^", *said, "$")))
    yield from ("#", f"#{min(7, len(said))}")
    if "?" in spoken:
        yield "?"


def _is_known(said: Sequence[str]) -> bool:
    strange = sum(not is_word(word) for word in said)
    allowed = len(said) + (_KNOWN_OF if _OURS.strip() in said else 0)
    return strange * _KNOWN_OF <= allowed


@lru_cache(maxsize=2_048)  # citizens' words repeat
def _word(word: str) -> Sequence[int]:
    """A word's weights: its own, those of its beginnings and endings, and none for each column."""
    columns, weights = table()
    known = [weights[form] for form in parts_of(word) if form in weights]
    return tuple(map(sum, zip(*known, strict=True))) if known else (0,) * len(columns)


def parts_of(word: str) -> Iterator[str]:
    return iter((word,)) if word.isdecimal() else forms_of(word)
