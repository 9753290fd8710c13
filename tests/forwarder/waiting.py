"""Waiting for what other tasks and processes do, and a town of them for the tests of a module."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from proved import settled

from gateway.simulator.town import Town


async def until(holds: Callable[[], object], seconds: float = 90) -> None:
    """Raise TimeoutError when it does not come to hold."""
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - what is waited for is done by another task or process, and has no event
            await asyncio.sleep(0.02)


@asynccontextmanager
async def a_town(folder: Path, **extra: str) -> AsyncIterator[Town]:
    """Everything of `satupintu run` with these settings; its processes are gone afterwards, also when a test failed.
    At the end its books agree."""
    town = Town(folder, extra=extra)
    try:
        await town.start()
        yield town
        found = await settled(town)
        await town.stop()
        assert not found, "\n".join(["`satupintu check --ledger` says after the test:", *map(str, found)])
    finally:
        await town.abandon()
