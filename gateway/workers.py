"""`satupintu work`: worker processes of each queue, looked after. It loads nothing that only they need."""

from __future__ import annotations

import asyncio
import signal

from gateway.deployment import refuse_foreign_key
from gateway.settings import Settings
from gateway.supervise import Children


def main(settings: Settings, processes: int = 1) -> int:
    """`processes` workers of each queue, looked after until SIGTERM."""
    return asyncio.run(_look_after(settings, processes))


async def _look_after(settings: Settings, processes: int) -> int:
    await refuse_foreign_key(settings)
    wanted = ["forward"] * processes + ["reply"] * processes
    children = Children(wanted, settings.stop_seconds)
    for signum in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signum, children.stop)
    await children.run()
    return 0
