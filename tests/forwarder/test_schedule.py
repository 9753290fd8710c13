"""When to try again."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forwarder.callback import Status
from forwarder.schedule import (
    LONGEST_SECONDS,
    STATUS_LEAST_SECONDS,
    delay,
    hold_ms,
    per_window,
    poll_delay,
    status_delay,
)

attempts = st.integers(min_value=-3, max_value=10_000)
chances = st.floats(min_value=0, max_value=1, exclude_max=True)


@given(attempts, chances)
def test_a_delay_is_bounded_and_spread_over_its_upper_half(attempt: int, chance: float) -> None:
    longest = min(LONGEST_SECONDS, 2.0 ** min(max(attempt, 1) - 1, 30))
    assert longest / 2 <= delay(attempt, chance) <= longest


@given(attempts, chances, st.floats(min_value=0, max_value=86_400))
def test_what_was_asked_for_is_never_undercut(attempt: int, chance: float, asked: float) -> None:
    assert delay(attempt, chance, asked) >= asked


@given(attempts, chances)
def test_later_attempts_never_wait_less(attempt: int, chance: float) -> None:
    assert delay(attempt + 1, chance) >= delay(attempt, chance)


@given(st.floats(min_value=0, max_value=1e9), st.floats(min_value=0, max_value=1e9))
def test_polling_slows_down_within_its_bounds(waited: float, more: float) -> None:
    assert 1.0 <= poll_delay(waited) <= poll_delay(waited + more) <= 900.0


@pytest.mark.parametrize(
    ("asked", "expected"), [(None, -1), (0.0, -1), (0.0001, 1), (7.0, 7000), (86_400.0, 86_400_000)]
)
def test_no_time_at_all_is_left_to_the_breaker(asked: float | None, expected: int) -> None:
    assert hold_ms(asked) == expected


DAY = 86_400.0
times = st.integers(min_value=-3, max_value=10_000)
statuses = st.sampled_from(["", *get_args(Status)])
expected = st.none() | st.floats(min_value=-1e9, max_value=1e9)


@given(times, statuses, expected)
def test_a_case_is_asked_about_within_bounds(asked: int, status: str, due: float | None) -> None:
    assert STATUS_LEAST_SECONDS <= status_delay(asked, status, due) <= 128 * DAY


@given(times, statuses, expected)
def test_the_longer_nothing_changed_the_more_seldom(asked: int, status: str, due: float | None) -> None:
    assert status_delay(asked + 1, status, due) >= status_delay(asked, status, due)


@given(times, statuses, st.floats(min_value=0, max_value=1e9))
def test_a_promise_is_looked_at_within_the_hour_and_never_later_than_without_one(
    asked: int, status: str, due: float
) -> None:
    told = status_delay(asked, status, due)
    assert told <= status_delay(asked, status)
    assert told <= due + STATUS_LEAST_SECONDS
    assert told == status_delay(asked, status) or told >= due


@pytest.mark.parametrize(
    ("asked", "status", "due", "days"),
    [
        (1, "", None, 1),
        (3, "diproses", None, 4),
        (8, "diproses", None, 128),
        (1, "tunda", None, 4),
        (8, "tunda", None, 128),
        (1, "diproses", 10 * DAY, 1),
        (6, "diproses", 2 * DAY, 2 + 1 / 24),
        (6, "diproses", -5.0, 32),
    ],
)
def test_what_a_case_waits(asked: int, status: str, due: float | None, days: float) -> None:
    assert status_delay(asked, status, due) == days * DAY


@given(st.integers(min_value=1, max_value=60_000))
def test_no_more_a_minute_than_was_said(minute: int) -> None:
    most, within = per_window(minute)
    assert most >= 1
    assert within >= 5_000
    assert most * 60_000 <= minute * within
    assert most * 60_000 > 0.99 * minute * (within - 1)
