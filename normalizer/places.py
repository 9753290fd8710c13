"""Facts of place, number and date in a text: whether two texts can speak of the same spot.

Read in one pass over the words; what is no fact for certain is left out, because two facts that differ keep two
complaints apart, and a fact that is missing does not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from normalizer.places_names import SOFT, named, schooled, within
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
from normalizer.places_words import NAMED, NUMBERED_SCHOOLS, SHARED_FIRST, WEEKDAYS
from normalizer.text import Word, words

# Ten times the longest real text's words would be 15,000; nobody tells where it is after the first thousand.
_MOST_WORDS, _MOST_CHARS = 1_000, 10_000
# A letter stuck to its number: "rt006", "rw03", "no12", "gg3", "km14", "blok4".
_STUCK = re.compile(r"(rt|rw|no|gg|km|gang|blok|sdn|smpn|sman|nomor|tgl)([0-9]{1,4}[a-z]?)", re.IGNORECASE)
_HEADS = frozenset({
    *NAMED, *NUMBERED_SCHOOLS, *WEEKDAYS, *CUSTOMER, *NUMBER_WORDS, "rt", "rw", "blok", "block", "blk", "km", "di",
    "jum", "minggu", "tanggal", "tgl", "tggl", "rp",
})  # fmt: skip
_READERS = (neighbourhood, block, house, dated, weekday, schooled, named, within, plate, money, counted)


@dataclass(frozen=True, slots=True)
class Facts:
    """`found`: kind (rt, rw, house, lane, street, village, date, …) → what the text says of it. `used` are the places
    of the words that were read as facts; `last` is the kind of the fact that ends the text, "" if none does."""

    found: Mapping[str, frozenset[str]] = field(repr=False, default_factory=dict)
    used: frozenset[int] = frozenset()
    last: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Kinds in which two texts agree, kinds in which they differ, and kinds in which one letter differs."""

    agreed: frozenset[str]
    differ: frozenset[str]
    near: frozenset[str]


def facts(text: str) -> Facts:
    """The facts of one text. Pure, total, linear."""
    return facts_among(parted(text))


def parted(text: str) -> Sequence[Word]:
    """The words of a text, numbers apart from the short forms they are stuck to."""
    return _unstuck(words(text[:_MOST_CHARS])[:_MOST_WORDS])


def facts_among(found: Sequence[Word]) -> Facts:
    flat = _flat(found)
    kinds: dict[str, set[str]] = {}
    used: set[int] = set()
    at, last = 0, ""
    while at < len(found):
        read = _read(found, at, flat) if _may_begin(found, at) else None
        if read is None:
            at += 1
            continue
        for kind, value in read.facts:
            kinds.setdefault(kind, set()).add(value)
        used.update(range(at, read.end))
        at = read.end
        last = read.facts[-1][0] if at >= len(found) else ""
    return Facts({kind: frozenset(values) for kind, values in kinds.items()}, frozenset(used), last)


def _may_begin(found: Sequence[Word], at: int) -> bool:
    """Nine words of ten cannot begin a fact; asking each reader about them was half of the cost."""
    if found[at].folded in _HEADS or found[at].folded[0].isdigit():
        return True
    return at + 1 < len(found) and found[at + 1].folded[0].isdigit()


def _read(found: Sequence[Word], at: int, flat: bool) -> Found | None:
    for reader in _READERS:
        read = reader(found, at, flat)
        if read is not None:
            return read
    return None


def _unstuck(found: Sequence[Word]) -> Sequence[Word]:
    parts: list[Word] = []
    for word in found:
        stuck = _STUCK.fullmatch(word.raw) if word.raw[-2:].strip("abcdefghijklmnopqrstuvwxyz") else None
        if stuck is None:
            parts.append(word)
            continue
        first, second = stuck.groups()
        parts.append(Word(first, first.casefold(), word.before, " ", word.start))
        parts.append(Word(second, second.casefold(), " ", word.after, word.start + len(first)))
    return parts


def _flat(found: Sequence[Word]) -> bool:
    """Written without a difference between names and other words: no capital letter but at the beginning of sentences
    and in short forms, or nothing but capital letters."""
    large = sum(word.raw[0].isupper() and len(word.raw) > 2 for word in found)
    if large > 0.7 * sum(len(word.raw) > 2 and word.raw[0].isalpha() for word in found):
        return True
    return not any(word.raw[0].isupper() and word.raw[1:].islower() and _inside(word) for word in found)


def _inside(word: Word) -> bool:
    return word.start > 0 and not word.before.strip(' "(') and "\n" not in word.before


def meet(a: Facts, b: Facts) -> Meeting:
    """Compare what two texts tell of the same kind; kinds that only one of them tells are left out."""
    agreed: set[str] = set()
    differ: set[str] = set()
    near: set[str] = set()
    for kind in a.found.keys() & b.found.keys():
        verdict = _verdict(kind, a.found[kind], b.found[kind])
        (agreed if verdict == 0 else near if verdict == 1 else differ).add(kind)
    return Meeting(frozenset(agreed), frozenset(differ), frozenset(near))


def _verdict(kind: str, left: frozenset[str], right: frozenset[str]) -> int:
    """0 they agree in one at least, 1 they are a slip of the thumb apart, 2 they differ."""
    if left == right:
        return 0
    pairs = [(one, other) for one in sorted(left)[:8] for other in sorted(right)[:8]]
    same = [pair for pair in pairs if _same(kind, *pair)]
    close = [*same, *(pair for pair in pairs if _slip(*pair))]
    # "km 5 to 6" and "km 22 to 6": each tells of a spot that the other does not.
    if left - {one for one, _ in close} and right - {other for _, other in close}:
        return 1 if kind == "in" else 2
    return 0 if same else 1


def _same(kind: str, one: str, other: str) -> bool:
    """ "ahmad" and "ahmad yani"; "12" and "12-11". Numbers at the end must be the same ones."""
    if kind == "date":
        return one.split("-")[0] == other.split("-")[0] and ("-" not in one or "-" not in other)
    first, second = one.removesuffix(f" {SOFT}").split(), other.removesuffix(f" {SOFT}").split()
    short, long = sorted((first, second), key=len)
    return long[: len(short)] == short and not any(part[:1].isdigit() for part in long[len(short) :])


def _slip(one: str, other: str) -> bool:
    """Perhaps the same: a letter wrong in the first word of a name; a word more, or none, behind it, which in a text
    without capital letters need not be of the name. Two numbers that differ are never a slip."""
    first, second = one.split(), other.split()
    if _numbers(first) and _numbers(second) and _numbers(first) != _numbers(second):
        return False
    if not first[0].isalpha() or not second[0].isalpha() or first[0][0] != second[0][0]:
        return False
    if first[0] == second[0]:
        if first[-1] == second[-1] == SOFT and first[0] in SHARED_FIRST:  # "raden saleh", "raden intan"
            return bool(_shorter(first[1]) & _shorter(second[1]))
        return SOFT in (first[-1], second[-1]) or bool(_numbers(first) or _numbers(second))
    return min(len(first[0]), len(second[0])) >= 4 and bool(_shorter(first[0]) & _shorter(second[0]))


def _numbers(parts: Sequence[str]) -> Sequence[str]:
    return [part for part in parts if part[:1].isdigit()]


def _shorter(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))} | {word}
