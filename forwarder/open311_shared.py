"""One list for all who look something up at the same time: after a lost ledger, hundreds do, and each list is long."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from forwarder.open311_answer import Entry

Ask = Callable[[datetime, datetime], Awaitable[list[Entry]]]
_Window = tuple[datetime, datetime]
_Reading = asyncio.Task[list[Entry]]


def whole_days(start: datetime, end: datetime) -> _Window:
    """Around both, so that those who look for what came in on one day ask for the same list."""
    first, last = (one.replace(hour=0, minute=0, second=0, microsecond=0) for one in (start, end))
    return first, last if last == end else last + timedelta(days=1)


@dataclass(eq=False)
class Shared:
    """What is read began after whoever gets it asked: they may have waited for a case to show. A list that is being
    read is waited for, and those who asked meanwhile share the next one; if it fails, they are told so and nobody asks
    again: it may want patience."""

    ask: Ask
    _running: dict[_Window, _Reading] = field(default_factory=dict)
    _next: dict[_Window, _Reading] = field(default_factory=dict)

    async def between(self, start: datetime, end: datetime) -> list[Entry]:
        """Raise as `ask` does."""
        window = (start, end)
        running = self._running.get(window)
        reading = self._next.get(window) if running else None
        if reading is None:
            reading = asyncio.create_task(self._read(window, running))
            (self._next if running else self._running)[window] = reading
            reading.add_done_callback(_heard)
        # Who has waited long enough leaves; the others go on.
        return await asyncio.shield(reading)

    async def _read(self, window: _Window, before: _Reading | None) -> list[Entry]:
        try:
            if before is not None:
                await before
                self._running[window] = self._next.pop(window)
            return await self.ask(*window)
        finally:
            for readings in (self._running, self._next):
                if readings.get(window) is asyncio.current_task():
                    del readings[window]

    async def close(self) -> None:
        """Nobody waits any more."""
        left = [*self._running.values(), *self._next.values()]
        for reading in left:
            reading.cancel()
        await asyncio.gather(*left, return_exceptions=True)


def _heard(reading: _Reading) -> None:
    """All who waited may have left by now."""
    if not reading.cancelled():
        reading.exception()
