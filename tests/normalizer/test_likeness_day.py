"""What happened "hari ini" days apart happened twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from normalizer.likeness import gist
from normalizer.likeness_day import DAY
from normalizer.likeness_rules import Told, recurs, verdict

AT = datetime(2026, 11, 10, 3, tzinfo=UTC)
LAMP = "hari ini lampu mati lagi di seluruh kampung"


def told(text: str, days: float = 0) -> Told:
    return Told(gist(text), person="p", chat="sms-p", at=AT + timedelta(days=days))


TELLS = [
    (LAMP, True),
    ("hr ini lampu padam di RT 3", True),
    ("malam ini orkes lagi sampai jam 2", True),
    ("the power is out again today", True),
    ("sampai hari ini lampu mati", False),
    ("lampu mati dari pagi ini", False),
    ("sudah 5 hari sampah menumpuk, hari ini lalat masuk rumah", False),
    ("dua hari ini air mati", False),
    ("hari ini masih gelap", False),
    ("hari ini saya lapor lagi, lampu mati", False),
    ("lampu mati tadi pagi", False),
]


@pytest.mark.parametrize(("text", "tells"), TELLS, ids=[text for text, _ in TELLS])
def test_who_tells_of_the_day(text: str, *, tells: bool) -> None:
    assert (DAY in gist(text).facts.marks) is tells


MET = [
    (LAMP, LAMP, 0.2, True),
    (LAMP, LAMP, 1, True),
    (LAMP, LAMP, 4, False),
    (LAMP, "hari ini lampu mati di seluruh kampung lagi pak", 4, False),
    (LAMP, "lampu mati lagi di seluruh kampung", 4, True),
    (LAMP, "sampai hari ini lampu masih mati di seluruh kampung", 4, True),
    ("lampu mati tadi pagi di seluruh kampung", "lampu mati tadi pagi di seluruh kampung", 4, True),
]


@pytest.mark.parametrize(("first", "again", "days", "linked"), MET)
def test_two_days_are_two_events(first: str, again: str, days: float, *, linked: bool) -> None:
    one, other = told(first), told(again, days)
    assert verdict(one, other).same_person is linked
    assert verdict(other, one).same_person is linked
    assert recurs(other, one) is not linked
    assert not recurs(one, other)


def test_the_same_photo_is_of_one_day() -> None:
    one, other = (replace(told(LAMP, days), files=frozenset({"hash"})) for days in (0, 4))
    assert verdict(one, other).same_person
    assert not recurs(other, one)


def test_another_matter_on_another_day_is_no_recurrence() -> None:
    assert not recurs(told("hari ini jalan di Gang Arbei ambles sangat dalam", 4), told(LAMP))
