"""What people write to somebody else, and what complains in the same words."""

from __future__ import annotations

import pytest

from normalizer.asks_how import asks_how, only_tries
from normalizer.chatter import is_chatter

SAID = [
    ("a wrong number", "maaf salah sambung", True),
    ("a question among friends", "kamu udah makan?", True),
    ("somebody is sought", "ini benar nomornya Bu Contoh?", True),
    ("wishes of the season", "selamat hari raya idul fitri mohon maaf lahir batin", True),
    ("officials who idle", "PNS nongkrong di warkop jam kerja", False),
    ("where something is", "kantor imigrasi dmn ya", False),
    ("a wrong name in papers", "KTP saya salah nama, petugas tidak mau ganti", False),
    ("a wish on a holiday", "selamat hari raya pak, tolong lampu jalan diperbaiki", False),
]


@pytest.mark.parametrize(("label", "text", "expected"), SAID, ids=[row[0] for row in SAID])
def test_what_is_said_to_somebody_else(label: str, text: str, expected: bool) -> None:
    assert is_chatter(text) is expected, label


ASKED = [
    ("how safe it is", "apakah laporan saya nanti rahasia?", True),
    ("who this is", "ini siapa ya kok nomornya ada di hp saya", True),
    ("papers that went public", "data saya bocor dan disebar oknum, saya dirugikan", False),
    ("who took a fee", "siapa yang suruh bayar parkir dobel", False),
]


@pytest.mark.parametrize(("label", "text", "expected"), ASKED, ids=[row[0] for row in ASKED])
def test_what_is_asked_about_reporting(label: str, text: str, expected: bool) -> None:
    assert asks_how(text) is expected, label


TRIED = [
    ("English", "just checking if this number works", True),
    ("at the end", "maaf pak cuma ngetes", True),
    ("a test somebody paid for", "tes pcr bayar 500 ribu padahal gratis", False),
    ("a try that failed", "sudah coba lapor 3 kali, tidak ada yang datang", False),
]


@pytest.mark.parametrize(("label", "text", "expected"), TRIED, ids=[row[0] for row in TRIED])
def test_who_only_tries_the_number(label: str, text: str, expected: bool) -> None:
    assert only_tries(text) is expected, label
