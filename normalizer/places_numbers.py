"""Numbers that name a place, a thing, a day or a sum: RT 06/03, no 249a, blok C3, tiang no 7, 12/11/26, 50 ribu."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from normalizer.places_words import MONTHS, NEVER_NUMBERS, NO_OWNER, UNITS, WEEKDAYS
from normalizer.text import Word

# Numbers are told by `isdecimal`: to `isdigit` "❶" is a number as well, and `int` refuses it.
_SMALL = re.compile(r"0*([0-9]{1,3})")
_HOUSE = re.compile(r"0*([0-9]{1,4}[a-z]?)")
_BLOCK = re.compile(r"[a-z]{1,2}[0-9]{0,3}|[0-9]{1,3}")
_SPELLED = {
    word: str(number)
    for number, word in enumerate(
        ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh"), start=1
    )
}
_NUMERALS = (
    *("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"),
    *("xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii", "xix", "xx"),
)
ROMAN = {numeral: str(number) for number, numeral in enumerate(_NUMERALS, start=1)}
NUMBER_WORDS = frozenset({"no", "nomor", "nmr", "nomer"})
CUSTOMER = frozenset({"pelanggan", "idpel", "meter", "meteran", "sambungan", "nopel"})
_THOUSANDS = {"rb": 1_000, "ribu": 1_000, "rbu": 1_000, "k": 1_000, "jt": 1_000_000, "juta": 1_000_000}
_MONEY_STUCK = re.compile(r"([0-9]{1,4})(rb|ribu|rbu|k|jt|juta)")
_NO_PLATE = frozenset({"rt", "rw", "no", "km", "gg", "jl", "ds", "sd", "tk", "di", "rp", "tg", "hp", "wa"})


# "guiding block di Jl. Mawar"
_NO_BLOCK = frozenset({"di", "jl", "ke", "dr", "yg", "tp", "gg", "no", "rt", "rw", "sd"})


class Found(NamedTuple):
    """Facts as (kind, value), and the place behind the last word read."""

    facts: Sequence[tuple[str, str]]
    end: int


@lru_cache(maxsize=2_048)  # the same few stand in most texts
def number(word: str) -> str:
    """Up to three digits without leading zeros, also spelled or in Roman letters; "" for anything else."""
    digits = _SMALL.fullmatch(word)
    return digits.group(1) if digits else _SPELLED.get(word) or ROMAN.get(word, "")


def _at(found: Sequence[Word], at: int) -> str:
    return found[at].folded if 0 <= at < len(found) else ""


def neighbourhood(found: Sequence[Word], at: int, flat: bool) -> Found | None:
    """ "RT 06/03", "RT/RW 6/3", "RT 3 RW 4", "RT 3, 4 dan 5"."""
    kind = found[at].folded
    if kind not in ("rt", "rw"):
        return None
    other = "rw" if kind == "rt" else "rt"
    both = _at(found, at + 1) == other
    start = at + 1 + both
    start += _at(found, start) in NUMBER_WORDS
    first, second = number(_at(found, start)), number(_at(found, start + 1))
    if not first:
        return None
    slash = "/" in found[start].after
    if second and (both or slash):
        return Found([(kind, first), (other, second)], start + 2)
    if both:
        return Found([(kind, first)], start + 1)
    return _listed(found, kind, first, start + 1)


def _listed(found: Sequence[Word], kind: str, first: str, at: int) -> Found:
    made = [(kind, first)]
    while len(made) < 10:
        joint = _at(found, at) in ("dan", "&")
        value = _SMALL.fullmatch(_at(found, at + joint))
        sure = joint or (at and found[at - 1].after.strip() in (",", "&", "-"))
        if not value or not sure or _at(found, at + joint + 1) in UNITS:
            break
        made.append((kind, value.group(1)))
        at += joint + 1
    return Found(made, at)


def block(found: Sequence[Word], at: int, flat: bool) -> Found | None:
    """ "blok C3", "blok c 3", "km 12,5"."""
    word, following = found[at].folded, _at(found, at + 1)
    if word == "km" and following.isdecimal() and len(following) <= 4:
        part = _at(found, at + 2)
        split = found[at + 1].after == "," and part.isdecimal() and len(part) < 3
        return Found([("km", f"{int(following)}.{part}" if split else str(int(following)))], at + 2 + split)
    if word not in ("blok", "block", "blk") or not _BLOCK.fullmatch(following) or following in _NO_BLOCK:
        return None
    further = _at(found, at + 2)
    more = following.isalpha() and further.isdecimal() and len(further) < 4
    return Found([("block", following + (str(int(further)) if more else ""))], at + 2 + more)


def house(found: Sequence[Word], at: int, flat: bool) -> Found | None:
    """ "no 249a", "nomor rumah 12", "sumur nomor dua", "id pelanggan 123456"; never a phone, an account, a ticket."""
    word = found[at].folded
    if word in CUSTOMER:
        start = at + 1 + (_at(found, at + 1) in NUMBER_WORDS)
        digits = _at(found, start)
        return Found([("customer", digits)], start + 1) if digits.isdecimal() and 6 <= len(digits) <= 14 else None
    if word not in NUMBER_WORDS:
        return None
    start = at + 1 + (_at(found, at + 1) in ("rumah", "rmh", "urut"))
    told = _at(found, start)
    # "Nomor satu" is what matters most, as well.
    value = _HOUSE.fullmatch(told if told == "satu" else _SPELLED.get(told, told))
    near = {_at(found, at - 1), _at(found, at - 2)}
    if not value or near & NEVER_NUMBERS or _runs_on(found, start):
        return None
    owner = _at(found, at - 1)
    thing = owner if owner in _THINGS and start == at + 1 else ""
    return Found([(f"of {thing}" if thing else "house", value.group(1))], start + 1)


_THINGS = frozenset({
    "lampu", "tiang", "kios", "lapak", "ruko", "gardu", "trafo", "panel", "halte", "bus", "angkot", "kamar", "loket",
    "tps", "kontainer", "pju", "sumur",
})  # fmt: skip


SHORT = {"dsn": "dusun"}
_COUNTING = UNITS - _THINGS - {"kelas", "lantai", "petak", "persil", "dusun"}


def _runs_on(found: Sequence[Word], at: int) -> bool:
    """A phone or account with blanks or hyphens in it."""
    return at + 1 < len(found) and found[at + 1].folded.isdecimal() and len(found[at + 1].folded) > 2


def dated(found: Sequence[Word], at: int, flat: bool) -> Found | None:
    """ "12 November 2026", "tgl 12", "12/11/26", "12-11-2026"."""
    start = at + (found[at].folded in ("tanggal", "tgl", "tggl"))
    if start >= len(found) or not found[start].folded.isdecimal() or not 1 <= int(found[start].folded[:4]) <= 31:
        return None
    day, mark, following = str(int(found[start].folded[:4])), found[start].after, _at(found, start + 1)
    month = MONTHS.get(following, 0)
    if month:
        year = _at(found, start + 2)
        return Found([("date", f"{day}-{month}")], start + 2 + (year.isdecimal() and len(year) == 4))
    year = _at(found, start + 2)
    written = mark in ("/", "-", ".") and following.isdecimal() and 1 <= int(following[:4]) <= 12
    if written and found[start + 1].after == mark and year.isdecimal() and len(year) in (2, 4):
        return Found([("date", f"{day}-{int(following)}")], start + 3)
    if start == at:
        return None
    half = written and mark != "."
    return Found([("date", f"{day}-{int(following)}" if half else day)], start + 1 + half)


def weekday(found: Sequence[Word], at: int, flat: bool) -> Found | None:
    word = found[at].folded
    if word == "jum" and _at(found, at + 1) == "at":
        return Found([("weekday", "5")], at + 2)
    if word == "minggu" and _at(found, at - 1) == "hari":
        return Found([("weekday", "7")], at + 1)
    return Found([("weekday", WEEKDAYS[word])], at + 1) if word in WEEKDAYS else None


def plate(found: Sequence[Word], at: int, flat: bool) -> Found | None:
    """ "N 1234 AB" in capitals."""
    if at + 2 >= len(found) or len(found[at].raw) > 2 or not found[at].raw.isupper():
        return None
    digits, tail = found[at + 1].raw, found[at + 2].raw
    shaped = digits.isdecimal() and 3 <= len(digits) <= 4 and tail.isupper() and tail.isalpha() and len(tail) <= 3
    if not shaped or found[at].folded in _NO_PLATE:
        return None
    return Found([("plate", f"{found[at].folded}{digits}{tail.casefold()}")], at + 3)


def money(found: Sequence[Word], at: int, flat: bool) -> Found | None:
    """Sums in rupiah: "Rp 50.000", "50 ribu", "50rb", "1,5 juta"."""
    stuck = _MONEY_STUCK.fullmatch(found[at].folded)
    if stuck:
        return Found([("money", str(int(stuck.group(1)) * _THOUSANDS[stuck.group(2)]))], at + 1)
    start = at + (found[at].folded == "rp")
    digits = _at(found, start)
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > 9:
        return None
    tenths = _tenths(found, start)
    if tenths:
        return tenths
    if _at(found, start + 1) in _THOUSANDS:
        return Found([("money", str(int(digits) * _THOUSANDS[_at(found, start + 1)]))], start + 2)
    end = start + 1
    while found[end - 1].after == "." and len(_at(found, end)) == 3 and _at(found, end).isdecimal() and end < start + 4:
        digits, end = digits + _at(found, end), end + 1
    sure = start > at or (end > start + 1 and len(digits) < 10)
    return Found([("money", str(int(digits)))], end) if sure and int(digits) >= 500 else None


def _tenths(found: Sequence[Word], at: int) -> Found | None:
    """ "1,5 juta", "1.2jt"."""
    if found[at].after not in (",", "."):
        return None
    word, following = _at(found, at + 1), _at(found, at + 2)
    stuck = _MONEY_STUCK.fullmatch(word)
    tenth, unit = stuck.groups() if stuck else (word, following)
    if len(tenth) != 1 or not tenth.isdecimal() or unit not in _THOUSANDS:
        return None
    return Found([("money", str(int(found[at].folded + tenth) * _THOUSANDS[unit] // 10))], at + 3 - bool(stuck))


def _counting(found: Sequence[Word], at: int) -> bool:
    """A unit behind a number; but in "persil 114 Desa Waringin" the village has a name of its own."""
    unit = _at(found, at)
    named = unit in ("desa", "dusun") and at + 1 < len(found) and found[at + 1].raw[0].isupper()
    return unit in UNITS and not (named and found[at].raw[0].isupper())


def counted(found: Sequence[Word], at: int, flat: bool) -> Found | None:
    """ "trafo 12", "TPS 7", "kelas 3": a thing with its number, when the number counts nothing."""
    word = SHORT.get(found[at].folded, found[at].folded)
    value = _HOUSE.fullmatch(_at(found, at + 1))
    if not value or len(word) < 3 or not word.isalpha() or word in NO_OWNER or word in _COUNTING:
        return None
    if found[at].after.strip() or _counting(found, at + 2) or _runs_on(found, at + 1) or _at(found, at + 2) in MONTHS:
        return None
    if found[at + 1].after[:1] in ("%", "/", ".", ",", ":", "x") and _at(found, at + 2)[:1].isdecimal():
        return None
    return Found([(f"of {word}", value.group(1))], at + 2)
