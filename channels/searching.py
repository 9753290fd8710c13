"""A channel whose provider lists what it sent, with the words; asked for with `channels.abilities.able`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from normalizer.schema import Reply


@runtime_checkable
class Searching(Protocol):
    async def search(self, reply: Reply, said: Callable[[str], bool], *, known: bool) -> str | None:
        """As `Channel.look_up`, for words that the reply does not say. said: whether these are they. known: false when
        others may have been sent; then nobody can tell where any message has left since the first try."""
