"""Ending tasks for certain."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

AGAIN_SECONDS = 0.1


async def end(tasks: Iterable[asyncio.Future[Any]]) -> None:
    """Cancel them until each has ended; what they raise stays with them.

    Asking once is not enough: `asyncio.wait_for` of Python 3.11, which redis-py calls at every command, forgets a
    cancellation that comes as its future ends (https://github.com/python/cpython/issues/81839), and a loop goes on.
    """
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=AGAIN_SECONDS)
