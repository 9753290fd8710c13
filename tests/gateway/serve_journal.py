"""Serves a journal's control socket in a process of its own and keeps a row for each line it reads.

Arguments: folder. Prints `ready`, then each name that was kept.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from journal_samples import delivery, open_journal

from gateway.control import ControlServer


async def main(folder: Path) -> None:
    journal = open_journal(folder)
    server = await ControlServer.start(journal)
    print("ready", flush=True)
    while name := (await asyncio.to_thread(sys.stdin.readline)).strip():
        await journal.keep(delivery(), name)
        print(name, flush=True)
    await server.close()
    journal.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
