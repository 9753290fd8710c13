"""Dangers in words of their own, what only sounds like one, and words read by their consonants."""

from __future__ import annotations

import pytest

from normalizer.emergency import is_emergency
from normalizer.vowelless import voiced

TOLD = [
    ("ular melilit anak saya", True),
    ("ular sering masuk rumah karena lahan kosong", False),
    ("perahu kami terbalik di muara", True),
    ("kemarin perahu nelayan terbalik", False),
    ("saya dikejar orang, tolong cepat", True),
    ("ayah saya sesak napas", True),
    ("asap pabrik bikin anak saya susah napas", False),
    ("pasien stroke ditolak di igd", False),
    ("kabel listrik korslet, tolong diperbaiki", False),
    ("tolong segera evakuasi, air sudah sedada", True),
    ("kendaraan macet total tidak bergerak", False),
]


@pytest.mark.parametrize(("text", "danger"), TOLD)
def test_a_danger_is_told_as_present(text: str, danger: bool) -> None:
    assert is_emergency(text) is danger


READ = [
    ("kpn jdwl sim", "kapan jadwal sim"),
    ("tlg dperbaiki", "tolong diperbaiki"),
    ("pkh dan bpjs dari pln", "pkh dan bpjs dari pln"),
    ("drainase dwi tunggal", "drainase dwi tunggal"),
    ("", ""),
]


@pytest.mark.parametrize(("told", "read"), READ)
def test_words_are_read_by_their_consonants(told: str, read: str) -> None:
    assert voiced(told) == read
