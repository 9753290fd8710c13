"""Whether a text tells what happened on the day it was written: "hari ini lampu mati lagi".

Two such reports of one person, days apart, are of two events, though their words are the same. "Sampai hari ini belum
diangkut" tells of what goes on, "hari ini saya lapor lagi" of the report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone

from normalizer.text import places_of
from normalizer.word_lists import set_of

DAY = "day"
# Who reports once more days later sends "tadi pagi" and "kemarin" along, and says that it was "hari ini … lagi": so
# both texts have to tell of their own day.
_THIS = set_of("ini ni")
_PARTS = set_of("hari hr malam pagi siang sore subuh")
_ENGLISH = set_of("today tonight")
_UNTIL = set_of("sampai smp sampe smpe hingga sd till until sejak dari dr mulai semenjak since per selama")
_GOES_ON = set_of("""
    belum blm blom masih msh tetap ttp sudah sdh udah still not belom juga jg
    lapor melapor melaporkan laporkan mengadu mengadukan adukan kirim hubungi menghubungi tanya menanyakan telepon
    nelpon chat wa cek ngecek
""")
_HINTS = _THIS | _ENGLISH
# "dua hari ini", "beberapa hari ini", "akhir hari ini".
_SPANS = set_of("satu dua tiga empat lima enam tujuh delapan sembilan sepuluh beberapa bbrp berapa tiap setiap")
_LASTS = set_of("sejak semenjak berhari berminggu berbulan selama since") | _GOES_ON
# A day is the citizen's; Jakarta's is an hour or two behind the east's.
_JAKARTA = timezone(timedelta(hours=7))
# Who writes at midnight may mean either day.
_APART = timedelta(days=2)


def day_told(told: Sequence[str], spoken: frozenset[str]) -> Mapping[str, frozenset[str]]:
    """`DAY`, if it tells of the day it was written. told: its words, folded, in their order; spoken: as a set."""
    if _HINTS.isdisjoint(spoken) or not _LASTS.isdisjoint(spoken):
        return {}
    return {DAY: frozenset({"0"})} if any(_today(told, at) for at in places_of(_HINTS, told)) else {}


def _today(told: Sequence[str], at: int) -> bool:
    before = told[at - 1] if at else ""
    if told[at] in _ENGLISH:
        return before not in _UNTIL
    if told[at] not in _THIS or before not in _PARTS:
        return False
    first = told[at - 2] if at > 1 else ""
    return first not in _UNTIL | _SPANS and not first.isdigit()


def day_of(flat: str, at: datetime) -> str:
    """The day it tells of; "" if it does not. flat: its words, folded. at: when it was written."""
    told = flat.split(" ")
    return at.astimezone(_JAKARTA).date().isoformat() if day_told(told, frozenset(told)) else ""


def days_apart(one: datetime, other: datetime) -> bool:
    """Whether "hari ini" of two messages is not the same day, for certain."""
    days = [at.astimezone(_JAKARTA).date() for at in (one, other)]
    return abs(days[0] - days[1]) >= _APART
