"""One town for all journeys: they go the whole way over real sockets, side by side."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from waiting import a_town

from gateway.simulator.town import Town


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    async with a_town(tmp_path_factory.mktemp("journeys"), NUMBER_WAIT_SECONDS="2", JOURNAL_RESERVE_MB="1") as found:
        yield found
