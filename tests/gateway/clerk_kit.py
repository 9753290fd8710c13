"""A clerk of a town: types commands, and looks at what waits to be written down."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from typed import typed
from waiting import a_town, until

from gateway.simulator.town import Town

WORDS = "Jembatan bambu di Dusun Kalibening putus sejak Senin.\nAnak sekolah memutar jauh."


@asynccontextmanager
async def an_office(folder: Path) -> AsyncIterator[Town]:
    extra = {"NUMBER_WAIT_SECONDS": "1", "JOURNAL_RESERVE_MB": "1", "CHAT_QUIET_SECONDS": "1"}
    async with a_town(folder, **extra) as found:
        # What comes before may have been answered by a gateway whose ledger was lost: a person decides then.
        await until(lambda: "ledger_lives" in (folder / "node-1.log").read_text())
        yield found


async def types(town: Town, *arguments: str, **settings: str) -> tuple[int, str]:
    """Status and output of `satupintu complaints`."""
    return await typed({**town.nodes[0].env, **settings}, "complaints", *arguments, columns=300)


def texts_to(town: Town, chat: int) -> list[str]:
    return [str(one["text"]) for one in town.telegram.messages_to(chat)]


def submitted(town: Town) -> list[dict[str, Any]]:
    return [json.loads(one.body)["case"] for one in town.central.store.seen if one.operation == "submit"]


async def in_tray(town: Town, count: int) -> list[str]:
    """Ids."""
    async with asyncio.timeout(60):
        while True:
            _, told = await types(town, "list", "--to-write")
            if f"{count} wait to be written down" in told:
                return [line.split()[0] for line in told.splitlines() if line.rstrip().endswith("complaint")]
