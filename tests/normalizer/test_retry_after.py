"""Retry-After in both forms, and what hostile or mistaken servers write there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.retry_after import LONGEST, retry_after

NOW = datetime(2026, 11, 20, 2, 0, 0, tzinfo=UTC)

ROWS: list[tuple[str, str | None, float | None]] = [
    ("absent", None, None),
    ("empty", "", None),
    ("seconds", "120", 120.0),
    ("seconds with blanks", " 120 ", 120.0),
    ("at once", "0", 0.0),
    ("longer than a day", "99999999", LONGEST),
    ("negative", "-5", None),
    ("a fraction is not in the standard", "1.5", None),
    ("other digits", "١٢", None),
    ("IMF date", "Fri, 20 Nov 2026 02:01:30 GMT", 90.0),
    ("IMF date with an offset", "Fri, 20 Nov 2026 09:01:30 +0700", 90.0),
    ("RFC 850 date", "Friday, 20-Nov-26 02:01:30 GMT", 90.0),
    ("asctime date", "Fri Nov 20 02:01:30 2026", 90.0),
    ("date in the past", "Fri, 20 Nov 2026 01:00:00 GMT", 0.0),
    ("date far away", "Fri, 20 Nov 2099 02:00:00 GMT", LONGEST),
    ("no such date", "Fri, 99 Nov 2026 02:00:00 GMT", None),
    ("words", "later", None),
    ("too long", "1" * 65, None),
    ("thirteen digits", "1" * 13, None),
]


@pytest.mark.parametrize(("value", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_each_form(value: str | None, expected: float | None) -> None:
    assert retry_after(value, NOW) == expected


@settings(deadline=None)
@given(st.text(max_size=80))
def test_never_raises_and_stays_in_bounds(value: str) -> None:
    seconds = retry_after(value, NOW)
    assert seconds is None or 0 <= seconds <= LONGEST


OF_THEIR_CLOCK = [
    ("their clock is a day behind ours", "Thu, 19 Nov 2026 02:01:30 GMT", "Thu, 19 Nov 2026 02:00:00 GMT", 90.0),
    ("their clock is a day before ours", "Sat, 21 Nov 2026 02:01:30 GMT", "Sat, 21 Nov 2026 02:00:00 GMT", 90.0),
    ("seconds need no clock", "90", "Sat, 21 Nov 2026 02:00:00 GMT", 90.0),
    ("no readable Date: ours", "Fri, 20 Nov 2026 02:01:30 GMT", "today", 90.0),
    ("a long Date: ours", "Fri, 20 Nov 2026 02:01:30 GMT", "Sat, 21 Nov 2026 02:00:00 GMT" + " " * 60, 90.0),
]


@pytest.mark.parametrize(
    ("value", "date", "expected"), [row[1:] for row in OF_THEIR_CLOCK], ids=[row[0] for row in OF_THEIR_CLOCK]
)
def test_a_date_is_one_of_the_servers_clock(value: str, date: str, expected: float) -> None:
    assert retry_after(value, NOW, date) == expected
