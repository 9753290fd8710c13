"""When to try again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forwarder.schedule import LONGEST_SECONDS, delay, hold_ms, poll_delay

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
