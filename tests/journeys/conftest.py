"""One town for all journeys: they go the whole way over real sockets, side by side."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from gateway.simulator.town import Town


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    found = Town(tmp_path_factory.mktemp("journeys"), extra={"NUMBER_WAIT_SECONDS": "2", "JOURNAL_RESERVE_MB": "1"})
    try:
        await found.start()
        yield found
        await found.stop()
    finally:
        await found.abandon()
