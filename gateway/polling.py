"""Asks a channel for its messages again and again; what the journal does not hold yet is asked for again."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Protocol

import structlog

from channels.abilities import Polling
from channels.base import SendFailed
from gateway.inbox import JournalError
from gateway.journal import Journal
from gateway.journal_reader import JournalReader
from normalizer.schema import Raw

_log = structlog.get_logger(__name__)

# Telegram numbers updates anew, at random, after a week without any (https://core.telegram.org/bots/api#update): an
# old offset would then confirm, and so lose, what has a smaller number. Asking without one costs only repeats, which
# the journal knows by their delivery keys.
_STALE = timedelta(days=5)
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 60.0


class Offsets(Protocol):
    """Where the place in the queue is kept: a line of text beside the journal."""

    async def load(self) -> str: ...

    async def save(self, text: str) -> None: ...


@dataclass(frozen=True, eq=False)
class JournalOffsets:
    """In the journal's own meta table. `key` names the account that is polled: another bot counts on its own."""

    journal: Journal = field(repr=False)
    reader: JournalReader = field(repr=False)
    key: str

    async def load(self) -> str:
        return self.reader.meta(self.key) or ""

    async def save(self, text: str) -> None:
        await self.journal.set_meta(self.key, text)


class Place(NamedTuple):
    """The next update to ask for, and when we learned it."""

    offset: int
    at: datetime

    def fresh(self, now: datetime) -> int:
        return self.offset if abs(now - self.at) < _STALE else 0

    def __str__(self) -> str:
        return f"{self.offset}@{int(self.at.timestamp())}"

    @classmethod
    def parse(cls, text: str) -> Place:
        """What cannot be read is as good as nothing: the oldest unconfirmed update comes first."""
        offset, _, at = text.partition("@")
        try:
            return cls(int(offset), datetime.fromtimestamp(int(at), UTC))
        except (ValueError, OverflowError, OSError):
            return cls(0, datetime.min.replace(tzinfo=UTC))


Accept = Callable[[Raw], Awaitable[object]]
Clock = Callable[[], datetime]


def _nobody() -> bool:
    """Who polls alone knows of nobody who would stop."""
    return False


async def poll_forever(
    channel: Polling,
    accept: Accept,
    offsets: Offsets,
    *,
    now: Clock = lambda: datetime.now(UTC),
    another_polls: Callable[[], bool] = _nobody,
) -> None:
    """Until cancelled. The place moves on only when every update of a round is accepted; `accept` may be called again
    with the same update, and deduplicates. Troubles are logged without a word of what was sent. another_polls: called
    when somebody else asks for the same account, and says whether they will stop in a moment."""
    place, pause = Place.parse(await offsets.load()), _FIRST_PAUSE
    while True:
        try:
            place = await _round(channel, accept, offsets, place, now)
        except SendFailed as failed:
            told, reason = failed.after, failed.reason
            if channel.another_polls(failed.code) and another_polls():
                told = None
        except JournalError as error:
            told, reason = None, str(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the updates are not in the journal: ask again
            told, reason = None, type(error).__name__
        else:
            pause = _FIRST_PAUSE
            continue
        seconds = waiting(told, pause)
        pause = min(2 * pause, _LONGEST_PAUSE)
        _log.warning("polling_paused", reason=reason, seconds=round(seconds, 1))
        await asyncio.sleep(seconds)


async def _round(channel: Polling, accept: Accept, offsets: Offsets, place: Place, now: Clock) -> Place:
    asked = place.fresh(now())
    raws, offset = await channel.poll(asked)
    if not raws:
        return place
    # Together, so that one commit holds them all; every one ends before the first error is told.
    kept = await asyncio.gather(*(accept(raw) for raw in raws), return_exceptions=True)
    for error in kept:
        if isinstance(error, BaseException):
            raise error
    if offset <= asked:
        raise SendFailed("The updates have no numbers, so the same ones would come again at once")
    place = Place(offset, now())
    await offsets.save(str(place))
    return place


def waiting(told: float | None, pause: float) -> float:
    """Seconds to the next try: never less than told, and spread so that two who wait do not meet again."""
    if told is not None:
        return told + random.uniform(0, min(told, _LONGEST_PAUSE) / 4)  # noqa: S311 - no secret
    return random.uniform(pause / 2, pause)  # noqa: S311
