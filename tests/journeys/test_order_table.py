"""Every order on every channel, from the signed webhook or the mail to what the provider was told to say: what it does,
and each answer, and none besides. All of them at once, on one gateway."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from citizen import WAYS
from order_rows import HOW, ROWS, Chat
from proved import settled
from waiting import a_town, until

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="module")]

EXTRA = {"SMS_QUIET_SECONDS": "1", "CHAT_QUIET_SECONDS": "1", "SENSITIVE_HOLD_MINUTES": "15"}
# A number that a busy machine has a little late is waited for.
EXTRA |= {"NUMBER_WAIT_SECONDS": "40", "JOURNAL_RESERVE_MB": "1"}
COLUMNS = [*itertools.product(WAYS, (0, 1)), ("telegram", 2)]
CELLS = [(row, way, how) for row in ROWS for way, how in COLUMNS]
Table = dict[tuple[str, str, int], tuple[Chat, "asyncio.Task[None]"]]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def table(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Table]:
    """All cells under way, side by side."""
    folder = tmp_path_factory.mktemp("orders")
    async with a_town(folder, **EXTRA) as town:
        # What comes before is doubted, as after any rebuild.
        await until(lambda: "ledger_lives" in (folder / "node-1.log").read_text())
        made: Table = {}
        for row, way, how in CELLS:
            chat = Chat(town, way, how)
            made[row, way, how] = chat, asyncio.create_task(ROWS[row](chat))
        yield made
        await asyncio.gather(*(task for _, task in made.values()), return_exceptions=True)


@pytest.mark.parametrize(("row", "way", "how"), CELLS, ids=[f"{row}-{way}-{HOW[how]}" for row, way, how in CELLS])
async def test_an_order_does_what_it_says_and_is_answered(table: Table, row: str, way: str, how: int) -> None:
    await table[row, way, how][1]


async def test_nobody_was_told_more(table: Table) -> None:
    chats = [chat for chat, _ in table.values()]
    await settled(chats[0].town)
    assert [sorted(chat.kinds) for chat in chats] == [chat.answers for chat in chats]
