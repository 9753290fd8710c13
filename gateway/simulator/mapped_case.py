"""A case of the invented API (`mapped.py`): its fields, what must be true of them, and how it is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from gateway.simulator.mapped_body import Wrong

_TRUTHS: Final = ("true", "false", "1", "0")
_KINDS: Final = ("1", "2", "3")
_REFERENCE: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
TOLD: Final = frozenset({"referensi", "jenis", "judul", "isi"})
MAY: Final = frozenset(
    {"nomor_gateway", "catatan", "instansi", "anonim", "rahasia", "nama", "kontak", "tanggal", "lintang", "bujur"}
    | {"lokasi", "sumber"}
)


@dataclass(slots=True)
class Laporan:
    """A case; `number_at` is when its number is there, None when somebody must say so."""

    fields: dict[str, str] = field(repr=False)
    number: str
    ticket: str
    number_at: datetime | None
    status: str = "baru"
    added: dict[str, str] = field(default_factory=dict, repr=False)
    withdrawn: bool = False

    def shown(self, now: datetime) -> dict[str, Any]:
        there = self.number_at is not None and self.number_at <= now
        return {"tracking_id": self.number if there else None, "tiket": self.ticket or None}


def check(fields: Mapping[str, str]) -> None:
    """Raise `Wrong`."""
    rules = (
        (_REFERENCE.fullmatch(fields["referensi"]), "referensi"),
        (fields["jenis"] in _KINDS, "jenis"),
        (fields["isi"].strip(), "isi"),
        (_DATE.fullmatch(fields.get("tanggal", "2026-01-01")), "tanggal"),
        (fields.get("anonim", "true") in _TRUTHS and fields.get("rahasia", "true") in _TRUTHS, "anonim, rahasia"),
        (("lintang" in fields) == ("bujur" in fields), "lintang dan bujur"),
    )
    if wrong := [name for right, name in rules if not right]:
        raise Wrong(f"422 tidak sah: {', '.join(wrong)}")
