"""One node polls an account, out of all that might: the one that Redis says, and while Redis is away the one that did.

docs/decisions.md says why a node goes on, or stands back, when nobody can be asked whose turn it is.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog

from forwarder.items import LedgerAway, LedgerRefused
from gateway.ending import end
from gateway.inbox import JournalError

_log = structlog.get_logger(__name__)

_LOOK_SECONDS = 2.0
# A stop waits for no Redis.
_RELEASE_SECONDS = 1.0

# Called with what a provider's 409 means: whether the turn is ours, so that whoever else asks stops in a moment.
Heard = Callable[[], bool]
Poll = Callable[[Heard], Awaitable[None]]
# When Redis is back, who polled meanwhile has asked for its lease within so many looks of anybody else.
_YIELDS = 2


class Lease(Protocol):
    """As `forwarder.turn.Turn`."""

    @property
    def node(self) -> str: ...

    async def holder(self) -> str: ...

    async def seen(self) -> None: ...

    async def release(self) -> None: ...


class Memory(Protocol):
    """A line of text beside the journal: whether this node was the last it knew to have the turn."""

    async def load(self) -> str: ...

    async def save(self, text: str) -> None: ...


@dataclass(eq=False)
class Polled:
    """`poll` runs while it is this node's turn, and calls what it is given when somebody else polls this account: it
    says whether Redis says that the turn is ours."""

    name: str
    lease: Lease
    memory: Memory
    poll: Poll
    look_seconds: float = _LOOK_SECONDS
    _ours: bool = False
    _asked: bool = False
    _stands_back: bool = False
    _yields: int = 0
    _holder: str = ""
    _task: asyncio.Future[None] | None = None
    _hurry: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Until cancelled. Raise what `poll` raises."""
        self._ours = (await self.memory.load()) == "yes"
        try:
            while True:
                await self._look()
                await self._follow()
                await self._pause()
        finally:
            await self._stop()
            with suppress(LedgerAway, LedgerRefused, TimeoutError):
                async with asyncio.timeout(_RELEASE_SECONDS):
                    await self.lease.release()

    async def _look(self) -> None:
        try:
            if self._yields and not self._ours:
                await self.lease.seen()
                self._yields -= 1
                return
            holder = await self.lease.holder()
        except (LedgerAway, LedgerRefused) as error:
            if self._asked or not self._holder:
                _log.warning("polling_turn_unknown", channel=self.name, goes_on=self._ours, why=str(error))
            self._asked, self._holder, self._yields = False, self._holder or "?", _YIELDS
            return
        self._asked, self._stands_back, self._yields = True, False, 0
        if holder != self._holder:
            _log.info("polling_turn", channel=self.name, node=holder)
            self._holder, self._ours = holder, holder == self.lease.node
            await self._remember()

    async def _remember(self) -> None:
        try:
            await self.memory.save("yes" if self._ours else "no")
        except JournalError as error:  # a full disk; it only matters when Redis goes away, too
            _log.warning("polling_turn_not_kept", channel=self.name, why=str(error))

    async def _follow(self) -> None:
        if self._task and self._task.done():
            self._task.result()
        if not self._ours or self._stands_back:
            await self._stop()
        elif self._task is None:
            self._task = asyncio.ensure_future(self.poll(self._another_polls))

    def _another_polls(self) -> bool:
        """Somebody has been given the turn since, or remembers it as we do: of two who do not know, one goes on."""
        if not self._asked and not self._stands_back:
            _log.warning("polling_stands_back", channel=self.name)
            self._stands_back = True
            self._hurry.set()
        return self._asked and self._ours

    async def _pause(self) -> None:
        """Not all at once, and not behind the end of what polls."""
        self._hurry.clear()
        hurry = asyncio.ensure_future(self._hurry.wait())
        waiting: set[asyncio.Future[Any]] = {hurry, self._task} if self._task else {hurry}
        try:
            await asyncio.wait(
                waiting,
                timeout=self.look_seconds * random.uniform(0.75, 1.0),  # noqa: S311 - no secret
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            hurry.cancel()

    async def _stop(self) -> None:
        if self._task:
            task, self._task = self._task, None
            await end([task])
