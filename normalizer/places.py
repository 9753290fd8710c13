"""Facts of place, number and date in a text: whether two texts can speak of the same spot.

Read in one pass over the words; what is no fact for certain is left out, because two facts that differ keep two
complaints apart, and a fact that is missing does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import compress, count
from operator import itemgetter
from typing import NamedTuple

from normalizer.places_alike import same, slip
from normalizer.places_codes import apart
from normalizer.places_facilities import HEADS as QUARTERS
from normalizer.places_facilities import facility
from normalizer.places_kinds import of_two_kinds
from normalizer.places_months import MONTH_WORDS, monthly
from normalizer.places_names import named, schooled, within
from normalizer.places_numbers import (
    CUSTOMER,
    NUMBER_WORDS,
    Found,
    block,
    counted,
    dated,
    house,
    money,
    neighbourhood,
    plate,
    weekday,
)
from normalizer.places_people import SELF, WHOM
from normalizer.places_persons import others
from normalizer.places_words import FACILITIES, MONTHS, NAMED, NUMBERED_SCHOOLS, WEEKDAYS
from normalizer.text import Word, folded_of, places_of, raw_of, words

# Ten times the longest real text's words would be 15,000; nobody tells where it is after the first thousand.
_MOST_WORDS, _MOST_CHARS = 1_000, 10_000
# A letter stuck to its number: "rt006", "rw03", "no12", "gg3", "km14", "blok4", "Rp4.500.000", "Rp50rb".
_STUCK = re.compile(
    r"(rt|rw|no|gg|km|gang|blok|sdn|smpn|sman|nomor|tgl)([0-9]{1,4}[a-z]?)|(rp)([0-9]{1,9}[a-z]{0,4})", re.IGNORECASE
)
# Where no digit stands behind a letter nothing is stuck. Digits are few, so that they are looked for first.
_PERHAPS_STUCK = re.compile(r"[0-9](?<=[A-Za-z][0-9])")
_INITIAL = itemgetter(0)
_HEADS = frozenset({
    *NAMED, *FACILITIES, *NUMBERED_SCHOOLS, *WEEKDAYS, *CUSTOMER, *NUMBER_WORDS, "rt", "rw", "blok", "block", "blk",
    "km", "di", "jum", "minggu", "tanggal", "tgl", "tggl", "rp", *MONTHS, *MONTH_WORDS,
})  # fmt: skip
Reader = Callable[[Sequence[Word], int, bool], Found | None]
# Each with the words that a fact it reads may begin with; they are asked in this order.
_READERS: Sequence[tuple[Reader, Callable[[str], bool]]] = (
    (neighbourhood, frozenset({"rt", "rw"}).__contains__),
    (block, frozenset({"km", "blok", "block", "blk"}).__contains__),
    (house, (CUSTOMER | NUMBER_WORDS).__contains__),
    (dated, lambda word: word in ("tanggal", "tgl", "tggl") or word.isdecimal()),
    (monthly, (MONTHS.keys() | MONTH_WORDS).__contains__),
    (weekday, (WEEKDAYS.keys() | {"jum", "minggu"}).__contains__),
    (schooled, NUMBERED_SCHOOLS.__contains__),
    (facility, QUARTERS.__contains__),
    (named, (NAMED.keys() | FACILITIES.keys() - QUARTERS).__contains__),
    (within, "di".__eq__),
    (plate, lambda word: len(word) < 5),
    (money, lambda word: word == "rp" or word[0].isdigit()),
    (counted, lambda word: len(word) > 2 and word.isalpha()),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """`found`: kind (rt, rw, house, lane, street, village, date, …) → what the text says of it. `used` are the places
    of the words that were read as facts; `last` is the kind of the fact that ends the text, "" if none does. `marks`
    are persons, codes and years, in the same form: they tell two reports apart, and no stranger where something is."""

    found: Mapping[str, frozenset[str]] = field(repr=False, default_factory=dict)
    used: frozenset[int] = frozenset()
    last: str = ""
    marks: Mapping[str, frozenset[str]] = field(repr=False, default_factory=dict)


class Meeting(NamedTuple):
    """Kinds in which two texts agree, kinds in which they differ, and kinds in which one letter differs."""

    agreed: frozenset[str]
    differ: frozenset[str]
    near: frozenset[str]


def facts(text: str) -> Facts:
    """The facts of one text. Pure, total, linear."""
    return facts_among(parted(text))


def parted(text: str) -> Sequence[Word]:
    """The words of a text, numbers apart from the short forms they are stuck to."""
    found = words(text[:_MOST_CHARS])[:_MOST_WORDS]
    return found if text.isascii() and not _PERHAPS_STUCK.search(text) else _unstuck(found)


def facts_among(found: Sequence[Word]) -> Facts:
    flat = _flat(found)
    kinds: dict[str, set[str]] = {}
    used: set[int] = set()
    end, last = 0, ""
    for at in _beginnings(found):
        if at < end or (read := _read(found, at, flat)) is None:
            continue
        for kind, value in read.facts:
            kinds.setdefault(kind, set()).add(value)
        used.update(range(at + (found[at].folded in FACILITIES), read.end))
        end = read.end
        last = read.facts[-1][0] if end >= len(found) else ""
    return Facts({kind: frozenset(values) for kind, values in kinds.items()}, frozenset(used), last)


def _beginnings(found: Sequence[Word]) -> Sequence[int]:
    """Nine words of ten cannot begin a fact; asking each reader about them was half of the cost."""
    folded = folded_of(found)
    heads = set(places_of(_HEADS, folded))
    numbers = list(compress(count(), map(str.isdigit, map(_INITIAL, folded))))
    heads.update(numbers, [at - 1 for at in numbers if at])
    return sorted(heads)


def _read(found: Sequence[Word], at: int, flat: bool) -> Found | None:
    for reader in _readers(found[at].folded):
        read = reader(found, at, flat)
        if read is not None:
            return read
    return None


@lru_cache(maxsize=2_048)
def _readers(word: str) -> Sequence[Reader]:
    """Those that may read a fact which begins with this word, in the order in which they are asked."""
    return [reader for reader, may in _READERS if may(word)]


def _unstuck(found: Sequence[Word]) -> Sequence[Word]:
    parts: list[Word] = []
    for word in found:
        stuck = _STUCK.fullmatch(word.raw)
        if stuck is None:
            parts.append(word)
            continue
        first, second = filter(None, stuck.groups())
        parts.append(Word(first, first.casefold(), word.before, " ", word.start))
        parts.append(Word(second, second.casefold(), " ", word.after, word.start + len(first)))
    return parts


def _flat(found: Sequence[Word]) -> bool:
    """Written without a difference between names and other words: no capital letter but at the beginning of sentences
    and in short forms, or nothing but capital letters."""
    spoken = raw_of(found)
    large = compress(found, map(str.isupper, map(_INITIAL, spoken)))
    if not any(word.raw[1:].islower() and _inside(word) for word in large):
        return True
    long = list(map(_INITIAL, compress(spoken, map((2).__lt__, map(len, spoken)))))
    return sum(map(str.isupper, long)) > 0.7 * sum(map(str.isalpha, long))


def _inside(word: Word) -> bool:
    return word.start > 0 and not word.before.strip(' "(') and "\n" not in word.before


def meet(a: Facts, b: Facts) -> Meeting:
    """Compare what two texts tell of the same kind; kinds that only one of them tells are left out."""
    agreed: set[str] = set()
    differ: set[str] = set()
    near: set[str] = set()
    for kind in a.found.keys() & b.found.keys():
        verdict = _verdict(kind, a.found[kind], b.found[kind])
        if verdict == 2 and kind in _HOUSED and ("house" in a.found) != ("house" in b.found):
            verdict = _housed(kind, a.found, b.found)
        (agreed if verdict == 0 else near if verdict == 1 else differ).add(kind)
    if not differ:
        differ.update(filter(None, (of_two_kinds(a.found, b.found),)))
    if a.marks and b.marks:
        differ.update(kind for kind in a.marks.keys() & b.marks.keys() if _other(kind, a.marks[kind], b.marks[kind]))
    return Meeting(frozenset(agreed), frozenset(differ), frozenset(near))


# "Jalan Mawar 12", "Jalan Mawar no 12".
_HOUSED = frozenset({"street", "lane", "estate", "hamlet", "village"})


def _housed(kind: str, left: Mapping[str, frozenset[str]], right: Mapping[str, frozenset[str]]) -> int:
    """Whether the number behind the name of the one is the house's of the other."""
    with_house, without = (left, right) if "house" in left else (right, left)
    whole = {f"{name} {number}" for name in with_house[kind] for number in with_house["house"]}
    return _verdict(kind, frozenset(whole), without[kind])


def _other(kind: str, left: frozenset[str], right: frozenset[str]) -> bool:
    if kind == SELF:
        return False
    return others(left, right) if kind == WHOM else apart(kind, left, right)


def _verdict(kind: str, left: frozenset[str], right: frozenset[str]) -> int:
    """0 they agree in one at least, 1 they are a slip of the thumb apart, 2 they differ."""
    if left == right:
        return 0
    if len(left) == len(right) == 1:
        (one,), (other,) = left, right
        return 0 if same(kind, one, other) else 1 if kind == "in" or slip(one, other) else 2
    pairs = [(one, other) for one in sorted(left)[:8] for other in sorted(right)[:8]]
    equal = [pair for pair in pairs if same(kind, *pair)]
    close = [*equal, *(pair for pair in pairs if slip(*pair))]
    # "km 5 to 6" and "km 22 to 6": each tells of a spot that the other does not.
    if left - {one for one, _ in close} and right - {other for _, other in close}:
        return 1 if kind == "in" else 2
    return 0 if equal else 1
