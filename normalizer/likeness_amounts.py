"""Amounts as people say them: "500rb" and "lima ratus rebu", "7 kilo" and "tujuh kilogram", "3 bln" and "tiga bulan".

Each becomes a kind of measure with one value in that kind's unit. Words of Indonesian, of trade in Jakarta, Javanese,
Sundanese, Minangkabau and English, from general knowledge.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

Told = Sequence[str]
_MONEY, _BARE = "rp", ""


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _values(text: str) -> Mapping[str, int]:
    return {word: int(row[0]) for row in map(str.split, text.strip().splitlines()) for word in row[1:]}


_ONES = _values("""
    1 satu siji setunggal hiji ciek one
    2 dua loro kalih rong duo two
    3 tiga telu telung tigang tilu tigo three
    4 empat papat patang opat ampek four
    5 lima limang gangsal limo five
    6 enam enem nem genep anam six
    7 tujuh pitu pitung tujuah seven
    8 delapan lapan wolu wolung dalapan salapan eight
    9 sembilan sanga sangang sambilan nine
    10 sepuluh sapuluh sedasa sapuluah ten
    11 sebelas sewelas sabelas eleven
    12 twelve
    25 selawe
    50 seket
""")
_TIMES = _values("""
    10 puluh puluah dasa
    100 ratus atus hundred
    1000 ribu rb rbu rebu ewu thousand k
    1000000 juta jt jt-an yuta million
""")
_WHOLE = _values("""
    100 seratus saratus satus cepek
    500 gopek
    1000 seribu sarebu sewu seceng
    2000 noceng
    5000 goceng
    10000 ceban
    50000 goban gocap
    100000 cepekceng
    1000000 sejuta sajuta
""")
_TEENS = frozenset({"belas", "welas", "baleh"})
_HALF = frozenset({"setengah", "stengah", "satengah", "separuh"})
# Unit → kind of measure and how many of that kind's own unit it is.
_UNITS: Mapping[str, tuple[str, int]] = {
    word: (kind, int(size))
    for kind, size, *words in map(
        str.split,
        """
        gram 1000 kg kilo kilogram kilonya kiloan
        gram 1 gram gr ons
        gram 1000000 ton
        litre 1 liter ltr litre
        day 1 hari hr dina dinten ari day days
        day 7 minggu mgg pekan week weeks
        month 1 bulan bln wulan sasih month months
        month 12 tahun thn th taun year years
        hour 1 jam hour hours
        minute 1 menit mnt minutes
        metre 1 meter mtr m metre
        metre 1000 km kilometer
        person 1 orang org jiwa wong urang people
        household 1 kk keluarga
        pupil 1 siswa murid
        house 1 rumah rmh omah imah
        head 1 ekor
        trunk 1 batang
        sack 1 karung sak zak
        floor 1 lantai
        percent 1 persen
        pole 1 tiang
        hectare 1 hektar ha
        watt 1 watt va
        """.strip().splitlines(),
    )
    for word in words
}
_ONE_OF = {f"{one}{word}": unit for word, unit in _UNITS.items() for one in ("se", "sa") if len(word) > 2}
# In front of its number: "umur 71", "jam 8", "lantai 3".
_LABELS = {
    **dict.fromkeys(("umur", "usia", "umurnya", "usianya", "aged"), "age"),
    **dict.fromkeys(("jam", "jm", "pukul", "pkl"), "clock"),
    **dict.fromkeys(("lantai", "lt"), "floor"),
    **dict.fromkeys(("kelas", "kls"), "class"),
}
# Numbers of places and of things are facts of their own.
_PLACED = _set("""
    rt rw no nomor nmr nomer km blok block blk gang gg jalan jl jln tanggal tgl sd sdn smp smpn sma sman smk smkn mi mts
    covid
""")
_STUCK = re.compile(r"(rp)?([0-9]{1,9})([a-z]{0,8})")
_THOUSANDS = re.compile(r"[0-9]{3}")
_LEAST_SUM = 500
# What an amount may begin with, beside a figure; most words are none of these.
_BEGIN = _ONES.keys() | _WHOLE.keys() | _ONE_OF.keys() | _HALF


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
        if word not in _BEGIN and not word[:1].isdigit() and word[:2] != "rp":
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
    if word in _ONE_OF:
        kind, size = _ONE_OF[word]
        return kind, size, at + 1
    number = _number(told, at)
    if number is None or before in _PLACED:
        return None
    unit = number.unit or (told[number.end] if number.end < len(told) else "")
    end = number.end + (not number.unit and unit in _UNITS)
    if before in _LABELS:
        return _LABELS[before], number.value, end
    if unit in _UNITS and not number.money:
        kind, size = _UNITS[unit]
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
    if tail in _TIMES:
        return _Number(value * _TIMES[tail], end, _TIMES[tail], money=money or _TIMES[tail] >= 1_000)
    if tail:
        return _Number(value, end, 1, tail, money) if tail in _UNITS else None
    while end < len(told) and len(digits) <= 3 and _THOUSANDS.fullmatch(told[end]):
        value, end = value * 1_000 + int(told[end]), end + 1
    if end > at + 1:
        return _Number(value, end, 1_000, money=money)
    tenth = _tenth(told, end)
    if tenth:
        part, times, end = tenth
        return _Number((value * 10 + part) * times // 10, end, times, money=money)
    times = _TIMES.get(told[end], 1) if end < len(told) else 1
    return _Number(value * times, end + (times > 1), times, money=money)


def _tenth(told: Told, at: int) -> tuple[int, int, int] | None:
    if at >= len(told) or not told[at][0].isascii() or not told[at][0].isdecimal() or told[at][1:2].isdecimal():
        return None
    part, tail = int(told[at][0]), told[at][1:]
    following = tail or (told[at + 1] if at + 1 < len(told) else "")
    times = _TIMES.get(following, 1)
    return (part, times, at + 2 - bool(tail)) if times >= 1_000 else None


def _spelled(told: Told, at: int) -> _Number | None:
    """ "dua belas", "lima ratus ribu", "satu juta dua ratus ribu", "setengah juta", "rong ewu"."""
    total, part, most, end = 0, 0, 1, at
    half = told[at] in _HALF
    end += half
    while end < len(told):
        word = told[end]
        if word in _WHOLE:
            value = _WHOLE[word]
            part, total, most = (part + value, total, most) if value < 1_000 else (0, total + part + value, value)
        elif word in _ONES and (part % 10 == 0 or _ONES[word] > 9):
            part += _ONES[word]
        elif word in _TEENS and part % 10 > 0:
            part += 10
        elif word in _TIMES and (part or half):
            times = _TIMES[word]
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
