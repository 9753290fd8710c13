"""A case as a central system gets it, made once; its files go first, and again where they may be gone."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from forwarder import edits
from forwarder.added import places_of
from forwarder.attach import Carry, nameless, reasons, shelf_of
from forwarder.central import Central, Rejected, hold_flags
from forwarder.handing import Noted
from forwarder.hold import held
from forwarder.items import ForwardLease
from forwarder.ledger import Ledger
from forwarder.patience import Patience
from forwarder.protection import protected
from forwarder.to_write import WHY, to_write
from normalizer import codec
from normalizer.schema import Attachment, Complaint, Submission


def submission_of(
    complaint: Complaint, number: str, related: tuple[str, ...] = (), recurrence_of: str = ""
) -> Submission:
    """The case as every central system gets it; what is protected is named beside no other and names none."""
    return Submission(
        reference=complaint.id,
        number=number,
        kind=complaint.kind,
        channel=complaint.channel,
        title=complaint.title,
        text=complaint.text,
        reporter=complaint.reporter,
        submitted_by=complaint.submitted_by,
        flags=complaint.flags,
        received_at=complaint.received_at,
        sent_at=complaint.sent_at,
        note=complaint.note,
        agency_keyword=complaint.agency_keyword,
        language=complaint.language,
        attachments=complaint.attachments,
        location=complaint.location,
        related_to=() if complaint.flags else related,
        recurrence_of=recurrence_of,
    )


class Unsaid(Rejected):
    """It was not even sent: nothing was heard of the central system."""


@dataclass(frozen=True)
class Freezing:
    """As `Forward` has them."""

    ledger: Ledger
    central: Central
    lease_ms: int
    patience: Patience
    carry: Carry | None
    clock: Callable[[], float]

    async def case(self, lease: ForwardLease) -> tuple[bytes, str]:
        """The frozen case, and which files follow it: at which places. Raise `Unsaid`, `NotYet` or as a call."""
        if lease.case:
            await self._files_again(lease)
            return self.ledger.open_case(lease), ""
        try:
            return await self._freeze(lease)
        except Rejected as cannot:
            raise Unsaid(cannot.reason) from None

    async def _freeze(self, lease: ForwardLease) -> tuple[bytes, str]:
        """The files go first: the case names what the central system has by then, and is never changed again. What it
        did not wait for follows as a supplement."""
        complaint = self._complaint(lease)
        hold_flags(self.central.can, complaint.flags)
        if to_write(complaint):
            raise Rejected(WHY)
        attachments = complaint.attachments
        if attachments and self.carry:
            age = self.clock() - lease.received_ms / 1000
            attachments = await self._handed_over(lease, complaint, age, self._handing(lease), self.carry)
        elif complaint.flags.anonim:
            attachments = nameless(attachments)
        if why := reasons(attachments):
            await self.ledger.withheld(lease, why)
        if attachments is not complaint.attachments:
            complaint = replace(complaint, attachments=attachments)
        case = self.central.freeze(submission_of(complaint, lease.number, lease.related, lease.recurrence_of))
        return case, places_of(attachments)

    async def _files_again(self, lease: ForwardLease) -> None:
        """What was tried long ago may be tried at another place now, or where bytes that no case names are thrown away
        after some days; the case names them all the same."""
        complaint = self._complaint(lease)
        if not complaint.attachments or self.carry is None or not self.central.can.attachments:
            return
        handing = self._handing(lease)
        if not await handing.are_kept():
            await self._handed_over(lease, complaint, math.inf, handing, self.carry)

    async def _handed_over(
        self, lease: ForwardLease, complaint: Complaint, age: float, handing: Noted, carry: Carry
    ) -> tuple[Attachment, ...]:
        files, anonim = complaint.attachments, complaint.flags.anonim
        async with held(lambda: self.ledger.may_call(lease, self.lease_ms), self.lease_ms):
            return await carry.hand_over(files, self.central, age, anonim=anonim, handing=handing)

    def _handing(self, lease: ForwardLease) -> Noted:
        return Noted(self.ledger, lease.id, self.patience, self.central.name, shelf_of(self.central))

    def _complaint(self, lease: ForwardLease) -> Complaint:
        complaint = protected(codec.decode(Complaint, self.ledger.open_body(lease)), lease.asked)
        return edits.edited(complaint, edits.opened(self.ledger.sealer, lease.id, lease.edits))
