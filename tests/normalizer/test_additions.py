"""Whether words answer what an agency asked about a complaint, or tell of something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.additions import is_apart

HOLE = "Lubang besar di jalan Nangka RT 02 sudah dua kali membuat motor jatuh"
ROWS = [
    ("a place", "Di depan rumah nomor 17, sebelah warung", False),
    ("a long place", "Nomor 17 RT 02, rumah pak Budi cat hijau dekat tiang listrik", False),
    ("the same matter", "Lubangnya di depan rumah nomor 17 RT 02, lebarnya sekitar satu meter", False),
    ("a cause", "Karena truk sampah lewat jalan Nangka RT 02 tiap hari", False),
    ("a short cause", "Karena banjir kemarin", False),
    ("a word", "belum", False),
    ("nothing", "", False),
    (
        "the same matter elsewhere, which may be what was asked",
        "Jalan Mangga juga berlubang parah di depan SD 3",
        False,
    ),
    ("another matter elsewhere", "Lampu jalan di gang Mawar RT 05 mati total sudah seminggu", True),
    ("a matter of another village", "Sampah di pasar Kamboja tidak diangkut sejak minggu lalu", True),
    ("an office elsewhere", "Petugas kelurahan Melati minta uang untuk KTP", True),
    ("it says so", "Laporan baru: air mati", True),
]


@pytest.mark.parametrize(("said", "apart"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_who_is_asked_tells_of_something_else(said: str, apart: bool) -> None:
    assert is_apart(said, HOLE) is apart


@given(st.text(max_size=300), st.text(max_size=300))
def test_whatever_is_written_is_one_or_the_other(said: str, before: str) -> None:
    assert is_apart(said, before) in (True, False)
    assert not is_apart(before, before) or is_apart(before, "")
