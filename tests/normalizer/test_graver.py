"""What is dangerous after a harmless report, in the tables of emergencies and of what is offered protection."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from normalizer.additions import adds
from normalizer.graver import graver

pytestmark = pytest.mark.once

CASES = Path(__file__).parents[1] / "cases"
PROTECTION: list[tuple[str, str, str]] = [
    tuple(json.loads(line)) for line in (CASES / "protection.jsonl").read_text("utf-8").splitlines()
]
OPENINGS: list[tuple[str, str, str]] = [
    tuple(json.loads(line)) for line in (CASES / "openings.jsonl").read_text("utf-8").splitlines()
]
REPORTS = (
    "Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin",
    "Sampah di Pasar Kayumas menumpuk sudah seminggu, baunya sampai ke sekolah",
    "Jalan depan rumah rusak",
)


def added(texts: Sequence[str]) -> tuple[int, int]:
    """How many would be additions by their words alone, and how many are."""
    alone = [(text, report) for report in REPORTS for text in texts if adds(text, report)]
    return len(alone), sum(not graver(text, report) for text, report in alone)


def test_no_call_for_help_is_an_addition_to_a_harmless_report() -> None:
    alone, now = added([text for _, kind, text in OPENINGS if kind == "emergency"])
    assert alone > 2_000
    assert now == 0


def test_what_must_be_offered_protection_is_hardly_ever_one() -> None:
    alone, now = added([text for _, topic, text in PROTECTION if topic])
    assert alone > 400
    assert now <= 9


@pytest.mark.parametrize("kind", ["ordinary", "followup"])
def test_what_is_harmless_still_is_one(kind: str) -> None:
    """Three of these are of knives, blows and threats after all."""
    ordinary = [text for _, topic, text in PROTECTION if not topic]
    goes_on = [text for _, found, text in OPENINGS if found == "followup"]
    alone, now = added(ordinary if kind == "ordinary" else goes_on)
    assert alone > 200
    assert now / alone >= (0.96 if kind == "ordinary" else 0.99)
