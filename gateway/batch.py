"""One batch of rows on its way: understood, told to the ledger, given their ends."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog

from forwarder.items import Claim, Note, Queue
from forwarder.ledger import Ledger
from gateway.inbox import End, Row
from gateway.log import describe
from gateway.row_guard import RowGuard
from gateway.understand import Item, Report, StatusQuestion, Told, Understanding

log = structlog.get_logger("pump")


@dataclass(eq=False)
class Part:
    """One message of a row, and what became of it: an end, or why it is left to a person."""

    item: Item
    end: str = ""
    refused: str = ""


@dataclass(eq=False)
class Batch:
    """`rung` are the queues in which something is due now. Doing a batch again changes nothing."""

    ledger: Ledger
    understanding: Understanding
    guard: RowGuard
    rung: set[Queue] = field(default_factory=set)

    async def ends(self, rows: Sequence[Row], doubt_until: int) -> list[End]:
        """Raise `LedgerLost` or `LedgerAway`: nothing has its end then."""
        ends: list[End] = []
        understood: list[tuple[Row, list[Part]]] = []
        for row in rows:
            try:
                understood.append((row, self._understand(row, doubt=row.seq <= doubt_until)))
            except Exception as error:  # noqa: BLE001 - whatever a row does to us, it is kept for a person, never lost
                ends.append(_quarantined(row, describe(error)))
            await asyncio.sleep(0)
        parts = [part for _, found in understood for part in found]
        await self._claim([part for part in parts if isinstance(part.item, Claim | Note)])
        # Asked after the claims: somebody may ask for a complaint that came in the same breath.
        await self._answer_status([part for part in parts if isinstance(part.item, StatusQuestion)])
        for part in parts:
            if isinstance(part.item, Report | Told):
                part.end = "report" if await self._hear(part.item) else "report:foreign"
        return ends + [_ended(row, found) for row, found in understood]

    def _understand(self, row: Row, *, doubt: bool) -> list[Part]:
        with self.guard.reading(row.seq):
            return [Part(item) for item in self.understanding.items(row, doubt=doubt)]

    async def _claim(self, parts: Sequence[Part]) -> None:
        items = [part.item for part in parts if isinstance(part.item, Claim | Note)]
        for part, (what, end) in zip(parts, await self.ledger.take_in(items) if items else (), strict=True):
            part.refused = end if what == "refused" else ""
            part.end = "again" if what == "again" else end
            self.rung.add("forward" if isinstance(part.item, Claim) else "reply")

    async def _answer_status(self, parts: Sequence[Part]) -> None:
        for part in parts:
            if isinstance(part.item, StatusQuestion):
                part.item = await self._status(part.item)
        await self._claim(parts)

    async def _status(self, item: StatusQuestion) -> Note:
        """Another's complaint and no complaint look the same to who asks."""
        found = await self.ledger.standing(item.number)
        note = self.understanding.note
        if found is None or found.owner not in item.owners:
            return note(item.message, item.triage, "status_unknown", doubt=item.doubt, asked=item.number)
        facts = {"number": found.number, "national": found.national}
        return note(item.message, item.triage, "status", doubt=item.doubt, **facts)

    async def _hear(self, item: Report | Told) -> bool:
        """Apply another system's word; both may be applied again."""
        if isinstance(item, Told):
            return await self.ledger.told_number(item.reference, item.number)
        return await self.ledger.report(item.key, item.rank, item.status)


def _ended(row: Row, parts: Sequence[Part]) -> End:
    refused = next((part.refused for part in parts if part.refused), "")
    if refused:
        return _quarantined(row, f"Redis refused a step of this row ({refused})")
    return End(row.seq, " ".join(part.end for part in parts) or "nothing")


def _quarantined(row: Row, why: str) -> End:
    log.error("quarantined", row=row.seq, channel=row.channel, why=why)
    return End(row.seq, "quarantined", why)
