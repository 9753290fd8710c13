"""One act to the central system: protection is raised or lowered there, or a case withdrawn, before all else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import random

import structlog

from forwarder import acts, defects, schedule
from forwarder.acts import ActLease
from forwarder.by_hand import CHANGED, WITHDRAWN
from forwarder.by_hand_tray import is_by_hand
from forwarder.central import SETTLE, Central, Rejected, Unavailable, Unknown
from forwarder.exchanges import kept_if_it_fails
from forwarder.items import LedgerAway, LedgerLost
from forwarder.ledger import Ledger
from forwarder.patience import Patience
from forwarder.protection import flags_of, with_asked
from forwarder.switches import FORWARD, heed
from forwarder.there import feels
from normalizer import codec
from normalizer.schema import Complaint, Flags

log = structlog.get_logger("acts")


@dataclass(frozen=True)
class Deeds:
    """Carries leased acts. `lease_ms` outlasts the calls, as in `Forward`. `answers_due` is told when somebody is owed
    a word now. What cannot be done waits for a person, and whoever asked is told that it does not hold yet.
    `unwritten`: flags that may have arrived while no ledger was there to note it; the next look sees to them."""

    ledger: Ledger
    central: Central
    lease_ms: int
    answers_due: Callable[[], None] = lambda: None
    chance: Callable[[], float] = random
    patience: Patience = field(default_factory=Patience)
    unwritten: list[ActLease] = field(default_factory=list, repr=False)

    async def take(self, most: int) -> list[ActLease]:
        await heed(self.ledger, self.patience, {FORWARD: self.central.name})
        for lease in tuple(self.unwritten):
            await self._tell_over(lease)
            self.unwritten.remove(lease)
        return await acts.lease(self.ledger, most, self.lease_ms, feels=feels(self.central.can))

    async def handle(self, lease: ActLease) -> None:
        """Raise `LedgerLost` or `LedgerAway` only."""
        try:
            if not self.central.can.tray and await is_by_hand(self.ledger, lease.id):
                await self._park(lease, WITHDRAWN if lease.withdraws else CHANGED)
            else:
                async with kept_if_it_fails(self.ledger, lease.id):
                    await self._carry(lease)
        except Unavailable as away:
            delay = schedule.delay(lease.attempts, self.chance(), away.after)
            self.patience.asked(self.central.name, away.after)
            await acts.later(self.ledger, lease, int(delay * 1000), away.reason, schedule.hold_ms(away.after))
        except Unknown as unknown:
            # The same flags again, and the same withdrawal, change nothing: forwarder/central.py.
            delay = schedule.delay(lease.attempts, self.chance(), unknown.after)
            self.patience.asked(self.central.name, unknown.after)
            hold = schedule.hold_ms(unknown.after)
            async with self._written(lease):
                if not await acts.later(self.ledger, lease, int(delay * 1000), unknown.reason, hold, unknown=True):
                    await self._tell_over(lease)
        except Rejected as refused:
            await self._park(lease, refused.reason, heard=True)
        except (LedgerLost, LedgerAway):
            raise
        except Exception as defect:
            log.exception("defect", item=lease.id)
            async with self._written(lease):
                if not await self._park(lease, defects.why(defect)):
                    await self._tell_over(lease)

    async def _carry(self, lease: ActLease) -> None:
        deadline = asyncio.get_running_loop().time() + self.lease_ms / 1000 - schedule.MARGIN_SECONDS
        if not await acts.begin(self.ledger, lease, self.lease_ms):
            return
        stood_still = asyncio.get_running_loop().time() >= deadline
        if left := max(self.patience.left_ms(self.central.name), int(stood_still)):
            await acts.later(self.ledger, lease, left, "not sent now")
            return
        try:
            async with asyncio.timeout_at(deadline):
                await (self._withdraw(lease) if lease.withdraws else self._amend(lease))
        except TimeoutError:
            raise Unknown("no answer before the lease ended") from None
        async with self._written(lease):
            holds = await acts.told(self.ledger, lease)
            if holds is None:
                await self._tell_over(lease)
        if holds:
            self.answers_due()

    @asynccontextmanager
    async def _written(self, lease: ActLease) -> AsyncIterator[None]:
        """Around what is noted of a call that may have arrived: whoever took it over may have told newer flags before
        that, and does not know."""
        try:
            yield
        except (LedgerLost, LedgerAway):
            self.unwritten.append(lease)
            raise

    async def _tell_over(self, lease: ActLease) -> None:
        """It came, or may have come, after another worker told what was asked for since. A withdrawal is never taken
        back, so none can undo another."""
        if not lease.withdraws and await acts.tell_over(self.ledger, lease):
            log.warning("act_told_over", item=lease.id)

    async def _withdraw(self, lease: ActLease) -> None:
        if not self.central.can.withdraw:
            raise Rejected(f"Its sender withdraws it, and this central system cannot be told. {SETTLE}")
        await self.central.withdraw(lease.id, lease.national)

    async def _amend(self, lease: ActLease) -> None:
        flags = with_asked(self._came(lease), lease.asked)
        if not self.central.can.amend:
            names = [name for name in ("anonim", "rahasia") if getattr(flags, name)]
            wanted = " and ".join(names) or "without protection"
            raise Rejected(f"Its sender wants it {wanted} now, and this central system cannot be told. {SETTLE}")
        await self.central.amend(lease.id, flags, lease.national)

    def _came(self, lease: ActLease) -> Flags:
        """What its sender had erased is known by its flags alone, and those are still true."""
        if not lease.body:
            return flags_of(lease.came)
        return codec.decode(Complaint, self.ledger.sealer.open(lease.body, b"c:" + lease.id.encode())).flags

    async def _park(self, lease: ActLease, why: str, *, heard: bool = False) -> bool:
        """False when the lease was lost."""
        log.error("act_parked", item=lease.id, why=why)
        parked = await acts.park(self.ledger, lease, why, heard=heard)
        self.answers_due()
        return parked
