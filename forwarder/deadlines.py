"""Deadlines in working days, counted from when we first received a complaint: pure arithmetic over a calendar.

What the public was promised of LAPOR! (PermenPANRB 62/2018, since replaced by 5/2025): passed on within 3 working days,
answered within 5, closed 10 after a follow-up to which nobody reacted. Every one is a setting.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

_SATURDAY = 5


class Risk(StrEnum):
    """How a deadline stands."""

    IN_TIME = "in time"
    AT_RISK = "at risk"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Working days; `warn`: so many before the end of one it is at risk."""

    forward: int = 3
    answer: int = 5
    close: int = 10
    warn: int = 1


def is_working(day: date, holidays: Container[date]) -> bool:
    return day.weekday() < _SATURDAY and day not in holidays


def due(received: datetime, working_days: int, holidays: Container[date], zone: ZoneInfo) -> datetime:
    """When the `working_days`-th working day behind the day of `received` is over: midnight in `zone`. The day itself
    does not count, whatever the hour; 0 is its own end."""
    day, left = received.astimezone(zone).date(), working_days
    while left > 0:
        day += timedelta(days=1)
        left -= is_working(day, holidays)
    return datetime.combine(day + timedelta(days=1), time(), zone)


def risk(
    received: datetime, working_days: int, warn: int, now: datetime, holidays: Container[date], zone: ZoneInfo
) -> Risk:
    """At risk in the last `warn` working days before the deadline."""
    if now >= due(received, working_days, holidays, zone):
        return Risk.LATE
    if now >= due(received, max(0, working_days - warn), holidays, zone):
        return Risk.AT_RISK
    return Risk.IN_TIME


def away_ms(outages: list[tuple[int, int]], since: int, until: int) -> int:
    """For how long (ms) the central system was away between two moments; `outages` do not overlap."""
    return sum(max(0, min(till, until) - max(begun, since)) for begun, till in outages)
