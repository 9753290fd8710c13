"""Reminders of deadlines: a line in the log for each complaint that comes at risk or late, and how many there are."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog
from redis.asyncio import Redis

from forwarder import epoch
from forwarder.deadlines import Risk
from gateway.log import describe
from gateway.metrics import Reading
from gateway.promised import Calendar, Oldest, lines
from gateway.settings import Settings
from gateway.wiring_ledger import make_ledger

log = structlog.get_logger("deadlines")

EVERY_SECONDS = 600.0
# One look names so many; `satupintu complaints delayed` names all.
MOST_NAMED = 20


@dataclass(eq=False)
class Reminders:
    """Looks every ten minutes. Each complaint is named once for each way it stands, by its id: no number, no words."""

    settings: Settings
    redis: Redis
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    counts: Mapping[str, float] = field(default_factory=dict)
    _told: dict[str, Risk] = field(default_factory=dict)

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.look()
            except Exception as away:  # noqa: BLE001 - whoever only reminds must not end the process that takes mail
                log.warning("deadlines_not_looked_at", why=describe(away))
            await asyncio.sleep(EVERY_SECONDS)

    async def look(self) -> None:
        """Raise `LedgerAway` or `LedgerLost`."""
        name = await epoch.current(self.redis)
        if not name:
            return
        told, fresh = dict[str, Risk](), Oldest(MOST_NAMED)
        async for line in lines(make_ledger(self.settings, self.redis, name), Calendar.of(self.settings), self.now()):
            if line.risk is not Risk.IN_TIME:
                told[line.one.id] = line.risk
                if self._told.get(line.one.id) is not line.risk:
                    fresh.add(line)
        counts = Counter(told.values())
        self.counts = {str(risk): float(counts[risk]) for risk in (Risk.AT_RISK, Risk.LATE)}
        self._name(fresh)
        self._told = told

    def _name(self, fresh: Oldest) -> None:
        for line in fresh.lines():
            about = {"item": line.one.id, "state": line.one.state, "due": line.due.isoformat()}
            log.warning("deadline", stands=str(line.risk), away_minutes=line.one.away_ms // 60_000, **about)
        if fresh.shown > MOST_NAMED:
            log.warning("deadlines", more=fresh.shown - MOST_NAMED, see="satupintu complaints delayed")


def reminder_readings(reminders: Reminders) -> list[Reading]:
    return [
        Reading(
            "satupintu_deadlines",
            "Complaints without a number whose deadline is at risk or over",
            lambda: reminders.counts,
            "stands",
        )
    ]
