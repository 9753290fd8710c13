"""What a central system says it holds, for those that can say it, so that both sides can be counted and compared."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from normalizer.schema import Flags


@dataclass(frozen=True, slots=True)
class Listed:
    """One case there; `number` is "" while it has none."""

    reference: str
    number: str


@runtime_checkable
class ListsCases(Protocol):
    """A central system that lists the cases it holds of this gateway."""

    def cases(self, since: datetime, until: datetime) -> AsyncIterator[Listed]:
        """Those whose `received_at` is in [since, until). Raise as `Central.find`."""
        ...


@runtime_checkable
class ShowsFlags(Protocol):
    """A central system that tells how a case is protected there now."""

    async def flags(self, reference: str) -> Flags | None:
        """None when it holds no such case. Raise as `Central.find`."""
        ...
