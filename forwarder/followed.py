"""Asks a central system that does not call back how its cases stand: after 1, 2, 4 … 128 days, then no more."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from forwarder import offshoots, schedule
from forwarder.central import Central, CentralError, Progress, Rejected, Unavailable
from forwarder.ledger import Ledger
from forwarder.news import News, hear
from forwarder.patience import Patience
from forwarder.redis_server import text
from forwarder.switches import FORWARD, heed
from forwarder.there import feels

log = structlog.get_logger("news")


@dataclass(frozen=True, slots=True)
class Question:
    """How does this case stand? `status` is known since `at_ms`, "" for nothing yet; `heard`: by this ledger itself,
    which has told who waits for it; else a journal brought it back."""

    id: str
    national: str
    status: str
    at_ms: int
    heard: bool


def wants(central: Central) -> bool:
    """Whether a status is only had by asking for it."""
    return central.can.status and not central.can.callbacks


async def follow(ledger: Ledger, complaint: str) -> None:
    """From tomorrow on the central system is asked how it stands. Raise `LedgerAway`, `LedgerLost`."""
    await ledger.run_many([("news_follow", (complaint,))])


async def due(ledger: Ledger) -> bool:
    """Whether it is time to ask about one. Raise `LedgerAway`."""
    return await offshoots.due(ledger, "news")


@dataclass(frozen=True)
class Asking:
    """`told`: statuses that citizens hear of."""

    ledger: Ledger
    central: Central
    told: frozenset[str]
    answers_due: Callable[[], None] = lambda: None
    patience: Patience = field(default_factory=Patience)
    clock: Callable[[], float] = time.time

    async def take(self, most: int) -> list[Question]:
        if not wants(self.central):
            return []
        await heed(self.ledger, self.patience, {FORWARD: self.central.name})
        (rows,) = await self.ledger.run_many([("news_lease", (most, int(feels(self.central.can))))])
        return [
            Question(text(name), text(national), text(status), int(at), bool(event))
            for name, national, status, at, event in rows
        ]

    async def handle(self, question: Question) -> None:
        """One that fails is asked again in an eighth of the time to the next, three times; what is refused, when it is
        time for the next. Raise `LedgerLost` or `LedgerAway`."""
        if left := self.patience.left_ms(self.central.name):
            await self._came(question, put_off=left)
            return
        try:
            progress = await self.central.status(question.id, question.national)
        except CentralError as failed:
            log.warning("status_not_told", why=str(failed)[:200])
            await self._failed(question, failed)
            return
        await self._came(question)
        if progress is not None and not (question.heard and progress.status == question.status):
            await self._hear(question, progress)

    async def _failed(self, question: Question, failed: CentralError) -> None:
        after = failed.after if isinstance(failed, Unavailable) else None
        self.patience.asked(self.central.name, after)
        refused = isinstance(failed, Rejected)
        hold = 0 if refused else schedule.hold_ms(after)
        await self._came(question, hold, str(failed)[:200], again=not refused)

    async def _came(
        self, question: Question, hold: int = 0, why: str = "", put_off: int = 0, *, again: bool = False
    ) -> None:
        await self.ledger.run_many([("news_asked", (question.id, hold, why, put_off, int(again)))])

    async def _hear(self, question: Question, progress: Progress) -> None:
        """A status that comes back is another event; one that a journal told of is the same one still."""
        known = progress.status == question.status
        at = question.at_ms if known else max(int(self.clock() * 1000), question.at_ms + 1)
        event, tell = f"poll-{progress.status}-{at}", progress.status in self.told
        if await hear(self.ledger, News(question.id, "progress", event, progress.status, at, tell)):
            self.answers_due()
