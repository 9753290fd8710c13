"""Child processes that are started again when they die, and stopped together."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

log = structlog.get_logger("supervise")

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
# A child that lived this long had a good start: the next pause is short again.
SETTLED_SECONDS = 60.0


@dataclass(eq=False)
class Children:
    """`program` with each role of `wanted` behind it, kept running until `stop`.

    grace: seconds between SIGTERM and SIGKILL.
    """

    wanted: Sequence[str]
    grace: float
    program: Sequence[str] = (sys.executable, "-m", "gateway.processes")
    _pids: dict[int, int] = field(default_factory=dict)
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Until `stop` is called and all have ended."""
        await asyncio.gather(*(self._keep(place, role) for place, role in enumerate(self.wanted)))

    def stop(self) -> None:
        """Ask all to end."""
        self._stopping.set()

    @property
    def alive(self) -> bool:
        """Whether every one of them runs now."""
        return len(self._pids) == len(self.wanted)

    @property
    def pids(self) -> list[int]:
        return list(self._pids.values())

    async def _keep(self, place: int, role: str) -> None:
        pause = FIRST_PAUSE_SECONDS
        loop = asyncio.get_running_loop()
        while not self._stopping.is_set():
            started = loop.time()
            code = await self._once(place, role)
            if self._stopping.is_set():
                return
            log.error("child_ended", child=role, status=code, again_in=pause)
            await self._rest(pause)
            settled = loop.time() - started > SETTLED_SECONDS
            pause = FIRST_PAUSE_SECONDS if settled else min(LONGEST_PAUSE_SECONDS, pause * 2)

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    async def _once(self, place: int, role: str) -> int:
        try:
            process = await asyncio.create_subprocess_exec(*self.program, role)
        except OSError as error:  # no memory or no more processes now: tried again like a child that died
            return error.errno or -1
        self._pids[place] = process.pid
        ended = asyncio.create_task(process.wait())
        asked = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait([ended, asked], return_when=asyncio.FIRST_COMPLETED)
            if not ended.done():
                process.terminate()
                await asyncio.wait([ended], timeout=self.grace)
            return process.returncode if process.returncode is not None else -1
        finally:
            asked.cancel()
            if process.returncode is None:
                process.kill()
                await process.wait()
            del self._pids[place]
