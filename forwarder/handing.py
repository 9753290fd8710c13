"""Files on their way, one after the other: whether the next one may go, and which of them are there already."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Protocol

from forwarder import switches
from forwarder.central import Unavailable
from forwarder.items import LedgerAway, LedgerLost
from forwarder.ledger import Ledger
from forwarder.patience import Patience
from forwarder.redis_server import text

# Longer than anybody asks for patience, and shorter than a central system keeps bytes that no case names
# (docs/central-api.yaml, putAttachment).
_REMEMBERED_MS: Final = 2 * 86_400_000


class Handing(Protocol):
    """Of one complaint or supplement. Files go by names that tell nothing (`Vault.name`)."""

    async def leave(self) -> None:
        """Before each call. Raise `Unavailable` while nobody may call."""
        ...

    async def there(self) -> set[str]:
        """Those that were handed over before it broke off."""
        ...

    async def breaks_off(self, there: Collection[str]) -> None: ...

    async def ends(self) -> None:
        """All are there, or withheld."""
        ...


class AtOnce:
    """Nobody knows of any patience, and nothing is remembered."""

    async def leave(self) -> None: ...

    async def there(self) -> set[str]:
        return set()

    async def breaks_off(self, there: Collection[str]) -> None: ...

    async def ends(self) -> None: ...


@dataclass(frozen=True)
class Noted:
    """By the ledger, and by what this process heard from `whom` itself. `shelf`: where the files go. All may raise
    `LedgerAway` or `LedgerLost`."""

    ledger: Ledger
    item: str
    patience: Patience
    whom: str
    shelf: str

    async def leave(self) -> None:
        if left := self.patience.left_ms(self.whom):
            raise Unavailable("asked to wait", left / 1000)
        if held := await switches.patience(self.ledger):
            raise Unavailable(held.what, held.left_ms / 1000, guessed=not held.asked)

    async def there(self) -> set[str]:
        (names,) = await self.ledger.run_many([("handed", (self.item, "there"))])
        mark = self._mark()
        return {text(name).removeprefix(mark) for name in names if text(name).startswith(mark)}

    async def breaks_off(self, there: Collection[str]) -> None:
        """Who forgets hands them over again, which changes nothing there."""
        if there:
            with suppress(LedgerAway, LedgerLost):
                names = [self._mark() + name for name in there]
                await self.ledger.run_many([("handed", (self.item, "note", _REMEMBERED_MS, *names))])

    def _mark(self) -> str:
        """CENTRAL or CENTRAL_URL may be another when it goes on, and there is nothing there."""
        return f"{self.shelf}:"

    async def ends(self) -> None:
        await self.ledger.run_many([("handed", (self.item, "ends", self.shelf))])

    async def are_kept(self) -> bool:
        """Whether all were handed over there, not too long ago."""
        (found,) = await self.ledger.run_many([("handed", (self.item, "kept", self.shelf, _REMEMBERED_MS))])
        return bool(found)
