"""Large bodies come in one after the other: no message needs one, and sixty-four at once would fill the memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from gateway.memory import trim

# After the last of them what they left is given back.
_QUIET_SECONDS = 0.5


@dataclass(eq=False)
class LargeBodies:
    """For one event loop, in the order in which they came."""

    _room: asyncio.Lock = field(default_factory=asyncio.Lock)
    _trim: asyncio.TimerHandle | None = None

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Around what is done with one, from the moment it is read."""
        async with self._room:
            yield
        if self._trim:
            self._trim.cancel()
        self._trim = asyncio.get_running_loop().call_later(_QUIET_SECONDS, trim)
