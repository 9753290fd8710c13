"""A lease that is kept alive while files are on their way, which may take longer than it lasts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from forwarder.items import LedgerAway, LedgerLost


@asynccontextmanager
async def held(again: Callable[[], Awaitable[bool]], lease_ms: int) -> AsyncIterator[None]:
    """`again` begins the lease anew. Should it be lost all the same, the beginning of the attempt says so."""
    # Not ended by cancelling: redis-py can swallow that in the middle of a call.
    enough = asyncio.Event()

    async def hold() -> None:
        with suppress(LedgerLost, LedgerAway):
            while not enough.is_set() and await again():
                with suppress(TimeoutError):
                    await asyncio.wait_for(enough.wait(), lease_ms / 3000)

    holding = asyncio.create_task(hold())
    try:
        yield
    finally:
        enough.set()
        await asyncio.gather(holding, return_exceptions=True)
