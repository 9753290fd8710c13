"""One supplement to the central system with its files, after its complaint and under one key at every try."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from random import random
from typing import Final

import structlog

from forwarder import defects, schedule, supplement
from forwarder.added import Added, late_files
from forwarder.attach import AGAIN_SECONDS, Carry, NotYet, nameless, reasons, shelf_of
from forwarder.by_hand import ADDED
from forwarder.by_hand_tray import is_by_hand
from forwarder.central import READ_IT, SETTLE, Central, Rejected, Unavailable, Unknown, hold_flags
from forwarder.exchanges import kept_if_it_fails
from forwarder.handing import Noted
from forwarder.hold import held
from forwarder.items import LedgerAway, LedgerLost
from forwarder.ledger import Ledger
from forwarder.patience import Patience
from forwarder.protection import flags_of, with_asked
from forwarder.supplement import SupplementLease
from forwarder.switches import FORWARD, heed
from forwarder.there import answers, feels
from forwarder.unnamed import without, writers
from normalizer import codec
from normalizer.schema import Attachment, Complaint, Flags

IN_DOUBT: Final = (
    "It may have been added, and this central system would add it twice: look there; if it is there: "
    "satupintu complaints settle ID, else retry"
)
NAMELESS: Final = "Its complaint is anonim, and the name to leave out was erased"

log = structlog.get_logger("supplement")


@dataclass(frozen=True)
class AddOn:
    """Carries leased supplements. `lease_ms` outlasts the calls, as in `Forward`. Protection that was asked for later
    is in force at the central system before a word more goes there. `carry` hands files over; without it they are
    only named."""

    ledger: Ledger
    central: Central
    lease_ms: int
    chance: Callable[[], float] = random
    patience: Patience = field(default_factory=Patience)
    carry: Carry | None = None
    clock: Callable[[], float] = time.time

    async def take(self, most: int) -> list[SupplementLease]:
        await heed(self.ledger, self.patience, {FORWARD: self.central.name})
        return await supplement.lease(self.ledger, most, self.lease_ms, feels=feels(self.central.can))

    async def handle(self, lease: SupplementLease) -> None:
        """Raise `LedgerLost` or `LedgerAway` only."""
        try:
            if why := await self._cannot(lease):
                await supplement.park(self.ledger, lease, why)
            else:
                async with kept_if_it_fails(self.ledger, lease.complaint, lease.id):
                    await self._carry(lease)
        except Unavailable as away:
            delay = schedule.delay(lease.attempts + 1, self.chance(), away.after)
            if not away.guessed:
                self.patience.asked(self.central.name, away.after)
            hold = 0 if away.guessed else schedule.hold_ms(away.after)
            await supplement.later(self.ledger, lease, int(delay * 1000), away.reason, hold)
        except Unknown as unknown:
            self.patience.asked(self.central.name, unknown.after)
            hold = schedule.hold_ms(unknown.after)
            if not self.central.can.idempotent:
                why = f"{IN_DOUBT} ({unknown.reason})"
                await supplement.park(self.ledger, lease, why, hold_ms=hold, said=unknown.reason, risked=True)
                return
            # The same key again changes nothing: docs/central-api.yaml, supplementCase.
            delay = schedule.delay(lease.attempts + 1, self.chance(), unknown.after)
            await supplement.later(self.ledger, lease, int(delay * 1000), unknown.reason, hold)
        except NotYet as wait:
            await self._wait(lease, wait.reason)
        except Rejected as refused:
            await supplement.park(self.ledger, lease, refused.reason, heard=True)
        except (LedgerLost, LedgerAway):
            raise
        except Exception as defect:
            log.exception("defect", item=lease.id)
            await supplement.park(self.ledger, lease, defects.why(defect))

    async def _cannot(self, lease: SupplementLease) -> str:
        if not self.central.can.tray and await is_by_hand(self.ledger, lease.complaint):
            return ADDED
        if not self.central.can.supplements:
            return f"This central system takes nothing added to a case ({READ_IT}). {SETTLE}"
        if why := self._unprotected(lease):
            return f"{why} ({READ_IT}). {SETTLE}"
        return IN_DOUBT if lease.begun and not self.central.can.idempotent else ""

    def _unprotected(self, lease: SupplementLease) -> str:
        """Why it would be told without the protection that its complaint has."""
        flags = self._flags(lease)
        try:
            hold_flags(self.central.can, flags, "")
        except Rejected as cannot:
            return cannot.reason.strip(" .")
        return NAMELESS if self.central.can.leaves_out and flags.anonim and not lease.case else ""

    async def _is_there(self, lease: SupplementLease) -> bool:
        """Asked by something harmless, of who goes first after an outage. False when the lease was lost. Raise
        `Unavailable`."""
        can = self.central.can
        if not (lease.first and feels(can)):
            return True
        if not await supplement.hold(self.ledger, lease, self.lease_ms):
            return False
        if not await answers(self.central) and can.look_up:
            if not await supplement.hold(self.ledger, lease, self.lease_ms):
                return False
            await self.central.find(lease.complaint, datetime.fromtimestamp(lease.received_ms / 1000, UTC))
        return True

    async def _wait(self, lease: SupplementLease, why: str) -> None:
        """Words wait a little for their files; what follows a case waits longer, then for a person."""
        waited = self.clock() - lease.received_ms / 1000
        if lease.late and waited > schedule.GIVE_UP_SECONDS:
            await supplement.park(self.ledger, lease, f"Files that should follow cannot be sent: {why}")
            return
        delay = schedule.poll_delay(waited) if lease.late else AGAIN_SECONDS
        await supplement.later(self.ledger, lease, int(delay * 1000), why)

    async def _carry(self, lease: SupplementLease) -> None:
        if not await self._is_there(lease):
            return
        if lease.frozen:
            await self._files_again(lease)
        told, why = (b"", "") if lease.frozen else await self._freeze(lease)
        deadline = asyncio.get_running_loop().time() + self.lease_ms / 1000 - schedule.MARGIN_SECONDS
        durable = not self.central.can.idempotent
        frozen = await supplement.begin(self.ledger, lease, self.lease_ms, told, why, durable=durable)
        if frozen is None:
            return
        late = asyncio.get_running_loop().time() >= deadline
        if left := max(self.patience.left_ms(self.central.name), int(late)):
            await supplement.later(self.ledger, lease, left, "not sent now")
            return
        added = self._said(lease, codec.decode(Added, frozen))
        try:
            async with asyncio.timeout_at(deadline):
                files = added.attachments
                await self.central.supplement(lease.complaint, lease.key, added.text, files, lease.national)
        except TimeoutError:
            raise Unknown("no answer before the lease ended") from None
        await supplement.sent(self.ledger, lease)

    async def _freeze(self, lease: SupplementLease) -> tuple[bytes, str]:
        """What is told, the same at every attempt, and why files are withheld. The files go first."""
        added = self._added(lease)
        files: Sequence[Attachment] = added.attachments
        if files and self.carry:
            # What follows a case is waited for; its words are there.
            age = -1.0 if lease.late else self.clock() - lease.received_ms / 1000
            files = await self._handed_over(lease, files, age, self.carry)
        elif self._flags(lease).anonim:
            files = nameless(files)
        return codec.encode(replace(added, attachments=tuple(files))), reasons(files)

    def _said(self, lease: SupplementLease, added: Added) -> Added:
        """As it may be told now: it may have been frozen before somebody asked to stay unknown."""
        if not (self.central.can.leaves_out and self._flags(lease).anonim):
            return added
        names = (*writers(self._case(lease)), *added.names)
        return replace(added, text=without(names, added.text), attachments=nameless(added.attachments))

    async def _files_again(self, lease: SupplementLease) -> None:
        """As those of a frozen case (`Freezing.case`): it may be told at another place now, or long after."""
        files = self._added(lease).attachments
        if not files or self.carry is None or not self.central.can.attachments:
            return
        if not await self._handing(lease).are_kept():
            await self._handed_over(lease, files, math.inf, self.carry)

    async def _handed_over(
        self, lease: SupplementLease, files: Sequence[Attachment], age: float, carry: Carry
    ) -> Sequence[Attachment]:
        anonim, handing = self._flags(lease).anonim, self._handing(lease)
        async with held(lambda: supplement.hold(self.ledger, lease, self.lease_ms), self.lease_ms):
            return await carry.hand_over(files, self.central, age, anonim=anonim, handing=handing)

    def _handing(self, lease: SupplementLease) -> Noted:
        return Noted(self.ledger, lease.id, self.patience, self.central.name, shelf_of(self.central))

    def _added(self, lease: SupplementLease) -> Added:
        return late_files(self._case(lease), lease.late) if lease.late else opened(self.ledger, lease)

    def _flags(self, lease: SupplementLease) -> Flags:
        """With all protection that was asked for. Who added to a complaint may be another than whose words are gone."""
        came = self._case(lease).flags if lease.case else flags_of(lease.came)
        return with_asked(came, lease.asked)

    def _case(self, lease: SupplementLease) -> Complaint:
        return codec.decode(Complaint, self.ledger.sealer.open(lease.case, b"c:" + lease.complaint.encode()))


def opened(ledger: Ledger, lease: SupplementLease) -> Added:
    return codec.decode(Added, supplement.opened(ledger, lease))
