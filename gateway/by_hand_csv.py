"""The tray as a table for a spreadsheet, and the table with national numbers back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from forwarder.by_hand_tray import Waiting
from gateway.moments import at_ms

OURS, NATIONAL, AGAIN = "nomor_laporan", "nomor_nasional", "nomor_nasional_lagi"
# In the order of LAPOR!'s own form: class, title, body, place, agency, who, protection.
COLUMNS = (
    *(OURS, NATIONAL, AGAIN, "diterima", "klasifikasi", "judul", "isi", "lokasi", "instansi"),
    *("pelapor", "kontak", "diteruskan_oleh", "catatan", "anonim", "rahasia", "saluran", "lampiran"),
)
CALLED_OFF = "[DITARIK PELAPORNYA: jangan dimasukkan]"
_LARGEST = 64 * 1024 * 1024
# So much is written at once: what a spreadsheet makes of it, with the numbers in it, must be read back.
WRITTEN_MOST = _LARGEST // 2
# What a spreadsheet takes for a formula: https://owasp.org/www-community/attacks/CSV_Injection. One whose separator is
# not ours (";" in Indonesia) begins a cell behind each of its own, quoted or not, and a row behind each line.
_FORMULA = re.compile(r"((?:^|[,;|\t\r\n])[ \"']{0,4})(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")


class Unreadable(Exception):
    """The table is not one of ours, or half filled; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Entry:
    ours: str
    national: str
    again: str


def fields(one: Waiting, zone: ZoneInfo) -> dict[str, str]:
    """What the person who enters it copies, by column; when it came as that person's clock had it. Protection asked for
    since it was frozen holds; what is lifted holds until a person has settled that."""
    case: dict[str, Any] = one.case or {}
    reporter, forwarder, flags = (case.get(name) or {} for name in ("reporter", "submitted_by", "flags"))
    same = forwarder == reporter
    anonim, rahasia = (bool(flags.get(flag)) or flag[0] in one.asked for flag in ("anonim", "rahasia"))
    note = f"{CALLED_OFF} {case.get('note', '')}".strip() if one.withdrawn else str(case.get("note", ""))
    return {
        OURS: one.number, NATIONAL: "", AGAIN: "",
        "diterima": at_ms(one.received_ms, zone), "klasifikasi": str(case.get("kind", "")),
        "judul": str(case.get("title", "")), "isi": str(case.get("text", "")), "lokasi": _place(case.get("location")),
        "instansi": str(case.get("agency_keyword", "")),
        "pelapor": "" if anonim else str(reporter.get("name", "")),
        "kontak": "" if anonim else str(reporter.get("address", "")),
        "diteruskan_oleh": "" if same or anonim else _party(forwarder),
        "catatan": note, "anonim": "ya" if anonim else "",
        "rahasia": "ya" if rahasia else "", "saluran": str(case.get("channel", "")),
        "lampiran": str(len(case.get("attachments") or ()) or ""),
    }  # fmt: skip


def written(tray: Iterable[Waiting], zone: ZoneInfo) -> str:
    return head() + "".join(row(one, zone) for one in tray)


def head() -> str:
    """In UTF-8 the mark at its beginning is needed: without it a spreadsheet reads it as Windows-1252."""
    return "\ufeff" + _line({name: name for name in COLUMNS})


def row(one: Waiting, zone: ZoneInfo) -> str:
    return _line({name: _harmless(value) for name, value in fields(one, zone).items()})


def _line(cells: Mapping[str, str]) -> str:
    out = io.StringIO(newline="")
    csv.DictWriter(out, COLUMNS).writerow(cells)
    return out.getvalue()


def read(data: bytes) -> Sequence[Entry]:
    """Rows with a national number, in either column. Raise `Unreadable`."""
    if len(data) > _LARGEST:
        raise Unreadable("The table is larger than 64 MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("The table is not UTF-8: save it as CSV UTF-8") from error
    try:
        rows = list(_entries(text))
    except csv.Error as error:
        raise Unreadable(f"The table cannot be read ({error}): save it as CSV UTF-8") from error
    return [row for row in rows if row.national or row.again]


def _entries(text: str) -> Iterator[Entry]:
    first = text.partition("\n")[0]
    csv.field_size_limit(_LARGEST)  # a mail's words are longer than what Python takes for a mistake
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
    if missing := {OURS, NATIONAL, AGAIN} - set(table.fieldnames or ()):
        raise Unreadable(f"The table lacks the columns {', '.join(sorted(missing))}")
    for row in table:
        yield Entry(*(str(row.get(name) or "").strip().lstrip("'") for name in (OURS, NATIONAL, AGAIN)))


def _harmless(value: str) -> str:
    safe = _FORMULA.sub(r"\1'", value)
    return f"'{safe}" if safe.startswith(("\t", "\r")) else safe


def _party(party: Mapping[str, Any]) -> str:
    return f"{party.get('name', '')} {party.get('address', '')}".strip()


def _place(location: object) -> str:
    if not isinstance(location, dict):
        return ""
    return f"{location.get('latitude')}, {location.get('longitude')} {location.get('label') or ''}".strip()
