"""Draining what is due: one feeder that leases a little ahead, and many tasks that each carry one item through."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")

# How often to look, while there is room, for what came due in the meantime: nothing new waits for a slow call.
LOOK_SECONDS = 0.1


class Drain(Generic[Item]):
    """Handles what `take(most)` leases until it gives nothing or `go_on` says no; what was begun is always finished.

    An error that `handle` lets through ends the draining, after the calls in flight have finished.
    """

    def __init__(
        self,
        take: Callable[[int], Awaitable[Sequence[Item]]],
        handle: Callable[[Item], Awaitable[None]],
        *,
        concurrency: int,
        go_on: Callable[[], bool],
    ) -> None:
        self._take, self._handle, self._concurrency, self._go_on = take, handle, concurrency, go_on
        self._reserve = max(1, concurrency // 8)
        self._ahead: deque[Item] = deque()
        self._running: set[asyncio.Future[None]] = set()
        self._changed = asyncio.Event()
        self._errors: list[BaseException] = []
        self.handled = 0

    async def run(self) -> int:
        """How many were handled."""
        while not self._errors and self._go_on():
            if not await self._feed() and not self._running:
                break
            await self._wait()
        while self._running:
            await asyncio.wait(self._running)
        if self._errors:
            raise self._errors[0]
        return self.handled

    async def _feed(self) -> int:
        want = self._concurrency + self._reserve - len(self._running) - len(self._ahead)
        try:
            items = await self._take(want) if want >= self._reserve else ()
        except Exception as error:  # noqa: BLE001 - raised by `run`, when the calls in flight have finished
            self._errors.append(error)
            return 0
        self._ahead.extend(items)
        self._start()
        return len(items)

    async def _wait(self) -> None:
        room = len(self._running) < self._concurrency
        self._changed.clear()
        try:
            await asyncio.wait_for(self._changed.wait(), LOOK_SECONDS if room else None)
        except TimeoutError:
            return

    def _start(self) -> None:
        while self._ahead and len(self._running) < self._concurrency and not self._errors:
            task = asyncio.ensure_future(self._handle(self._ahead.popleft()))
            self._running.add(task)
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Future[None]) -> None:
        self._running.discard(task)
        self.handled += 1
        if not task.cancelled() and (error := task.exception()):
            self._errors.append(error)
        self._start()
        self._changed.set()
