"""What nobody can read is asked about; unanswered, it is a complaint all the same, marked for a person.

pump → `asked:unclear:<who>` → the sender is asked → nothing more comes → mark `kept` → replay. Whoever tells what was
meant has a complaint of that: then the row ends as any other that was answered. Every step may be repeated.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from forwarder.ledger import Ledger
from forwarder.questions import unclear_in, wrote_since
from gateway.control_client import ControlClient
from gateway.inbox import End, Row
from gateway.journal_reader import JournalReader

KEPT = "kept"
ANSWERED = "answered:unclear"
_AT_ONCE = 200
log = structlog.get_logger("doubtful")


@dataclass(eq=False)
class Doubtful:
    """One node's rows that wait for their senders' word, for `patience` (as long as a draft may) at most."""

    reader: JournalReader
    control: ControlClient
    patience: timedelta

    async def settle(self, ledger: Ledger, now: datetime) -> int:
        """How many are waited for no longer. Raise `LedgerLost`, `LedgerAway`, `JournalError`."""
        after, settled = 0, 0
        while rows := self.reader.asked(after, _AT_ONCE):
            over = [row for row in rows if unclear_in(row.end) and now - row.received_at > self.patience]
            asked = [(unclear_in(row.end), int(row.received_at.timestamp() * 1000)) for row in over]
            for row, wrote in zip(over, await wrote_since(ledger, asked), strict=True):
                settled += await self._settled(row, wrote)
            after = rows[-1].seq
        return settled

    async def _settled(self, row: Row, wrote: str) -> bool:
        if wrote == "open":
            return False
        if wrote:
            await self.control.end([End(row.seq, ANSWERED)])
            return True
        # First the mark: should the second step be lost, this is done again.
        await self.control.mark(row.seq, {KEPT: "yes"})
        await self.control.replay([row.seq])
        log.info("unclear_kept", row=row.seq)
        return True
