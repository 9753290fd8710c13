"""Jobs of one event loop on their way to the writer: one batch is under way, the next one gathers, without a timer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from gateway.journal_writer import Job, Writer

# So many do not wait for more: they are committed while the event loop works on the next ones. A commit costs much of
# its own: with half as many in a batch accepting was a third slower (64 connections).
_ENOUGH = 64
# A request on its way through aiohttp takes three rounds of the event loop, and not all come at once.
_QUIET_ROUNDS = 6


@dataclass(eq=False)
class Gathering:
    """Hands over as soon as the event loop has nothing more to add. Each commit costs the same however much is in it,
    so on a busy core waiting for a few more rounds of the loop (microseconds) makes batches several times as large."""

    loop: asyncio.AbstractEventLoop
    writer: Writer
    _jobs: list[Job] = field(default_factory=list)
    _seen: int = 0
    _quiet: int = 0
    _watching: bool = False
    _under_way: bool = False

    def add(self, job: Job) -> None:
        self._jobs.append(job)
        if not self._watching and not self._under_way:
            self._watch()

    def settled(self) -> None:
        """The batch under way was answered."""
        self._under_way = False
        if self._jobs and not self._watching:
            self._watch()

    def flush(self) -> None:
        """Hand over what there is, now."""
        jobs, self._jobs = self._jobs, []
        self._seen = 0
        if jobs:
            self._under_way = True
            self.writer.hand_over(jobs, self.loop, self.settled)

    def _watch(self) -> None:
        self._watching, self._quiet = True, 0
        self.loop.call_soon(self._look)

    def _look(self) -> None:
        count = len(self._jobs)
        self._quiet = self._quiet + 1 if count == self._seen else 0
        self._seen = count
        if self._quiet < _QUIET_ROUNDS and count < _ENOUGH:
            self.loop.call_soon(self._look)
            return
        self._watching = False
        self.flush()
