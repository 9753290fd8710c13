"""One complaint to the central system: look up what may have been taken, else submit it once; note what came of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from random import random
from typing import Final

from forwarder import by_hand_tray, defects, followed, schedule
from forwarder.attach import AGAIN_SECONDS, Carry, NotYet
from forwarder.by_hand import PLACE, ByHand
from forwarder.central import Central, Rejected, Unavailable, Unknown
from forwarder.exchanges import kept_if_it_fails
from forwarder.freezing import Freezing, Unsaid
from forwarder.items import Begun, ForwardLease, LedgerAway, LedgerLost
from forwarder.ledger import Ledger
from forwarder.patience import Patience
from forwarder.switches import FORWARD, heed
from forwarder.there import answers, feels, risks
from normalizer.schema import Accepted, DeliveryNote, Receipt

_LOOK_THERE: Final = "look there; then satupintu by-hand enter NUMBER, or complaints retry NUMBER --not-there"
CANNOT_ASK: Final = f"The outcome is unknown and this central system cannot be asked: {_LOOK_THERE}"
# So often it failed while others were taken: about an hour by the schedule. Where every second call fails, one in five
# hundred does.
FAILS_ALONE: Final = 8
ALONE: Final = (
    "The central system fails on this one and takes others: ask why there, then satupintu complaints retry NUMBER; or"
    " enter it there by hand, then satupintu by-hand enter NUMBER"
)
NOT_SEEN: Final = f"The outcome is unknown and a look-up does not see it, which proves nothing here: {_LOOK_THERE}"


def _received_at(lease: ForwardLease) -> datetime:
    return datetime.fromtimestamp(lease.received_ms / 1000, UTC)


@dataclass(frozen=True)
class Forward:
    """Carries leased complaints. `lease_ms` outlasts a call's total timeout, so a lease taken over means that the call
    of whoever lost it has ended. `answers_due` is told when somebody is owed an answer now. `carry` hands files over;
    without it they are only named."""

    ledger: Ledger
    central: Central
    lease_ms: int
    answers_due: Callable[[], None] = lambda: None
    chance: Callable[[], float] = random
    clock: Callable[[], float] = time.time
    patience: Patience = field(default_factory=Patience)
    carry: Carry | None = None

    async def take(self, most: int) -> list[ForwardLease]:
        await heed(self.ledger, self.patience, {FORWARD: self.central.name})
        can = self.central.can
        return await self.ledger.lease_forward(most, self.lease_ms, feels=feels(can), risks=risks(can))

    async def handle(self, lease: ForwardLease) -> None:
        """Raise `LedgerLost` or `LedgerAway` only: the lease runs out and somebody else looks."""
        try:
            async with kept_if_it_fails(self.ledger, lease.id):
                await self._carry(lease)
        except Unavailable as away:
            delay = schedule.delay(lease.attempts + 1, self.chance(), away.after)
            if not away.guessed:
                self.patience.asked(self.central.name, away.after)
            hold = 0 if away.guessed else schedule.hold_ms(away.after)
            again = await self.ledger.later(lease, int(delay * 1000), away.reason, unknown=lease.begun, hold_ms=hold)
            await self._unless_alone(lease, again)
        except NotYet as wait:
            await self.ledger.later(lease, int(AGAIN_SECONDS * 1000), wait.reason, unknown=lease.begun)
        except Rejected as refused:
            await self.ledger.park(lease, refused.reason, heard=not isinstance(refused, Unsaid))
        except Unknown as unknown:
            delay = schedule.delay(lease.attempts + 1, self.chance(), unknown.after)
            self.patience.asked(self.central.name, unknown.after)
            hold = schedule.hold_ms(unknown.after)
            risked = risks(self.central.can) and not lease.token
            again = await self.ledger.later(
                lease, int(delay * 1000), unknown.reason, unknown=True, hold_ms=hold, risked=risked
            )
            await self._unless_alone(lease, again)
        except (LedgerLost, LedgerAway):
            raise
        except Exception as defect:  # noqa: BLE001 - one complaint we cannot carry must not stop the others
            await defects.park(self.ledger, lease, defect)

    async def _carry(self, lease: ForwardLease) -> None:
        # Also before a question, and when the ledger that knew of the wish was lost meanwhile.
        if left := self.patience.left_ms(self.central.name):
            await self.ledger.later(lease, left, "asked to wait", unknown=lease.begun)
        elif lease.token == PLACE and not self.central.can.tray:
            await self._in_tray(lease)
        elif self._is_to_be_told(lease):
            if await self._is_new_there(lease):
                await self._submit(lease)
        elif await self.ledger.may_call(lease, self.lease_ms):
            await (self._ask_number(lease) if lease.token else self._look_up(lease))

    async def _unless_alone(self, lease: ForwardLease, again: int) -> None:
        """again: as `Ledger.later` tells it. What the central system cannot digest is tried no more."""
        if again > FAILS_ALONE:
            await self.ledger.park(lease, ALONE)

    async def _in_tray(self, lease: ForwardLease) -> None:
        """CENTRAL was by_hand when it was told; a ledger made anew has to be given its words again."""
        if lease.case:
            await by_hand_tray.stays(self.ledger, lease)
        else:
            await replace(self, central=ByHand()).handle(lease)

    def _is_to_be_told(self, lease: ForwardLease) -> bool:
        """Nobody was told yet; or what a person reads in the ledger went with the one before."""
        lost = self.central.can.tray and not lease.case
        return lost or not (lease.token or lease.begun or lease.doubt)

    async def _is_new_there(self, lease: ForwardLease) -> bool:
        """Whoever is believed to have taken nothing, and can show what they have, is looked at before they are told
        again: what is not seen there proves nothing, what is seen does. Who goes first after an outage asks something
        harmless. False also when the lease was lost. Raise `Unavailable`."""
        can = self.central.can
        looks = bool(lease.attempts) and can.look_up and not can.consistent_look_up
        if not feels(can) or not (looks or lease.first):
            return True
        if not await self.ledger.may_call(lease, self.lease_ms):
            return False
        if not looks:
            looks = not await answers(self.central) and can.look_up
            if looks and not await self.ledger.may_call(lease, self.lease_ms):
                return False
        found = await self.central.find(lease.id, _received_at(lease)) if looks else None
        if found is not None:
            await self._received(lease, found, told=lease.doubt)
        return found is None

    async def _submit(self, lease: ForwardLease) -> None:
        case, later = await self._freezing().case(lease)
        ends = asyncio.get_running_loop().time() + self.lease_ms / 1000 - schedule.MARGIN_SECONDS
        can = self.central.can
        durably, sure = not can.idempotent, can.look_up and can.consistent_look_up and not lease.token
        begun = await self.ledger.begin_forward(lease, self.lease_ms, case, later, durably=durably, sure=sure)
        if begun is None:
            return
        if left := self._put_off_ms(ends):
            await self.ledger.later(lease, left, "not sent now", unknown=lease.begun)
            return
        try:
            receipt = await self._told(lease, begun, ends)
        except Rejected:
            # An earlier call that was given up may have arrived since it was looked for, with the case as it was then.
            found = await self._arrived_late(lease)
            if found is None:
                raise
            receipt = found
        await self._received(lease, receipt, told=False)

    async def _arrived_late(self, lease: ForwardLease) -> Receipt | None:
        if not (lease.begun or lease.doubt) or not self.central.can.look_up:
            return None
        if not await self.ledger.may_call(lease, self.lease_ms):
            return None
        return await self.central.find(lease.id, _received_at(lease))

    def _put_off_ms(self, ends: float) -> int:
        """For how long a call that was noted is not made after all: it was asked for patience meanwhile, or this
        process stood still until another may hold the complaint."""
        late = asyncio.get_running_loop().time() >= ends
        return max(self.patience.left_ms(self.central.name), 1 if late else 0)

    async def _told(self, lease: ForwardLease, begun: Begun, ends: float) -> Receipt:
        note = DeliveryNote(begun.attempt, begun.away_ms // 60_000)
        try:
            async with asyncio.timeout_at(ends):
                return await self.central.submit(lease.id, begun.case, note)
        except TimeoutError:
            raise Unknown("no answer before the lease ended") from None

    def _freezing(self) -> Freezing:
        return Freezing(self.ledger, self.central, self.lease_ms, self.patience, self.carry, self.clock)

    async def _look_up(self, lease: ForwardLease) -> None:
        can = self.central.can
        if not can.idempotent and (left := lease.ends_in_ms + int(can.lookup_settles_after * 1000)) > 0:
            await self.ledger.later(lease, left, "what was sent may still arrive", unknown=lease.begun)
            return
        found = await self.central.find(lease.id, _received_at(lease)) if can.look_up else None
        if found is not None:
            await self._received(lease, found, told=lease.doubt)
        elif can.idempotent or (can.look_up and can.consistent_look_up):
            await self._submit(lease)
        else:
            await self.ledger.park(lease, NOT_SEEN if can.look_up else CANNOT_ASK)

    async def _ask_number(self, lease: ForwardLease) -> None:
        number = await self.central.number(lease.token)
        if number is not None:
            await self._numbered(lease, number, told=lease.doubt)
        else:
            waited = self.clock() - lease.received_ms / 1000
            await self.ledger.deferred(lease, lease.token, int(schedule.poll_delay(waited) * 1000))

    async def _received(self, lease: ForwardLease, receipt: Receipt, *, told: bool) -> None:
        """told: the sender may have got this number before the ledger was lost."""
        if isinstance(receipt, Accepted):
            await self._numbered(lease, receipt.number, told=told)
        else:
            await self.ledger.deferred(lease, receipt.token, int(schedule.poll_delay(0) * 1000))

    async def _numbered(self, lease: ForwardLease, number: str, *, told: bool) -> None:
        if await self.ledger.numbered(lease, number, doubt=told, follow=followed.wants(self.central)):
            self.answers_due()
