"""One supplement to the central system, after the complaint it belongs to and under one key at every try."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from random import random

import structlog

from forwarder import schedule, supplement
from forwarder.central import Central, Rejected, Unavailable, Unknown
from forwarder.items import LedgerAway, LedgerLost
from forwarder.ledger import Ledger
from forwarder.patience import Patience
from forwarder.protection import protected
from forwarder.supplement import SupplementLease
from normalizer import codec
from normalizer.schema import Complaint, Flags

log = structlog.get_logger("supplement")


@dataclass(frozen=True)
class AddOn:
    """Carries leased supplements. `lease_ms` outlasts the calls, as in `Forward`. Protection that was asked for later
    is in force at the central system before a word more goes there."""

    ledger: Ledger
    central: Central
    lease_ms: int
    chance: Callable[[], float] = random
    patience: Patience = field(default_factory=Patience)

    async def take(self, most: int) -> list[SupplementLease]:
        return await supplement.lease(self.ledger, most, self.lease_ms)

    async def handle(self, lease: SupplementLease) -> None:
        """Raise `LedgerLost` or `LedgerAway` only."""
        try:
            await self._carry(lease)
        except Unavailable as away:
            delay = schedule.delay(lease.attempts + 1, self.chance(), away.after)
            hold = -1 if away.after is None else int(away.after * 1000)
            self.patience.asked(self.central.name, away.after)
            await supplement.later(self.ledger, lease, int(delay * 1000), away.reason, hold)
        except Unknown as unknown:
            # The same key again changes nothing: docs/central-api.yaml, supplementCase.
            delay = schedule.delay(lease.attempts + 1, self.chance())
            await supplement.later(self.ledger, lease, int(delay * 1000), unknown.reason)
        except Rejected as refused:
            await supplement.park(self.ledger, lease, refused.reason)
        except (LedgerLost, LedgerAway):
            raise
        except Exception as defect:
            log.exception("defect", item=lease.id)
            why = f"A defect of ours stopped this ({type(defect).__name__}): mend it, then retry"
            await supplement.park(self.ledger, lease, why)

    async def _carry(self, lease: SupplementLease) -> None:
        words = supplement.opened(self.ledger, lease).decode()
        flags = self._flags(lease) if lease.asked else Flags()
        deadline = asyncio.get_running_loop().time() + self.lease_ms / 1000 - schedule.MARGIN_SECONDS
        if not await supplement.begin(self.ledger, lease, self.lease_ms):
            return
        if left := self.patience.left_ms(self.central.name):
            await supplement.later(self.ledger, lease, left, "asked to wait")
            return
        try:
            async with asyncio.timeout_at(deadline):
                if flags:
                    await self.central.amend(lease.complaint, flags)
                await self.central.supplement(lease.complaint, lease.key, words)
        except TimeoutError:
            raise Unknown("no answer before the lease ended") from None
        await supplement.sent(self.ledger, lease)

    def _flags(self, lease: SupplementLease) -> Flags:
        """Never less than the complaint came with."""
        came = codec.decode(Complaint, self.ledger.sealer.open(lease.case, b"c:" + lease.complaint.encode()))
        return protected(came, lease.asked).flags
