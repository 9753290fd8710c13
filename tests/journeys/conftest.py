"""One town for all journeys: they go the whole way over real sockets, side by side."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from waiting import a_town, until

from gateway.simulator.town import Town


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    folder = tmp_path_factory.mktemp("journeys")
    async with a_town(folder, NUMBER_WAIT_SECONDS="2", JOURNAL_RESERVE_MB="1") as found:
        # What comes before is doubted, as after any rebuild, and looked up first.
        await until(lambda: "ledger_lives" in (folder / "node-1.log").read_text())
        yield found
