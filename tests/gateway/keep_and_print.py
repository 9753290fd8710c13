"""Keeps rows as fast as it can and prints each one's name once it was acknowledged, until it is killed.

Arguments: folder, a word that makes this run's names unlike another's.
"""

from __future__ import annotations

import asyncio
import os
import sys
from itertools import count
from pathlib import Path

from journal_samples import delivery, open_journal

from gateway.journal import Journal


async def keep(journal: Journal, name: str) -> None:
    await journal.keep(delivery(name.encode() * 40), name)
    # One write(2) of less than a page into a pipe is whole or not there at all.
    os.write(1, f"{name}\n".encode())


async def one_after_the_other(journal: Journal, names: str) -> None:
    for number in count():
        await keep(journal, f"{names}-{number}")


async def main(folder: Path, word: str) -> None:
    journal = open_journal(folder)
    await asyncio.gather(*(one_after_the_other(journal, f"{word}-{worker}") for worker in range(20)))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
