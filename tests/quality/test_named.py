"""One sender's two reports: those that name two persons, things, years, places or days are two, all others are one.

The pairs were written before the rules were tried on them, by a hand that had read them.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from pairs import CASES, cases

from normalizer.likeness import gist
from normalizer.likeness_rules import Told, verdict

START = datetime(2026, 11, 10, 3, tzinfo=UTC)
ROWS = [json.loads(line) for line in (CASES / "named.jsonl").read_text("utf-8").splitlines()]
# Who is spoken to is taken for kin ("Yth. Bapak Bupati", "Yth. Ibu Camat"), twice; few words are left beside a plate,
# and where one introduces herself and the other signs.
MISSED = 4
# Where an official says whose report it is; the names are in no table of ours.
FRAMES = [
    "Aduan warga atas nama {0}. {1}",
    "{1} (a.n. {0})",
    "Nama: {0}\nAduan: {1}",
    "{1}\nNama warga: {0}",
    "Pelapor: {0}\n{1}",
    "Meneruskan laporan Bpk. {0}: {1}",
    "Laporan dari Ibu {0}: {1}",
    "Laporan ini untuk Pak {0} warga kami. {1}",
    "Saya mewakili Ibu {0}. {1}",
    "{1} Anak saya {0} jadi terganggu.",
    "{1} Ini di rumah Pak {0}.",
]
NAMES = ("Melkianus Rumbiak", "Poniyem", "Rotua Harahap", "Tarsono")
CODES = [
    ("{1} Rumah {0}.", "C12", "C21"),
    ("Kode {0}: {1}", "KJT-0417", "KJT-0471"),
    ("{1} NIK {0}", "350112000001", "350112000010"),
]


def told(text: str, days: float) -> Told:
    return Told(gist(text), person="p", chat="sms-p", at=START + timedelta(days=days))


@pytest.mark.parametrize("kind", sorted({row["kind"] for row in ROWS}))
def test_what_is_named_tells_two_reports_apart(kind: str) -> None:
    of = [row for row in ROWS if row["kind"] == kind]
    linked = [row["b"] for row in of if verdict(told(row["a"], 0), told(row["b"], row["days"] + 0.1)).same_person]
    assert len(of) >= 2
    assert len(linked) == (len(of) - MISSED if kind == "same" else 0), linked


def test_there_are_enough_of_both() -> None:
    counts = Counter(row["kind"] == "same" for row in ROWS)
    assert min(counts.values()) >= 15
    assert len(ROWS) >= 40


@pytest.mark.parametrize("frame", FRAMES)
def test_the_same_words_for_two_people_are_two_reports(frame: str) -> None:
    for at, case in enumerate(cases("fresh")):
        mine, other = NAMES[at % 4], NAMES[(at + 1) % 4]
        assert not _linked(frame.format(mine, case.text), frame.format(other, case.text))
        assert _linked(frame.format(mine, case.text), frame.format(mine, f"Mohon dibantu. {case.text}"))


@pytest.mark.parametrize(("frame", "mine", "other"), CODES)
def test_the_same_words_of_two_things_are_two_reports(frame: str, mine: str, other: str) -> None:
    for case in cases("fresh"):
        assert not _linked(frame.format(mine, case.text), frame.format(other, case.text))


def _linked(one: str, other: str) -> bool:
    return verdict(told(one, 0), told(other, 0.1)).same_person
