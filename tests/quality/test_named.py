"""One sender's two reports: those that name two persons, things, years, places or days are two, all others are one.

The pairs were written before the rules were tried on them, by a hand that had read them.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from pairs import CASES

from normalizer.likeness import gist
from normalizer.likeness_rules import Told, verdict

START = datetime(2026, 11, 10, 3, tzinfo=UTC)
ROWS = [json.loads(line) for line in (CASES / "named.jsonl").read_text("utf-8").splitlines()]
# Missed: whoever is spoken to ("Yth. Bapak Bupati", "Yth. Ibu Camat") is taken for kin.
MISSED = {"same": 1}


def told(text: str, days: float) -> Told:
    return Told(gist(text), person="p", chat="sms-p", at=START + timedelta(days=days))


@pytest.mark.parametrize("kind", sorted({row["kind"] for row in ROWS}))
def test_what_is_named_tells_two_reports_apart(kind: str) -> None:
    of = [row for row in ROWS if row["kind"] == kind]
    linked = [row["b"] for row in of if verdict(told(row["a"], 0), told(row["b"], row["days"] + 0.1)).same_person]
    assert len(of) >= 2
    assert len(linked) == (len(of) - MISSED["same"] if kind == "same" else 0), linked


def test_there_are_enough_of_both() -> None:
    counts = Counter(row["kind"] == "same" for row in ROWS)
    assert min(counts.values()) >= 15
    assert len(ROWS) >= 40
