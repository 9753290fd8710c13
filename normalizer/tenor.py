"""What the words of a first message speak for together, where no rule names it: a table of weights, summed.

A rule knows its words; this knows a little of every word: how much it, its beginning and its ending speak for each
kind. The weights in `tenor.txt` are counted out of messages whose kind is known (`tests/quality/tenor_weights.py`):
multinomial logistic regression, https://doi.org/10.1111/j.2517-6161.1958.tb00292.x. Nothing is learned while it runs.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import compress, count
from operator import sub

from normalizer.likeness import gist
from normalizer.parts import Kind
from normalizer.questions import complains
from normalizer.short_forms import SHORT_FORMS
from normalizer.text import folded
from normalizer.vowelless import voiced

LONGEST = 300
_MOST_WORDS = 48
TABLE = "tenor.txt"
# The table holds tenths of a natural logarithm's unit.
SCALE = 10
# By how much a kind must be likelier than what a rule says: who is not taken loses more than who is misnamed.
_BARS: Mapping[Kind, float] = {
    Kind.COMPLAINT: 0,
    Kind.EMERGENCY: 1.0,
    Kind.ASPIRATION: 1.5,
    Kind.INFORMATION: 1.5,
    Kind.FOLLOWUP: 2.5,
    Kind.GREETING: 2.5,
    Kind.THANKS: 2.5,
    Kind.TEST: 2.5,
    Kind.HELP: 2.5,
    Kind.STATUS: 2.5,
    Kind.GIBBERISH: 8.0,
    Kind.ROBOT: 2.0,
}
# A rule that found something is right more often than one that found nothing and calls it a complaint.
_RULED: Mapping[Kind, float] = {
    Kind.COMPLAINT: 0,
    Kind.HELP: 2.0,
    Kind.STATUS: 2.0,
    Kind.INFORMATION: 4.0,
    Kind.ASPIRATION: 7.0,
    Kind.GREETING: 0,
    Kind.THANKS: 0,
    Kind.FOLLOWUP: 0,
}
# Whoever is answered for these is not taken: not while it may as well be one of those who tell something.
_EMPTY = frozenset({Kind.GREETING, Kind.THANKS, Kind.TEST, Kind.GIBBERISH, Kind.HELP, Kind.STATUS})
_TELLING = (Kind.COMPLAINT, Kind.EMERGENCY, Kind.ASPIRATION, Kind.INFORMATION, Kind.FOLLOWUP)
_DIGITS = re.compile(r"\d+")
_LETTER = re.compile(r"[^\W\d_]")
_DRAWN = re.compile(r"(.)\1{2,}")


@lru_cache(maxsize=512)
def _even(word: str) -> str:
    """Short forms in full, numbers as 0, letters drawn out cut short."""
    return _DRAWN.sub(r"\1", _DIGITS.sub("0", SHORT_FORMS.get(word, word)))


def forms_of(word: str) -> Iterator[str]:
    """The word itself, how it begins and how it ends."""
    word = _even(word)
    yield word
    for size in (3, 4, 5):
        if len(word) > size:
            yield f"{word[:size]}-"
    for size in (3, 4):
        if len(word) > size:
            yield f"-{word[-size:]}"


def seen_in(text: str, said: Sequence[str]) -> Iterator[str]:
    """What is in no single word and seen at once: how many there are, the first and the last, signs."""
    yield f"#{min(6, len(said).bit_length())}"
    if len(said) < 4:
        yield f"={len(said)}"
    if said:
        yield f"^{_even(said[0])}"
        yield f"{_even(said[-1])}$"
    for sign in "?!":
        if sign in text:
            yield sign


def pairs_of(said: Sequence[str]) -> Iterator[str]:
    """Two words that stand together: "mau komplain", "salah sambung"."""
    even = list(map(_even, said))
    yield from map("{}_{}".format, even, even[1:])


def _paired(even: Sequence[str], followers: Sequence[Mapping[str, bytes] | None]) -> Sequence[int]:
    """The weights of `pairs_of`, without making a name of each two."""
    pairs = zip(filter(None, followers), compress(even[1:], followers), strict=False)
    return [_pair(weights) for after, second in pairs if (weights := after.get(second))]


def known_of(text: str, told: str) -> Iterator[str]:
    """What other tables know of it: what it is about, how many words tell something, whether it complains."""
    if complains(told):
        yield "+complains"
    known = gist(text)
    yield from map("+".__add__, known.matters)
    yield f"+{min(4, len(known.weights))}"


def heard(text: str) -> tuple[str, Sequence[str]]:
    """A text as it is read, and the words that are weighed."""
    told = voiced(folded(text))
    return told, told.split()[:_MOST_WORDS]


def tenor(text: str, ruled: Kind = Kind.COMPLAINT, *, machines: float = math.inf) -> Kind:
    """What a short message most likely is, which some rule takes for `ruled`. Pure and total.

    A machine is neither answered nor taken. machines: how much likelier than all else one must be; never, if left
    out."""
    if len(text) > LONGEST or _LETTER.search(text) is None:
        return ruled
    told, said = heard(text)
    if len(said) < 2:  # a word alone is an order or a greeting, which rules know, or could be anything
        return ruled
    weighed, even, followers = zip(*map(_known, said), strict=True)
    found = list(weighed)
    found += filter(None, map(_form, seen_in(text, said)))
    found += _paired(even, followers)
    likeliest, ahead = _likeliest(_summed(found), ruled)
    # Most complain, and what else is known of a text costs more than all its words.
    if ruled is Kind.COMPLAINT and ahead < -_CLEAR:
        return ruled
    found += filter(None, map(_form, known_of(text, told)))
    scores = _summed(found)
    likeliest, ahead = _likeliest(scores, ruled)
    if likeliest is Kind.ROBOT:
        ahead = min(ahead, _lead(scores, Kind.ROBOT, _table()[0]) - _FINE * SCALE * machines)
    elif likeliest in _EMPTY:
        ahead = min(ahead, _lead(scores, likeliest, _TELLING) - _FINE * SCALE * _BARS[likeliest])
    return likeliest if ahead > 0 else ruled


def _likeliest(scores: Sequence[int], ruled: Kind) -> tuple[Kind, float]:
    """Of all others, and how far it lies beyond the bar."""
    kinds, bars = _table()[0], _bars(ruled)
    score, at = max(zip(map(sub, scores, bars), count()))
    return kinds[at], score - scores[kinds.index(ruled)]


def _lead(scores: Sequence[int], kind: Kind, over: Sequence[Kind]) -> int:
    """How far one kind lies ahead of others."""
    kinds = _table()[0]
    return scores[kinds.index(kind)] - max(scores[kinds.index(other)] for other in over if other is not kind)


@lru_cache(maxsize=len(_RULED))
def _bars(ruled: Kind) -> Sequence[float]:
    least = _RULED[ruled]
    over = {kind: bar if kind is Kind.ROBOT else max(bar, least) for kind, bar in _BARS.items()} | {ruled: math.inf}
    return [_FINE * SCALE * over[kind] for kind in _table()[0]]


# -- weights, all kinds in one number --------------------------------------------------------------------------------
# Adding a dozen weights one by one costs ten times what adding them as digits of one number does.

PART = 0.6
# So that a part's weight is a whole number, too.
_FINE = 10
_LANE = "I"
# No digit ever falls below nought, and none of so few reaches the next.
_BIAS = 1 << 20
# No more than this is known otherwise to speak against a complaint.
_CLEAR = 3.0 * SCALE * _FINE


def _packed(weights: Sequence[float]) -> int:
    fine = [_BIAS + round(_FINE * weight) for weight in weights]
    return int.from_bytes(struct.pack(f"<{len(fine)}{_LANE}", *fine), "little")


def _summed(found: Sequence[int]) -> Sequence[int]:
    size = len(_table()[0])
    lanes = struct.unpack(f"<{size}{_LANE}", sum(found).to_bytes(4 * size, "little"))
    off = _BIAS * len(found)
    return [lane - off for lane in lanes]


@lru_cache(maxsize=2_048)  # citizens' words repeat
def _known(word: str) -> _Known:
    """All that is asked of a word: what it weighs, how it is read, and the weights of words that may follow it."""
    even = _even(word)
    return _word(word), even, _table()[2].get(even)


def _word(word: str) -> int:
    """A word's weights: its beginnings and endings count for less than the whole."""
    kinds, table, _ = _table()
    sums = [0.0] * len(kinds)
    for form in forms_of(word):
        for at, weight in enumerate(_weights(table.get(form, b""))):
            sums[at] += weight * (PART if "-" in form else 1)
    return _packed(sums)


@lru_cache(maxsize=1_024)
def _form(form: str) -> int:
    """Nought for what nobody weighed."""
    known = _table()[1].get(form)
    return _packed(_weights(known)) if known else 0


@lru_cache(maxsize=2_048)
def _pair(known: bytes) -> int:
    return _packed(_weights(known))


_Known = tuple[int, str, Mapping[str, bytes] | None]
_Table = tuple[Sequence[Kind], Mapping[str, bytes], Mapping[str, Mapping[str, bytes]]]


@lru_cache(maxsize=1)
def _table() -> _Table:
    """Kinds, words and signs, and pairs by their first word. Tens of thousands of rows lie in memory: a byte for each
    weight, as `_weights` reads them."""
    forms: dict[str, bytes] = {}
    pairs: dict[str, dict[str, bytes]] = {}
    names: dict[str, str] = {}  # a word that stands in three pairs lies in memory once
    with (files("normalizer") / TABLE).open(encoding="utf-8") as lines:
        kinds = [Kind(name) for name in next(lines).split()[1:]]
        for line in lines:
            form, *weights = line.split()
            row = bytes(_NOUGHT + int(weight) for weight in weights)
            first, pair, second = form.partition("_")
            if pair:
                pairs.setdefault(first, {})[names.setdefault(second, second)] = row
            else:
                forms[form] = row
    return kinds, forms, pairs


_NOUGHT = 128


def _weights(row: bytes) -> Sequence[int]:
    return [weight - _NOUGHT for weight in row]
