"""What RQ calls by name: two doorbells without arguments, and the list of all it may call."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from forwarder.items import Queue

ALLOWED: Final = frozenset({"gateway.jobs.forward", "gateway.jobs.reply"})

Drainer = Callable[[Queue], Awaitable[None]]
_drainer: list[Drainer] = []


def bind(drainer: Drainer) -> None:
    """Say who answers the bells in this process; `work` does so once, before the first job."""
    _drainer[:] = [drainer]


async def forward() -> None:
    await _drainer[0]("forward")


async def reply() -> None:
    await _drainer[0]("reply")
