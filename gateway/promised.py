"""Whose deadline is at risk or over: complaints without a number, and what deadlines are counted by."""

from __future__ import annotations

import heapq
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from forwarder import holidays
from forwarder.deadlines import Deadlines, Risk, due, risk
from forwarder.delayed import Unnumbered, unnumbered
from forwarder.holidays import Holidays
from forwarder.ledger import Ledger
from gateway.settings import Settings

MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Calendar:
    """What deadlines are counted by."""

    deadlines: Deadlines
    holidays: Holidays
    zone: ZoneInfo

    @classmethod
    def of(cls, settings: Settings) -> Calendar:
        return cls(settings.deadlines, holidays.of(settings.holidays_file), ZoneInfo(settings.timezone))

    def due(self, one: Unnumbered) -> datetime:
        since, days = self._clock(one)
        return due(since, days, self.holidays, self.zone)

    def risk(self, one: Unnumbered, now: datetime) -> Risk:
        since, days = self._clock(one)
        return risk(since, days, self.deadlines.warn, now, self.holidays, self.zone)

    def _clock(self, one: Unnumbered) -> tuple[datetime, int]:
        """It must be at the central system within one deadline; there it must have its number within the other."""
        if one.state == "waiting":
            return _moment(one.taken_ms or one.received_ms), self.deadlines.answer
        return _moment(one.received_ms), self.deadlines.forward


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


@dataclass(frozen=True, slots=True)
class Line:
    one: Unnumbered
    due: datetime
    risk: Risk

    @property
    def told(self) -> bool:
        """Whether it belongs into the report without being asked for."""
        return self.risk is not Risk.IN_TIME or self.one.away_ms >= MINUTE_MS


async def lines(ledger: Ledger, calendar: Calendar, now: datetime) -> AsyncIterator[Line]:
    """Every complaint without a number, in no order. Raise `LedgerAway` or `LedgerLost`."""
    async for one in unnumbered(ledger, int(now.timestamp() * 1000)):
        yield Line(one, calendar.due(one), calendar.risk(one, now))


@dataclass(frozen=True, slots=True)
class _Kept:
    """The youngest stands first in a heap of these."""

    line: Line

    def __lt__(self, other: _Kept) -> bool:
        return _age(self.line) > _age(other.line)


@dataclass(eq=False)
class Oldest:
    """The `most` that came in first, of however many are shown to it; `shown` counts them."""

    most: int
    shown: int = 0
    _kept: list[_Kept] = field(default_factory=list, repr=False)

    def add(self, line: Line) -> None:
        self.shown += 1
        if len(self._kept) < self.most:
            heapq.heappush(self._kept, _Kept(line))
        else:
            heapq.heappushpop(self._kept, _Kept(line))

    def lines(self) -> list[Line]:
        return sorted((kept.line for kept in self._kept), key=_age)


def _age(line: Line) -> tuple[int, str]:
    return line.one.received_ms, line.one.id
