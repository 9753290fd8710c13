"""How `satupintu run` hears that it shall end: the first signal asks politely, the next one insists."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

from gateway.ending import end

_T = TypeVar("_T")
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Stopping:
    """`by` is the signal that came, None as long as none did."""

    by: signal.Signals | None = None
    _asked: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    @classmethod
    def listen(cls) -> Stopping:
        """From now on, in this loop and task. A SIGHUP that is ignored (nohup) stays so."""
        stopping, task = cls(), asyncio.current_task()

        def heard(number: signal.Signals) -> None:
            if stopping.by is not None and task is not None:
                task.cancel()  # asked twice: what is left is ended at once
            stopping.by = stopping.by or number
            stopping._asked.set()

        for number in SIGNALS:
            # A script's `&` has INT ignored, too, and does not mean it.
            if number is not signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
                asyncio.get_running_loop().add_signal_handler(number, heard, number)
        return stopping

    async def wait(self) -> None:
        await self._asked.wait()

    async def unless(self, work: Coroutine[Any, Any, _T]) -> _T | None:
        """What `work` gives; None when a signal came first, after it was cancelled."""
        doing, asked = asyncio.ensure_future(work), asyncio.ensure_future(self._asked.wait())
        try:
            await asyncio.wait([doing, asked], return_when=asyncio.FIRST_COMPLETED)
            if doing.done():
                return doing.result()
            return None
        finally:
            await end([doing, asked])
