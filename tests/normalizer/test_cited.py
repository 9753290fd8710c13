"""Which numbers a message names."""

from __future__ import annotations

import pytest

from normalizer.additions import begins_anew
from normalizer.cited import numbers_named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("tambahan laporan 04026859: bidannya bernama Bu Ratmi", ("04026859",)),
        ("#1233406 lubangnya dalam", ("1233406",)),
        ("untuk nomor 4204 773 916 mohon ditambah", ("4204773916",)),
        ("laporan1233406pak", ("1233406",)),
        ("nomor ４２０４７７３９１６", ("4204773916",)),
        ("HP saya 081100001234, rumah RT 3 RW 2 no 12", ()),
        ("rekening 341201012345534, telp 0217654321, NIK 3174 0112 3456 7890", ()),
        ("Lampu mati", ()),
    ],
)
def test_numbers_named(text: str, named: tuple[str, ...]) -> None:
    assert numbers_named(text) == named


def test_there_are_never_many() -> None:
    assert len(numbers_named(" / ".join(str(1_000_000 + n) for n in range(500)))) == 12


@pytest.mark.parametrize(
    ("text", "anew"),
    [
        ("Lapor lagi: jalan rusak, dulu 1233406", True),
        ("laporan baru, bukan 1233406", True),
        ("tambahan laporan 1233406: dalam", False),
        ("pengaduan 1233406 belum lengkap", False),
    ],
)
def test_what_begins_anew(text: str, anew: bool) -> None:
    assert begins_anew(text) is anew
