"""A stand-in of a foreign central system as a process of its own, for trying settings and profiles by hand."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Protocol

USAGE = (
    "It is told what it needs by the environment: CENTRAL_KEY, the key it wants, and STANDIN_LISTEN, where it listens "
    "({listen}). It says its URL, takes orders at POST /_control and tells counts at GET /_control/state."
)


class Runs(Protocol):
    async def start(self) -> str: ...

    async def stop(self) -> None: ...


def main(words: Sequence[str], listen: str, make: Callable[[str, str, int], Runs]) -> int:
    """`make` is given key, host and port. Until it is stopped; 2 when it was not told enough."""
    asked = bool(words) and words[0] in ("-h", "--help")
    key = os.environ.get("CENTRAL_KEY", "")
    host, _, port = (os.environ.get("STANDIN_LISTEN") or listen).rpartition(":")
    if asked or words or not key or not port.isdecimal():
        (sys.stdout if asked else sys.stderr).write(USAGE.format(listen=listen) + "\n")
        return 0 if asked else 2
    asyncio.run(_until_stopped(make(key, host, int(port))))
    return 0


async def _until_stopped(standin: Runs) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    sys.stdout.write(await standin.start() + "\n")
    sys.stdout.flush()
    with suppress(asyncio.CancelledError):
        await stopped.wait()
    await standin.stop()
