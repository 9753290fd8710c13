"""What every attack on a stand-in by its published contract needs."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from hypothesis import HealthCheck, Phase, settings

# The same cases at every run, and no more than a minute of them.
attacked = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class StandIn(Protocol):
    async def start(self) -> str: ...

    async def stop(self) -> None: ...


@contextmanager
def for_a_blocking_client(standin: StandIn) -> Iterator[str]:
    """Its URL; it runs on a loop of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield asyncio.run_coroutine_threadsafe(standin.start(), loop).result(20)
    asyncio.run_coroutine_threadsafe(standin.stop(), loop).result(20)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(20)
    loop.close()
