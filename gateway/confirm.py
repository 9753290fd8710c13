"""Parts of a typed list that are not certain are shown to the official, who answers OK; then the mail is read again.

pump → `asked:split:<question>` → mail to the official → OK → mark `confirmed` → replay. Every step may be repeated.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from forwarder.ledger import Ledger
from forwarder.questions import answers_to, give_up, question_in
from gateway.control_client import ControlClient
from gateway.inbox import Row
from gateway.journal_reader import JournalReader

# Offices are closed at weekends, and a complaint should reach the central system within three working days.
PATIENCE = timedelta(days=2)
_AT_ONCE = 200
log = structlog.get_logger("confirm")


@dataclass(eq=False)
class Questions:
    """One node's open questions: rows that wait for an official, for `patience` at most."""

    reader: JournalReader
    control: ControlClient
    patience: timedelta = PATIENCE

    async def settle(self, ledger: Ledger, now: datetime) -> int:
        """Read again what was answered, and what was waited for long enough; how many. Raise `LedgerLost`,
        `LedgerAway`, `JournalError`."""
        after, settled = 0, 0
        while rows := self.reader.asked(after, _AT_ONCE):
            splits = [row for row in rows if question_in(row.end)]
            answers = await answers_to(ledger, [question_in(row.end) for row in splits])
            for row, answer in zip(splits, answers, strict=True):
                over = not answer and now - row.received_at > self.patience
                settled += await self._settled(row, await give_up(ledger, question_in(row.end)) if over else answer)
            after = rows[-1].seq
        return settled

    async def _settled(self, row: Row, said: str) -> bool:
        if not said:
            return False
        # First the mark: should the second step be lost, this is done again.
        await self.control.mark(row.seq, {"confirmed": said})
        await self.control.replay([row.seq])
        log.info("split_settled", row=row.seq, said=said)
        return True
