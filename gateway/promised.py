"""Whose deadline is at risk or over: complaints without a number, and what deadlines are counted by."""

from __future__ import annotations

from dataclasses import dataclass
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


async def lines(ledger: Ledger, calendar: Calendar, now: datetime) -> list[Line]:
    """Every complaint without a number, the oldest first. Raise `LedgerAway` or `LedgerLost`."""
    found = {one.id: one async for one in unnumbered(ledger, int(now.timestamp() * 1000))}
    oldest = sorted(found.values(), key=lambda one: (one.received_ms, one.id))
    return [Line(one, calendar.due(one), calendar.risk(one, now)) for one in oldest]
