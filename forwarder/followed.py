"""Asks a central system that does not call back how its cases stand: 1, 2, 4 … 128 days after the last change, sooner
where it says when it means to be done, then no more."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from redis.exceptions import RedisError

from forwarder import offshoots, schedule
from forwarder.central import Central, CentralError, Progress, Rejected, Unavailable
from forwarder.ledger import Ledger
from forwarder.news import News, hear
from forwarder.patience import Patience
from forwarder.redis_server import failure, text
from forwarder.switches import FORWARD, heed
from forwarder.there import feels

log = structlog.get_logger("news")


@dataclass(frozen=True, slots=True)
class Question:
    """How does this case stand? `status` is known since `at_ms`, "" for nothing yet; `heard`: by this ledger itself,
    which has told who waits for it; else a journal brought it back. `times`: it was asked so often since the last
    change, this time included."""

    id: str
    national: str
    status: str
    at_ms: int
    heard: bool
    times: int = 1


def wants(central: Central) -> bool:
    """Whether a status is only had by asking for it."""
    return central.can.status and not central.can.callbacks


async def due(ledger: Ledger) -> bool:
    """Whether it is time to ask about one, and none was a moment ago. Raise `LedgerAway`."""
    return await offshoots.due(ledger, "news") and not await _asked_just_now(ledger)


async def _asked_just_now(ledger: Ledger) -> bool:
    try:
        return bool(await ledger.redis.exists(ledger.key("asking")))
    except RedisError as error:
        raise failure(error) from error


@dataclass(frozen=True)
class Asking:
    """`told`: statuses that citizens hear of. `minute`: no more are asked about in one, by all workers together."""

    ledger: Ledger
    central: Central
    told: frozenset[str]
    answers_due: Callable[[], None] = lambda: None
    patience: Patience = field(default_factory=Patience)
    clock: Callable[[], float] = time.time
    minute: int = 120

    async def take(self, most: int) -> list[Question]:
        """Also what is followed since before it called back: nobody may have told of that."""
        can = self.central.can
        await heed(self.ledger, self.patience, {FORWARD: self.central.name})
        many, within = schedule.per_window(self.minute) if can.status else (0, 0)
        (rows,) = await self.ledger.run_many([("news_lease", (most, int(feels(can)), many, within))])
        return [
            Question(text(name), text(national), text(status), int(at), bool(event), int(times))
            for name, national, status, at, event, times in rows
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
        await self._answered(question, progress)
        if progress is not None and not (question.heard and progress.status == question.status):
            await self._hear(question, progress)

    async def _failed(self, question: Question, failed: CentralError) -> None:
        after = failed.after if isinstance(failed, Unavailable) else None
        self.patience.asked(self.central.name, after)
        refused = isinstance(failed, Rejected)
        hold = 0 if refused else schedule.hold_ms(after)
        await self._came(question, hold, str(failed)[:200], again=not refused)

    async def _answered(self, question: Question, progress: Progress | None) -> None:
        if progress is None:
            await self._came(question)
            return
        times = 1 if question.status not in ("", progress.status) else question.times
        expected = progress.expected.timestamp() - self.clock() if progress.expected else None
        after = schedule.status_delay(times, progress.status, expected)
        await self._came(question, times=times, next_ms=int(after * 1000))

    async def _came(
        self,
        question: Question,
        hold: int = 0,
        why: str = "",
        put_off: int = 0,
        *,
        again: bool = False,
        times: int = 0,
        next_ms: int = 0,
    ) -> None:
        args = (question.id, hold, why, put_off, int(again), times, next_ms)
        await self.ledger.run_many([("news_asked", args)])

    async def _hear(self, question: Question, progress: Progress) -> None:
        """A status that comes back is another event; one that a journal told of is the same one still."""
        known = progress.status == question.status
        at = question.at_ms if known else max(int(self.clock() * 1000), question.at_ms + 1)
        event, tell = f"poll-{progress.status}-{at}", progress.status in self.told
        if await hear(self.ledger, News(question.id, "progress", event, progress.status, at, tell)):
            self.answers_due()
