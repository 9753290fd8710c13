"""What a central system says it holds, for those that can say it, so that both sides can be counted and compared."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol, runtime_checkable

from normalizer.schema import Flags


@dataclass(frozen=True, slots=True)
class Listed:
    """One case there; `number` is "" while it has none."""

    reference: str
    number: str


# How our references look (`seal.Hasher.short`).
REFERENCE: Final = "[a-z2-7]{26}"


@dataclass(frozen=True, slots=True)
class Page:
    """A piece of a list. cut: the server ended it before it was at its end."""

    cases: Sequence[Listed]
    cut: bool = False


@runtime_checkable
class ListsCases(Protocol):
    """A central system that lists the cases it holds of this gateway."""

    def cases(self, since: datetime, until: datetime) -> AsyncIterator[Listed]:
        """Those whose `received_at` is in [since, until). Raise as `Central.find`."""
        ...


@runtime_checkable
class ShowsCases(Protocol):
    """A central system whose list is by its own times, of everybody's cases, or may be cut short: what is in it is
    there, and what is not may be there as well."""

    @property
    def shows_cases(self) -> bool: ...

    def shown(self, since: datetime, until: datetime) -> AsyncIterator[Page]:
        """Cases made there in about [since, until) that bear a reference like ours, each once. Raise as
        `Central.find`."""
        ...


@runtime_checkable
class ShowsFlags(Protocol):
    """A central system that tells how a case is protected there now."""

    async def flags(self, reference: str) -> Flags | None:
        """None when it holds no such case. Raise as `Central.find`."""
        ...
