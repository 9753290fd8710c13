"""A forward before it is written down: a program's layout, a language's words, and what must be read from it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WORDS = Path(__file__).parents[1] / "cases" / "clients" / "words.toml"
_RFC = "Thu, 5 Mar 2026 16:15:07 +0700"
NOTE = "Mohon ditindaklanjuti, Pak.\n\nKades Sukamaju"
BODY = (
    "Assalamualaikum,\n\nJembatan di dusun kami putus: anak-anak tidak bisa sekolah.\nTerima kasih - Siti\n\nRT 03/02"
)
_TO = "Kantor Desa <kantor@example.desa.id>"
CC = "Arsip <arsip@example.go.id>, Budi Santoso <budi@example.com>"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a program sets a forward: `order` of f(rom) s(ubject) d(ate) t(o) c(c) r(eply-to), which of the language's
    dates it prints (0 to 3, 4 for RFC 5322), empty lines below the mark and above the body, "> " before all of it."""

    order: str
    date: int
    below: int = 0
    above: int = 1
    quoted: bool = False
    pad: str = " "
    prefix: str = "Fwd:"


LAYOUTS: Mapping[str, Layout] = {
    "apple": Layout("fsdtcr", 0, below=1, quoted=True),
    "thunderbird": Layout("sdftcr", 4, above=2, pad=" \t"),
    "gmail": Layout("fdstc", 2, above=2),
    "gmail-old": Layout("fdstc", 2, above=2),
    "outlook": Layout("fdtcs", 1),
    "apple-ios": Layout("fdtcs", 0, below=1),
    "outlook-web": Layout("fdtcs", 1),
    "yahoo": Layout("ftcds", 1, above=0),
    "proton": Layout("fdstc", 2, above=1),
    "zoho": Layout("ftdsc", 4, above=1),
    "zimbra": Layout("ftcds", 1),
    "roundcube": Layout("sdftcr", 3),
    "evolution": Layout("ftcsdr", 4),
    "claws": Layout("dftcs", 4, below=1, above=2),
    "mutt": Layout("dftcs", 4, below=1),
    "k9": Layout("fdtcs", 1),
    "samsung": Layout("fdtcs", 3),
    "hubspot": Layout("fdtcs", 1, above=2),
    "missive": Layout("fdstc", 0, quoted=True),
    "mailmate": Layout("ftcsd", 4, below=1, quoted=True),
    "ionos": Layout("ftcds", 3, quoted=True),
}
FIELDS = "fsdtcr"


@dataclass(frozen=True, slots=True)
class Parts:
    """One forward before it is written down: header lines as (field, label, value), and what must be read from it."""

    program: str
    language: str
    mark: str
    prefix: str
    headers: tuple[tuple[str, str, str], ...]
    layout: Layout
    name: str = "Siti Aminah"
    address: str = "siti.aminah@example.id"
    subject: str = "Jembatan putus di Dusun II"
    date: str = ""
    note: str = NOTE
    body: str = BODY


# Programs that print another one's words.
_SPEAKS_AS = {"apple-ios": "apple", "outlook-web": "outlook"}


def spoken_by(program: str) -> str:
    """The program whose words it prints."""
    return _SPEAKS_AS.get(program, program)


@cache
def words() -> Mapping[str, Mapping[str, object]]:
    found: Mapping[str, Mapping[str, object]] = tomllib.loads(WORDS.read_text())
    return found


def parts_of(program: str, language: str, labels: str, layout: Layout) -> Parts:
    mark, *names = labels.split("|")
    dates = words()["dates"].get(language, ())
    date = _RFC if layout.date == 4 or not isinstance(dates, list) else str(dates[layout.date])
    prefix, mark = (mark, "") if program.startswith("outlook") else (layout.prefix, mark)
    mark = "_" * 32 if program == "outlook-web" else mark
    values = {"f": "Siti Aminah <siti.aminah@example.id>", "s": "Jembatan putus di Dusun II", "d": date, "t": _TO}
    headers = tuple((field, names[FIELDS.index(field)], values[field]) for field in layout.order if field in values)
    mark = mark.format(name="Siti Aminah", address="siti.aminah@example.id")
    return Parts(program, language, mark, prefix, headers, layout, date=without_directions(date))


def without_directions(date: str) -> str:
    """Without signs that set a direction: nobody sees them."""
    return date.replace("\u200e", "").replace("\u200f", "")
