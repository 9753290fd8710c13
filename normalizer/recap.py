"""REKAP: a proven forwarder asks for a list of what was passed on, by month or for the last thirty days.

Only what says hardly anything else is one: a complaint that talks of a recap stays a complaint.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from normalizer.phrases import REPLY_PREFIXES
from normalizer.quotes import own_words
from normalizer.text import readable, words
from normalizer.word_lists import set_of

DAYS = 30
_MONTHS = (
    ("januari", "january", "jan"), ("februari", "february", "feb", "pebruari"), ("maret", "march", "mar"),
    ("april", "apr"), ("mei", "may"), ("juni", "june", "jun"), ("juli", "july", "jul"),
    ("agustus", "august", "agu", "agt", "aug"), ("september", "sep", "sept"), ("oktober", "october", "okt", "oct"),
    ("november", "nov", "nopember", "nop"), ("desember", "december", "des", "dec"),
)  # fmt: skip
_MONTH_OF = {name: place for place, names in enumerate(_MONTHS, 1) for name in names}
_COMMAND = frozenset({"rekap", "rekapan", "rekapitulasi", "recap"})
# What people write around it, and a mail program in a subject.
_AROUND = set_of("""
    re bls fwd mohon tolong minta dimohon kirim kirimkan dikirim laporan aduan pengaduan data daftar bulan ini tahun
    periode untuk utk dari yang yg minggu pekan hari semua seluruh lengkap terbaru warga dong ya dulu
    please send the of for report reports month week all latest my
    terima kasih terimakasih makasih thanks salam hormat kami saya pak bu bapak ibu admin selamat pagi siang sore malam
    assalamualaikum yth dengan
""")
_YEAR = re.compile(r"20[0-9]{2}")
_YEAR_MONTH = re.compile(r"\b(20[0-9]{2})[-/.](0?[1-9]|1[0-2])\b")
_MONTH_YEAR = re.compile(r"\b(0?[1-9]|1[0-2])[-/.](20[0-9]{2})\b")
_MOST = 600
# A name and an office may stand below without the dashes of a signature: few short lines behind an empty one or a
# farewell, of words with capitals only. What has a small letter at the beginning of a word tells something.
_SIGNED = re.compile(
    r"(?:\n[ \t]*\n|(?:^|\n)(?:[Ss]alam|[Hh]ormat|[Ww]assalam|[Tt]erima ?[Kk]asih|[Rr]egards)[^\n]{0,30}\n)"
    r"(?:(?:[^\sa-z]\S{0,30}(?:[ \t]+[^\sa-z]\S{0,30}){0,5}[ \t]*)?(?:\n|$)){1,6}$"
)


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` until before `until`, both aware."""

    since: datetime
    until: datetime


def period_asked(subject: str, text: str, now: datetime, zone: str) -> Period | None:
    """The time a list is asked for, if the message asks for one and says nothing else. `now` is when it came; a month
    without a year is the last such month, this one included. In an answer what was added counts. Pure and total."""
    spoken = readable(f"{subject}\n{text}"[:_MOST]).casefold()  # most messages name no command at all
    if not any(word in spoken for word in _COMMAND):
        return None
    text = own_words(text).text if "\n" in text else text
    if len(subject) + len(text) > _MOST:
        return None
    subjects = (subject, "") if _answers(subject) else (subject,)
    tries = (f"{head}\n{body}" for head in subjects for body in (text, _SIGNED.sub("", text.strip())))
    asked = next(filter(None, map(_asked, tries)), None)
    return _period(*asked, now.astimezone(ZoneInfo(zone))) if asked else None


def _answers(subject: str) -> bool:
    """Whether the subject is that of the mail which is answered, so that its words are not the sender's."""
    found = words(subject[:_MOST])
    return bool(found) and found[0].folded in REPLY_PREFIXES and ":" in found[0].after


def _asked(said: str) -> tuple[int, int] | None:
    """Year and month (0 for none); None when it is no such question."""
    year, month = 0, 0
    if found := _YEAR_MONTH.search(said):
        year, month = int(found[1]), int(found[2])
    elif found := _MONTH_YEAR.search(said):
        year, month = int(found[2]), int(found[1])
    rest = [word.folded for word in words(_MONTH_YEAR.sub(" ", _YEAR_MONTH.sub(" ", said)))]
    if not _COMMAND.intersection(rest):
        return None
    for word in rest:
        if month in (0, _MONTH_OF.get(word)) and word in _MONTH_OF:
            month = _MONTH_OF[word]
        elif _YEAR.fullmatch(word) and year in (0, int(word)):
            year = int(word)
        elif word not in _COMMAND and word not in _AROUND:
            return None
    return year, month


def _period(year: int, month: int, now: datetime) -> Period:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if not year and not month:
        return Period(midnight - timedelta(days=DAYS), now)
    if not month:
        return Period(midnight.replace(year=year, month=1, day=1), midnight.replace(year=year + 1, month=1, day=1))
    year = year or (now.year if month <= now.month else now.year - 1)
    after = (year + 1, 1) if month == 12 else (year, month + 1)
    return Period(
        midnight.replace(year=year, month=month, day=1), midnight.replace(year=after[0], month=after[1], day=1)
    )
