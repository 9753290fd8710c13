"""Lists without labels: behind numbers, bullets or "Dari …:" each item begins with its citizen. Never certain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from normalizer.text import has_words
from normalizer.typed_list_labels import HONORIFIC, LABELS, ROLES, folded
from normalizer.typed_list_lines import Line, number_of

PHONE = re.compile(r"(?<![\d/])\(?(?:\+?62|0|8)[\d\s().\-]{7,18}\d(?!\d)")
LONGEST_NAME = 60
_MOST_NAME_WORDS = 5
LEAST_WORDS = 2
_PLACE = re.compile(r"\s+(?:rt|rw|dsn|dusun|blok|gang|gg|jl|desa|warga|dari|di)\b.*", re.IGNORECASE | re.DOTALL)
_LETTER = re.compile(r"[a-zA-Z]+")
# What begins with a capital in a list and is nobody: "Jalan Mawar: berlubang".
_THINGS = re.compile(
    r"\b(?:jalan|jln|jl|gang|gg|jembatan|lampu|pasar|blok|perumahan|kampung|kp|kelurahan|kecamatan|banjar|sekolah|"
    r"sdn?|smpn?|sman?|puskesmas|posyandu|masjid|musala|mushola|gereja|pura|kantor|balai|lapangan|terminal|sungai|kali|"
    r"irigasi|saluran|selokan|drainase|got|air|listrik|sampah|banjir|tanggul|talud|tiang|pohon|harga|bansos|bantuan|"
    r"road|street|bridge|school|market|water|light|problem|masalah|keluhan|lokasi|tanggal|senin|selasa|rabu|kamis|"
    r"jumat|sabtu|minggu|januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember)\b",
    re.IGNORECASE,
)
# "Dari Ibu Sari: …", "Laporan dari Pak Budi RT 3: …" at the beginning of a paragraph.
_FROM = re.compile(
    r"(?:(?:laporan|aduan|pengaduan|keluhan|aspirasi|usulan|pesan|titipan|surat|complaint|report|message)[ \t]+)?"
    r"(?:dari|from)[ \t]+(?=[^\W\d_])",
    re.IGNORECASE,
)
_PARTICLES = frozenset({"bin", "binti", "van", "de", "al"})


@dataclass(frozen=True, slots=True)
class Row:
    start: int
    end: int
    name: str = field(repr=False)
    words: str = field(repr=False)


Found = tuple[Sequence[Row], bool, str]
NONE: Found = ((), False, "")


class _Told(IntEnum):
    """How surely an item opens with a citizen."""

    NOBODY = 0
    PERHAPS = 1  # words that may be a name, and a sign
    SOMEBODY = 2  # with a phone or an honorific


def listed(text: str, lines: Sequence[Line]) -> Found:
    """Items 1. to n., or lines behind the same bullet, most of them opening with a citizen."""
    heads = _numbered(lines) or _bulleted(lines)
    if len(heads) < 2:
        return _introduced(text, lines)
    rows: list[Row] = []
    told: list[_Told] = []
    for place, following in zip(heads, [*heads[1:], len(lines)], strict=True):
        found = _item(text, lines, place, following)
        if found is None:
            return NONE
        rows.append(found[0])
        told.append(found[1])
    sure, nobody = told.count(_Told.SOMEBODY), told.count(_Told.NOBODY)
    # An official who names two people out of three asked the third, too, and forgot to say whom.
    enough = sure * 2 >= len(told) and (not nobody or sure >= max(2, nobody * 2))
    return (rows, False, "a list without labels") if enough else NONE


def _introduced(text: str, lines: Sequence[Line]) -> Found:
    """Paragraphs that each say whom they come from; what stands between two of them belongs to the first."""
    heads = [place for place, line in enumerate(lines) if _FROM.match(text, line.body, line.end)]
    rows: list[Row] = []
    for place, following in zip(heads, [*heads, None][1:], strict=True):
        begins, own = lines[place].start, _FROM.match(text, lines[place].body)
        end = _last(lines, place, len(lines) if following is None else following, whole=following is not None)
        first = text[own.end() if own else begins : lines[place].end][:400]
        name, words, told = _opened(first, text[own.end() if own else begins : end])
        if told is _Told.NOBODY or len(words.split()) < LEAST_WORDS or not has_words(words):
            return NONE
        rows.append(Row(begins, end, name, words))
    return (rows, False, "paragraphs that say whom they come from") if len(rows) > 1 else NONE


def _last(lines: Sequence[Line], place: int, following: int, *, whole: bool) -> int:
    """Where what begins at that line ends: before the next one, or, of the last one, with its paragraph."""
    end = place + 1
    while end < following and (whole or not lines[end].blank):
        end += 1
    while lines[end - 1].blank:
        end -= 1
    return lines[end - 1].end


def _numbered(lines: Sequence[Line]) -> list[int]:
    heads = [place for place, line in enumerate(lines) if number_of(line) is not None]
    return heads if [number_of(lines[place]) for place in heads] == list(range(1, len(heads) + 1)) else []


def _bulleted(lines: Sequence[Line]) -> list[int]:
    heads = [place for place, line in enumerate(lines) if line.bullet]
    return heads if len({_LETTER.sub("a", lines[place].bullet) for place in heads}) == 1 else []


def _item(text: str, lines: Sequence[Line], place: int, following: int) -> tuple[Row, _Told] | None:
    end = place + 1
    while end < following and not lines[end].blank:
        end += 1
    line = lines[place]
    whole = text[line.body : lines[end - 1].end]
    name, words, told = _opened(text[line.body : line.end][:400], whole)
    if len(words.split()) < LEAST_WORDS or not has_words(words):
        return None
    return Row(line.start, lines[end - 1].end, name, words), told


def _opened(first: str, whole: str) -> tuple[str, str, _Told]:
    """An item's citizen, and what is told."""
    found = PHONE.search(first)
    name, words = (first[: found.start()], whole[found.end() :]) if found else _signed(first, whole)
    name, words = _PLACE.sub("", name).strip(" ,;:()-–/"), words.lstrip(" ,;:()-–/\n")
    if not is_name(name) or (not found and _THINGS.search(name)):
        return "", whole, _Told.NOBODY
    return name, words, _Told.SOMEBODY if found or HONORIFIC.match(first) else _Told.PERHAPS


def _signed(first: str, whole: str) -> tuple[str, str]:
    """What stands before a sign; or alone on its line, when more lines follow."""
    sign = re.search(r"[:,(]|\s[-–]\s", first[:LONGEST_NAME])
    if sign:
        return first[: sign.start()], whole[sign.end() :]
    return (first, whole[len(first) :]) if "\n" in whole else ("", whole)


def is_name(text: str) -> bool:
    """One to five words, each with letters and a capital first, none of them an office or a label."""
    found = text.split()
    if not 1 <= len(found) <= _MOST_NAME_WORDS or len(text) > LONGEST_NAME or re.search(r"\d", text):
        return False
    bare = [word.strip(".,()'") for word in found]
    if any(word.lower() in ROLES or folded(word) in LABELS for word in bare if not HONORIFIC.fullmatch(word)):
        return False
    bare = [word for word in bare if not HONORIFIC.fullmatch(word)]
    return bool(bare) and all(word[:1].isupper() or word.lower() in _PARTICLES for word in bare if word)
