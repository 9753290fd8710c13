"""A text as the phrases of dangerous matters read it: a sum is `rp`, an age below 18 `belasan`, a road has no mayor."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise, product

from normalizer.text import folded
from normalizer.vowelless import voiced

_SUM = re.compile(
    r"\brp ?\d[\d ]*(?:rb|rbu|ribu|rebu|ewu|k|jt|juta)?(?:an)?\b|"
    r"\b(?:\d+ )?\d+ ?(?:rb|rbu|ribu|ribuan|rebu|ewu|k|jt|juta|jutaan|thousand|million)\b|"
    r"\b(?:se|lima ?|dua ?|lima belas ?|sepuluh |seratus |lima puluh |dua puluh )(?:ratus )?(?:ribu|juta)\b|"
    r"\b[1-9]\d{0,2}(?: \d{3})+\b|\b[1-9]\d?\d?000\b"
)
# All of these need one of this; a pattern without the edge of a word before it is looked for much faster.
_PERHAPS_A_SUM = re.compile(r"\d(?: ?(?:rb|ri|re|ew|k|jt|ju|th|mi)| \d{3}|00)|rp ?\d|ribu|juta")
_AGE = re.compile(r"\b(?:9|1[0-7]) ?(?:tahun|thn|th|taun|years?)\b")
_YEARS = ("tahun", "taun", "th", "year")
# Where somebody's title is the name of a place, or tells which house.
_ROADS = (
    "jl|jln|jalan|gang|gg|jembatan|gapura|perumahan|perum|komplek|kompleks|rumah|depan|dekat|samping|sebelah|belakang"
)
_HOUSES, _CALLED = "rumah|kantor|pos", "pak|bu|bapak|ibu|p"
_HOLDERS = "kades|desa|lurah|camat|bupati|polisi|rt|rw|dinas|dusun|gubernur|walikota|guru"
_PLACE = re.compile(rf"\b({_ROADS})((?: (?:{_HOUSES}))?) (?:(?:{_CALLED}) )?(?:kepala )?(?:{_HOLDERS})\b")
# The last word of such a place, behind each that may stand right before it.
_HELD = frozenset(product(f"{_ROADS}|{_HOUSES}|{_CALLED}|kepala".split("|"), _HOLDERS.split("|")))
_PREFIXED = (
    *("pukul", "perkosa", "lecehkan", "cabuli", "aniaya", "siksa", "hajar", "tampar", "peras", "palak", "ancam"),
    "bully",
)
# Each behind what stands in whatever it finds, which is cheaper to look for.
_SAID: Sequence[tuple[Collection[str], re.Pattern[str], str]] = [
    (
        ("tidur", "turu"),
        re.compile(r"\b(?:polisi|tempat|alas|kantong|kamar|ruang|obat|pil) (?:tidur|turu)\b"),
        "gundukan",
    ),
    (
        ("pukul ",),
        re.compile(r"\bpukul (?=\d|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|se|rata)"),
        "jam ",
    ),
    (("pegang ", "megang "), re.compile(r"\b(\w*pegang|\w*megang) (?:pegang|megang)(?:an|in|i|nya)?\b"), r"\g<1>2"),
    (("raba", "grepe", "elus", "colek"), re.compile(r"\b(\w*raba|grepe|elus|colek) \1(?:i|in)?\b"), r"\1"),
    (_PREFIXED, re.compile(rf"\b(?:di|ke) (?=(?:{'|'.join(_PREFIXED)})\w*\b)"), "di"),
    (("air panas", "air keras"), re.compile(r"\bdisiram air (?=panas|keras)"), "disundut "),
    (("kepala desa",), re.compile(r"\bkepala desa\b"), "kades"),
    (("kepala sekolah", "village head"), re.compile(r"\b(?:kepala sekolah|village head)\b"), "kepsek"),
    (("sekretaris ",), re.compile(r"\bsekretaris (?:desa|camat|kecamatan|dinas|daerah|kelurahan)\b"), "sekdes"),
    (("wali kota",), re.compile(r"\bwali kota\b"), "walikota"),
    (("kepala ",), re.compile(r"\bkepala (?:dinas|dusun|puskesmas|kelurahan|bidang|seksi)\b"), "kadis"),
    (("ketua ",), re.compile(r"\bketua (?:bumdes|rt|rw|komite)\b"), "kadis"),
    (("laki ",), re.compile(r"\blaki (?=saya|gue|gua|gw|aku|aye|sy)"), "suami "),
]


def read(text: str) -> str:
    """Folded, with what would mislead taken out. Pure and total."""
    told = f" {voiced(folded(text))} "
    for stems, pattern, said in _SAID:
        if any(map(told.__contains__, stems)):
            told = pattern.sub(said, told)
    told = _PLACE.sub(r"\1\2", told) if _may_name_a_place(told) else told
    if "ribu" in told or "juta" in told or any(map(told.__contains__, "0123456789")):
        told = _SUM.sub("rp", told) if _PERHAPS_A_SUM.search(told) else told
        told = _AGE.sub("belasan", told) if any(map(told.__contains__, _YEARS)) else told
    return told


def _may_name_a_place(told: str) -> bool:
    """Two words beside each other tell it nearly always; where there is more than ASCII, words may end elsewhere."""
    return not told.isascii() or not _HELD.isdisjoint(pairwise(told.split()))
