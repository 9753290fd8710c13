"""Working days in Indonesia, and what an operator's own calendar may say."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forwarder import holidays
from forwarder.deadlines import Risk, away_ms, due, is_working, risk
from forwarder.holidays import BadHolidays, read_own, shipped

WIB, WIT = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Jayapura")
DAYS = shipped()
FIRST, SECONDS = datetime(2025, 1, 1, tzinfo=UTC), 1030 * 86_400
moments = st.integers(0, SECONDS).map(lambda after: FIRST + timedelta(seconds=after))


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


# label, received (WIB), working days, the last day of the deadline
ROWS: list[tuple[str, datetime, int, date]] = [
    ("a plain Monday", wib("2026-11-02 09:00"), 3, date(2026, 11, 5)),
    ("late on Monday is Monday", wib("2026-11-02 23:59"), 3, date(2026, 11, 5)),
    ("over a week-end", wib("2026-11-05 09:00"), 3, date(2026, 11, 10)),
    ("on a Saturday", wib("2026-11-07 09:00"), 1, date(2026, 11, 9)),
    ("on a Sunday", wib("2026-11-08 09:00"), 3, date(2026, 11, 11)),
    ("before Idulfitri 2026: Nyepi and joint leave in one row", wib("2026-03-17 09:00"), 3, date(2026, 3, 27)),
    ("before Idulfitri 2025", wib("2025-03-27 09:00"), 1, date(2025, 4, 8)),
    ("over the day after independence 2025, decreed in August", wib("2025-08-15 09:00"), 1, date(2025, 8, 19)),
    ("Christmas 2026 with joint leave", wib("2026-12-23 09:00"), 1, date(2026, 12, 28)),
    ("over New Year", wib("2026-12-31 09:00"), 1, date(2027, 1, 4)),
    ("Idulfitri 2027 is not decreed here: told too early", wib("2027-03-09 09:00"), 1, date(2027, 3, 10)),
    ("ten days", wib("2026-11-02 09:00"), 10, date(2026, 11, 16)),
]


@pytest.mark.parametrize(("received", "days", "last"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_deadline_ends_with_its_last_working_day(received: datetime, days: int, last: date) -> None:
    end = due(received, days, DAYS, WIB)
    assert end == datetime(last.year, last.month, last.day, tzinfo=WIB) + timedelta(days=1)


def test_the_day_is_that_of_the_zone() -> None:
    """23:30 on Monday in Jakarta is Tuesday in Jayapura."""
    received = wib("2026-11-02 23:30")
    assert due(received, 1, DAYS, WIB).date() == date(2026, 11, 4)
    assert due(received, 1, DAYS, WIT).date() == date(2026, 11, 5)


@given(moments, st.integers(0, 60))
def test_a_longer_deadline_is_later_and_ends_behind_a_working_day(received: datetime, days: int) -> None:
    end, next_end = due(received, days, DAYS, WIB), due(received, days + 1, DAYS, WIB)
    assert received < end < next_end
    assert is_working(next_end.date() - timedelta(days=1), DAYS)


@given(moments, moments, st.integers(1, 30))
def test_who_came_later_is_never_due_earlier(one: datetime, other: datetime, days: int) -> None:
    first, last = sorted((one, other))
    assert due(first, days, DAYS, WIB) <= due(last, days, DAYS, WIB)


@given(moments, st.integers(1, 10), st.integers(0, 5), st.integers(0, 60))
def test_a_deadline_only_gets_worse(received: datetime, days: int, warn: int, hours: int) -> None:
    order = list(Risk)
    now = received + timedelta(hours=hours)
    before, after = (risk(received, days, warn, at, DAYS, WIB) for at in (now, now + timedelta(hours=24)))
    assert order.index(before) <= order.index(after)


RISKS = [
    ("the day before", wib("2026-11-04 23:59"), Risk.IN_TIME),
    ("its last day", wib("2026-11-05 00:00"), Risk.AT_RISK),
    ("its last minute", wib("2026-11-05 23:59"), Risk.AT_RISK),
    ("over", wib("2026-11-06 00:00"), Risk.LATE),
]


@pytest.mark.parametrize(("now", "stands"), [row[1:] for row in RISKS], ids=[row[0] for row in RISKS])
def test_it_is_at_risk_on_its_last_working_day(now: datetime, stands: Risk) -> None:
    received = wib("2026-11-02 09:00")
    assert risk(received, 3, 1, now, DAYS, WIB) is stands


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(1, 100)), max_size=8), st.integers(0, 900))
def test_outages_count_only_while_it_waited(gaps: list[tuple[int, int]], since: int) -> None:
    outages, at = [], 0
    for gap, length in gaps:
        outages.append((at + gap, at + gap + length))
        at += gap + length
    until = since + 200
    down = sum(1 for moment in range(since, until) if any(begun <= moment < till for begun, till in outages))
    assert away_ms(outages, since, until) == down


# -- the calendar --------------------------------------------------------------------------------------------------


def test_the_catalogue_names_three_years_and_says_which_are_decreed() -> None:
    assert {day.year for day in DAYS.days} == {2025, 2026, 2027}
    assert DAYS.decreed == {2025, 2026}
    assert not set(DAYS.expected) & set(DAYS.days)
    for fixed in ((1, 1), (5, 1), (6, 1), (8, 17), (12, 25)):
        assert all(date(year, *fixed) in DAYS for year in (2025, 2026, 2027)), fixed


@pytest.mark.parametrize(("year", "count"), [(2025, 17 + 11), (2026, 17 + 8)])
def test_a_decreed_year_has_as_many_days_as_its_decree(year: int, count: int) -> None:
    assert sum(day.year == year for day in DAYS.days) == count


def test_an_operators_own_days_are_days_off(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[2026]\nholidays = [[2026-11-03, "Hari jadi kabupaten"]]\n[2027]\njoint_leave = [[2027-03-09, "x"]]\n'
    )
    days = holidays.of(own)
    assert {date(2026, 11, 3), date(2027, 3, 9), date(2026, 12, 25)} <= set(days.days)
    assert due(wib("2026-11-02 09:00"), 3, days, WIB).date() == date(2026, 11, 7)


BAD = [
    ("no TOML", "[2026"),
    ("no year", '[soon]\nholidays = [[2026-11-03, "x"]]'),
    ("another key", "[2026]\nfeasts = []"),
    ("a day of another year", '[2026]\nholidays = [[2027-11-03, "x"]]'),
    ("no name", "[2026]\nholidays = [[2026-11-03]]"),
    ("no date", '[2026]\nholidays = [["3 November", "x"]]'),
]


@pytest.mark.parametrize("text", [row[1] for row in BAD], ids=[row[0] for row in BAD])
def test_a_calendar_that_is_wrong_says_where(tmp_path: Path, text: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text)
    with pytest.raises(BadHolidays, match=r"own\.toml"):
        read_own(own)


def test_a_calendar_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadHolidays, match=r"missing\.toml"):
        holidays.of(tmp_path / "missing.toml")
