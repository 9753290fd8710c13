"""Amounts as people say them: "500rb" and "lima ratus rebu", "7 kilo" and "tujuh kilogram", "3 bln" and "tiga bulan".

Each becomes a kind of measure with one value in that kind's unit; the words stand in `likeness_measures`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from normalizer.likeness_measures import BEGIN, HALF, LABELS, ONE_OF, ONES, PLACED, TEENS, TIMES, UNITS, WHOLE

Told = Sequence[str]
_MONEY, _BARE = "rp", ""


_STUCK = re.compile(r"(rp)?([0-9]{1,9})([a-z]{0,8})")
_THOUSANDS = re.compile(r"[0-9]{3}")
_LEAST_SUM = 500


class Amounts(NamedTuple):
    """Kind of measure → its values; the places of the words that tell them; plain numbers that tell nothing of it."""

    found: Mapping[str, frozenset[int]]
    used: frozenset[int]
    plain: frozenset[str]


class _Number(NamedTuple):
    value: int
    end: int
    times: int = 1
    unit: str = ""
    money: bool = False


def amounts(told: Told) -> Amounts:
    """told: a text's words, folded. Pure, total, linear."""
    found: dict[str, set[int]] = {}
    used: set[int] = set()
    plain: set[str] = set()
    at = 0
    while at < len(told):
        word = told[at]
        if word not in BEGIN and not word[:1].isdigit() and word[:2] != "rp":
            at += 1
            continue
        read = _amount(told, at)
        if read is None:
            if told[at].isdecimal():
                plain.add(told[at].lstrip("0"))
            at += 1
            continue
        kind, value, end = read
        if kind == _BARE and end == at + 1 and told[at].isdecimal():
            plain.add(str(value))
        found.setdefault(kind, set()).add(value)
        used.update(range(at, end))
        at = end
    return Amounts({kind: frozenset(values) for kind, values in found.items()}, frozenset(used), frozenset(plain))


def _amount(told: Told, at: int) -> tuple[str, int, int] | None:
    word = told[at]
    before = told[at - 1] if at else ""
    if word in ONE_OF:
        kind, size = ONE_OF[word]
        return kind, size, at + 1
    number = _number(told, at)
    if number is None or before in PLACED:
        return None
    unit = number.unit or (told[number.end] if number.end < len(told) else "")
    end = number.end + (not number.unit and unit in UNITS)
    if before in LABELS:
        return LABELS[before], number.value, end
    if unit in UNITS and not number.money:
        kind, size = UNITS[unit]
        return kind, number.value * size, end
    money = number.money or (number.times >= 1_000 and number.value >= _LEAST_SUM)
    return (_MONEY if money else _BARE), number.value, number.end


def _number(told: Told, at: int) -> _Number | None:
    if told[at] == "rp" and at + 1 < len(told):
        number = _number(told, at + 1)
        return number._replace(money=True) if number else None
    shape = _STUCK.fullmatch(told[at])
    return _written(told, at, shape) if shape else _spelled(told, at)


def _written(told: Told, at: int, shape: re.Match[str]) -> _Number | None:
    """ "500rb", "1 450 000" of "1.450.000", "1 2 jt" of "1,2 jt", "Rp1 450 000"."""
    sign, digits, tail = shape.groups()
    value, end = int(digits), at + 1
    money = bool(sign)
    if tail in TIMES:
        return _Number(value * TIMES[tail], end, TIMES[tail], money=money or TIMES[tail] >= 1_000)
    if tail:
        return _Number(value, end, 1, tail, money) if tail in UNITS else None
    while end < len(told) and len(digits) <= 3 and _THOUSANDS.fullmatch(told[end]):
        value, end = value * 1_000 + int(told[end]), end + 1
    if end > at + 1:
        return _Number(value, end, 1_000, money=money)
    tenth = _tenth(told, end)
    if tenth:
        part, times, end = tenth
        return _Number((value * 10 + part) * times // 10, end, times, money=money)
    times = TIMES.get(told[end], 1) if end < len(told) else 1
    return _Number(value * times, end + (times > 1), times, money=money)


def _tenth(told: Told, at: int) -> tuple[int, int, int] | None:
    if at >= len(told) or not told[at][0].isascii() or not told[at][0].isdecimal() or told[at][1:2].isdecimal():
        return None
    part, tail = int(told[at][0]), told[at][1:]
    following = tail or (told[at + 1] if at + 1 < len(told) else "")
    times = TIMES.get(following, 1)
    return (part, times, at + 2 - bool(tail)) if times >= 1_000 else None


def _spelled(told: Told, at: int) -> _Number | None:
    """ "dua belas", "lima ratus ribu", "satu juta dua ratus ribu", "setengah juta", "rong ewu"."""
    total, part, most, end = 0, 0, 1, at
    half = told[at] in HALF
    end += half
    while end < len(told):
        word = told[end]
        if word in WHOLE:
            value = WHOLE[word]
            part, total, most = (part + value, total, most) if value < 1_000 else (0, total + part + value, value)
        elif word in ONES and (part % 10 == 0 or ONES[word] > 9):
            part += ONES[word]
        elif word in TEENS and part % 10 > 0:
            part += 10
        elif word in TIMES and (part or half):
            times = TIMES[word]
            if half and not part:
                return _Number(times // 2, end + 1, times)
            if times < 1_000:
                part = part - part % 10 + part % 10 * times if part % 10 else part * times
            else:
                total, part, most = total + part * times, 0, times
        else:
            break
        end += 1
    value = total + part
    return _Number(value, end, most) if value else None


def amount_signs(one: Amounts, other: Amounts, placed: frozenset[str]) -> Mapping[str, float]:
    """Sums that agree, measures that agree, and plain numbers that do not. placed: words of places, whose numbers
    measure nothing."""
    both = one.found.keys() & other.found.keys() - {_BARE}
    agreed = {kind for kind in both if any(str(value) not in placed for value in one.found[kind] & other.found[kind])}
    return {
        "sums_agree": float(_MONEY in agreed),
        "amounts_agree": float(min(2, len(agreed - {_MONEY}))),
        "numbers": float(bool(one.plain - _spelt(other) - other.plain and other.plain - _spelt(one) - one.plain)),
    }


def only_in(one: Amounts, other: Amounts) -> int:
    """How many measures of the one the other does not tell."""
    return sum(not values & other.found.get(kind, frozenset()) for kind, values in one.found.items())


def _spelt(of: Amounts) -> frozenset[str]:
    return frozenset(str(value) for values in of.found.values() for value in values)
