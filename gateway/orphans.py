"""What was linked with a complaint that no journal brought back becomes that complaint: its words are nowhere else.

A node, its journal and Redis may be lost at once. What others told of the same lies in the journals that are left, and
names the complaint, so it goes on under that name: the central system is asked for it before anything is told, and
everything else that was linked with it, or added to it, finds it again. What was only asked of it (protection, a
withdrawal) has no words that could be told: a person sees to it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from forwarder import acts, drafts, stand_ins
from forwarder.items import Claim
from forwarder.ledger import Ledger
from forwarder.supplement import Supplement
from gateway.control_client import ControlClient
from gateway.draft_restoring import RestoringDrafts
from gateway.inbox import End, Row
from gateway.journal_reader import JournalReader
from gateway.restoring import Restoring, named
from gateway.understand import Understanding
from gateway.understood import Item

log = structlog.get_logger("rebuild")

# The journal's note of when (ms) its rows went into a ledger that was made anew, until they were looked through.
SINCE = "orphans"
# Nodes that were told to begin anew have begun by then; what they have open may be what is missed.
PATIENCE_MS = 60_000
_LINKED = ("linked", "supplement")


@dataclass(eq=False)
class Orphans:
    """One node's."""

    reader: JournalReader
    control: ControlClient
    understanding: Understanding

    async def settle(self, ledger: Ledger, now: datetime) -> int:
        """How many complaints are told in others' words now. Raise `LedgerLost`, `LedgerAway`, `JournalError`."""
        since = int(self.reader.meta(SINCE) or 0)
        if not since or now.timestamp() * 1000 - since < PATIENCE_MS or await drafts.taken_until(ledger) < since:
            return 0
        restoring = Restoring(ledger, self.reader, self.control, self.understanding, self.understanding.node, now)
        count = await self._rows(restoring) + await self._drafts(ledger, now)
        if asked := await acts.park_lost(ledger, int((now.timestamp() - _seconds(ledger)) * 1000)):
            log.error("asked_of_lost", acts=asked)
        await self.control.set_meta(SINCE, "")
        return count

    async def _rows(self, restoring: Restoring) -> int:
        count = 0
        for batch in restoring.lately(_seconds(restoring.ledger)):
            lost = await _lost(restoring.ledger, [row.end for row in batch])
            for row in (row for row in batch if not lost.isdisjoint(_targets(row.end))):
                full = self.reader.row(row.seq)
                count += await self._row(restoring, full, lost) if full else 0
            await asyncio.sleep(0)
        return count

    async def _row(self, restoring: Restoring, row: Row, lost: set[str]) -> int:
        ends = row.end.split(" ")
        count = 0
        for item, end in await restoring.restorable(row):
            target = next(iter(_targets(end)), "")
            if target in lost and (number := await _stands_in(restoring.ledger, item, target)):
                count += 1
                ends[ends.index(end)] = _ended(end, f"complaint:{target}:{number}")
        if count:
            log.warning("stands_in", row=row.seq)
            await self.control.end([End(row.seq, " ".join(ends))])
        return count

    async def _drafts(self, ledger: Ledger, now: datetime) -> int:
        """Their facts say what they were linked with, and do so again at the next rebuild."""
        count = 0
        restoring = RestoringDrafts(ledger, self.reader, self.understanding, now)
        for batch in restoring.lately(_seconds(ledger)):
            lost = await _lost(ledger, [end for _, end in batch])
            for item, end in batch:
                target = next(iter(_targets(end)), "")
                count += bool(target in lost and await _stands_in(ledger, item, target))
            await asyncio.sleep(0)
        return count


def _seconds(ledger: Ledger) -> int:
    """How far back to look: what was told within the window before that is kept for as long as RETENTION_DAYS says, so
    nobody takes for lost what was forgotten in time."""
    return max(1, min(ledger.keep.claim, ledger.keep.case - ledger.keep.window))


async def _stands_in(ledger: Ledger, item: Item, target: str) -> str:
    """An addition is told as what it would be alone; that it follows then as well is said twice in one case."""
    claim = item.otherwise if isinstance(item, Supplement) else item
    return await stand_ins.stand_in(ledger, named(claim, target)) if isinstance(claim, Claim) else ""


async def _lost(ledger: Ledger, ends: Sequence[str]) -> set[str]:
    targets = sorted({target for end in ends for target in _targets(end)})
    return await stand_ins.missing(ledger, targets) if targets else set()


def _targets(end: str) -> list[str]:
    words = (word.split(":") for word in end.split(" "))
    return [word[1] for word in words if word[0] in _LINKED and len(word) > 1]


def _ended(end: str, became: str) -> str:
    """What was linked is that complaint from now on, with its protection (`row_end.held_in`); an addition stays one."""
    return ":".join([became, *end.split(":")[2:]]) if end.startswith("linked:") else end
