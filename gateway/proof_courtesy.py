"""Proof: whoever wants no call is not called by it either, and what it is asked for holds for every worker."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from channels.base import SendFailed
from forwarder import switches
from forwarder.central import Unavailable
from forwarder.ledger import Ledger
from forwarder.patience import Patience

# As an account, whose patience is looked at (forwarder/patience.py).
CENTRAL: Final = ""
_UNTIL = "it wants no call until {until} ({why}), run this again after that"
_FAILING = "nobody calls it before {until}, for it fails ({why}), run this again after that"
_NOW = "it cannot be asked now ({why}), try again later"


class NotAsked(Exception):
    """In one clause: why somebody cannot be asked now, and until when if that is known."""


@dataclass(eq=False)
class Courtesy:
    """One for a whole proof. `seconds`: for so long it waits for each of the others, in all. `zone`: where the times
    are told."""

    ledger: Ledger
    zone: tzinfo = UTC
    seconds: float = 30.0
    _waited: Counter[str] = field(default_factory=Counter)
    _patience: Patience = field(default_factory=Patience)
    _why: dict[str, str] = field(default_factory=dict)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @asynccontextmanager
    async def towards(self, account: str) -> AsyncIterator[None]:
        """Around a call. Raise `NotAsked`, `LedgerAway`, `LedgerLost` or `LedgerRefused`."""
        await self.heed(account)
        try:
            yield
        except (Unavailable, SendFailed) as failed:
            raise NotAsked(await self._told(account, failed)) from failed

    async def heed(self, account: str) -> None:
        """Come back when a call may be made. Raise `NotAsked` where that takes too long; else as `towards`."""
        async with self._turn:
            while held := await self._held(account):
                why, left, asked = held
                if left > self.seconds - self._waited[account] / 1000:
                    raise NotAsked(self._until(left, why, asked=asked))
                self._waited[account] += int(left * 1000)
                await asyncio.sleep(left)

    async def _held(self, account: str) -> tuple[str, float, bool] | None:
        """Why nobody calls, for how many seconds more, and whether they asked for it."""
        held = await switches.patience(self.ledger, account)
        if held:
            return held.what, held.left_ms / 1000, held.asked
        own = self._patience.left_ms(account)
        return (self._why[account], own / 1000, True) if own else None

    async def _told(self, account: str, failed: Unavailable | SendFailed) -> str:
        if not failed.after or failed.after < 0:
            # A worker that hears this once goes on, and waits when it hears it again and again.
            if isinstance(failed, Unavailable) and failed.after is not None:
                await switches.leave_alone(self.ledger, account, 0, failed.reason)
            return _NOW.format(why=failed)
        self._patience.asked(account, failed.after)
        self._why[account] = failed.reason
        # A setting that is wrong here may be right where the workers are.
        if not (isinstance(failed, SendFailed) and failed.ours):
            await switches.leave_alone(self.ledger, account, failed.after, failed.reason)
        return self._until(failed.after, str(failed))

    def _until(self, seconds: float, why: str, *, asked: bool = True) -> str:
        until = datetime.now(self.zone) + timedelta(seconds=seconds)
        return (_UNTIL if asked else _FAILING).format(until=until.strftime("%Y-%m-%d %H:%M:%S %Z"), why=why)
