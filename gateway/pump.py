"""The pump: journal → read → understand → ledger → queue, its facts back into the journal, and the clock that sweeps.

It runs in a process of its own, so that parsing never slows accepting, and may be killed and redone at any point.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import structlog

from forwarder import acts, followed, supplement
from forwarder.items import LedgerAway, LedgerLost, Queue
from forwarder.ledger import Ledger
from forwarder.news import open_questions
from forwarder.store import StoreAway
from gateway.attach import HEAL_SECONDS, Keeper
from gateway.audit import NotAudited
from gateway.batch import Batch
from gateway.bell import Bells
from gateway.confirm import Questions
from gateway.control_client import ControlClient
from gateway.doubtful import Doubtful
from gateway.ending import end
from gateway.erase import EVERY_SECONDS, Erasing
from gateway.inbox import DOUBT_MS, ERASED, JOINED, OFFERED_THEN, JournalError, Row
from gateway.journal_reader import JournalReader
from gateway.memory import collect_after
from gateway.orphans import Orphans
from gateway.readers import Readers
from gateway.rebuild import Rebuild
from gateway.row_guard import RowGuard
from gateway.settling import Drafts
from gateway.understand import Understanding
from gateway.vet import Vetting

log = structlog.get_logger("pump")

BATCH = 100
FACTS_AT_ONCE = 500
# What happens within so long comes to the journal together: a commit costs as much for one as for a hundred.
GATHER_SECONDS = 0.05
SWEEP_SECONDS = 0.5
BEAT_SECONDS = 1.0
AWAY_SECONDS = 1.0


@dataclass(eq=False)
class Pump:
    """Reads one node's journal. `doubt_until`: rows up to this one were offered to a ledger that is lost."""

    reader: JournalReader
    control: ControlClient
    understanding: Understanding
    bells: Bells
    rebuild: Rebuild
    guard: RowGuard
    vetting: Vetting
    keeper: Keeper | None = None
    erasing: Erasing | None = None
    readers: Readers = field(default_factory=lambda: Readers(0))
    _cursor: int = 0
    _doubt_until: int = 0
    _asked: Mapping[str, str] = field(default_factory=dict)
    _offered: int = 0
    _flow: deque[asyncio.Task[None]] = field(default_factory=deque)
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def stop(self) -> None:
        self._stopping.set()

    async def run(self) -> None:
        """Until `stop`: find the living ledger, or rebuild it, and pump into it."""
        while not self._stopping.is_set():
            try:
                await self._live()
            except LedgerAway as away:
                log.warning("redis_away", why=str(away)[:80])
                await self._pause(AWAY_SECONDS)
            except LedgerLost:
                log.warning("ledger_lost")
            except JournalError as broken:
                log.warning("journal_away", why=str(broken))
                await self._pause(AWAY_SECONDS)

    async def _live(self) -> None:
        ledger = await self.rebuild.live(self._stopping)
        if ledger is None:
            return
        self._doubt_until = int(self.reader.meta("doubt_until") or 0)
        self._cursor, self._offered = 0, self.reader.offered()
        self.vetting.reset()
        if self.erasing:
            # Nothing is made of what somebody wrote who was erased while this node was away.
            await self.erasing.learn(ledger, datetime.now(UTC))
        tasks = [asyncio.create_task(work(ledger)) for work in self._works()]
        tasks.append(asyncio.create_task(self.vetting.run()))
        tasks += [asyncio.create_task(self._heal(self.keeper))] if self.keeper else []
        stopped = asyncio.create_task(self._stopping.wait())
        await self.control.set_meta(JOINED, ledger.epoch)
        try:
            await asyncio.wait([*tasks, stopped], return_when=asyncio.FIRST_COMPLETED)
        finally:
            await end((*tasks, stopped))
            with suppress(JournalError):
                await self.control.set_meta(JOINED, "")
            results = await asyncio.gather(*tasks, stopped, return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException) and not isinstance(result, asyncio.CancelledError):
                raise result

    def _works(self) -> Sequence[Callable[[Ledger], Coroutine[Any, Any, None]]]:
        works = (self._rows, self._facts, self._sweep, self._beat, self._drafts)
        return (*works, self._erase) if self.erasing else works

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    # -- rows -----------------------------------------------------------------------------------------------------

    async def _rows(self, ledger: Ledger) -> None:
        try:
            await self._pump(ledger)
        finally:
            await end(self._flow)
            await asyncio.gather(*self._flow, self.readers.stop(), return_exceptions=True)
            self._flow.clear()

    async def _pump(self, ledger: Ledger) -> None:
        # What came while this node was down may answer a question.
        self._asked = await open_questions(ledger)
        while True:
            # Rows are read while the ledger and the journal are told of those before; by others, while yet others are.
            await self._flowed(2 if self.readers.ready else 1)
            rows = self.reader.open_rows(self._cursor, BATCH)
            ready = {row.seq: row for row in (*self.vetting.vetted(), *self.vetting.let_through(rows))}
            if ready:
                self._take(ledger, [ready[seq] for seq in sorted(ready)])
            if rows:
                self._cursor = rows[-1].seq
                await asyncio.sleep(0)
            elif not ready:
                await self._flowed(0)
                await self.readers.rest()
                lowest = await self.control.changed(timeout=SWEEP_SECONDS)
                if lowest is not None:
                    self._cursor = min(self._cursor, max(0, lowest - 1))

    def _take(self, ledger: Ledger, rows: Sequence[Row]) -> None:
        batch = Batch(ledger, self.understanding, self.guard, self._doubt_until, self.readers, self._asked)
        before = self._flow[-1] if self._flow else None
        self._flow.append(asyncio.create_task(self._through(ledger, batch, rows, before)))

    async def _flowed(self, most: int) -> None:
        """No more than so many batches are under way; what stopped one is raised here."""
        while len(self._flow) > most:
            await self._flow[0]
            self._flow.popleft()

    async def _through(
        self, ledger: Ledger, batch: Batch, rows: Sequence[Row], before: asyncio.Task[None] | None
    ) -> None:
        await batch.read(rows, self.erasing.came_too_late if self.erasing else None)
        with self.readers.telling():
            if before:
                await asyncio.wait((before,))
                before.result()
            await self._tell(ledger, batch, rows[-1].seq)
        largest = max(len(row.raw.body) if row.raw else 0 for row in rows)
        del batch, rows
        collect_after(largest)

    async def _tell(self, ledger: Ledger, batch: Batch, newest: int) -> None:
        """Offer, claim, ring, end: a crash after any of them is mended by doing it again."""
        if self.erasing and any(end.end == ERASED for end in batch.unread):
            await self.erasing.found_late()
        if newest > self._offered:
            await self.control.offered(newest)
            self._offered = newest
        if self.keeper:
            for row, parts in batch.understood:
                await self.keeper.keep(row, [part.item for part in parts])
        ends = await batch.ends()
        if batch.asked:
            self._asked = await open_questions(ledger)
        for queue in batch.rung:
            await self.bells.ring(ledger, queue)
        await self.control.end(ends)

    # -- facts, sweeping, beating ---------------------------------------------------------------------------------

    async def _facts(self, ledger: Ledger) -> None:
        while True:
            if 0 < await self.rebuild.take_facts(ledger, block_ms=2000, most=FACTS_AT_ONCE) < FACTS_AT_ONCE:
                await self._pause(GATHER_SECONDS)

    async def _sweep(self, ledger: Ledger) -> None:
        """Ring for whatever is due and was not heard: retries, leases of dead workers, numbers to be asked for."""
        queues: tuple[Queue, ...] = ("forward", "reply")
        questions = Questions(self.reader, self.control)
        doubtful = Doubtful(self.reader, self.control, self.understanding.drafting.cap)
        orphans = Orphans(self.reader, self.control, self.understanding)
        while True:
            for queue in queues:
                if await ledger.anything_due(queue) or (queue == "forward" and await _more_due(ledger)):
                    await self.bells.ring(ledger, queue)
            await questions.settle(ledger, datetime.now(UTC))
            await doubtful.settle(ledger, datetime.now(UTC))
            await orphans.settle(ledger, datetime.now(UTC))
            self._asked = await open_questions(ledger)
            await asyncio.sleep(SWEEP_SECONDS)

    async def _drafts(self, ledger: Ledger) -> None:
        """Also where no piece waits any more: another node's may."""
        doubt_ms = int(self.reader.meta(DOUBT_MS) or 0)
        offered, _, newest_ms = (self.reader.meta(OFFERED_THEN) or "").partition(" ")
        if newest_ms and int(newest_ms) > doubt_ms:
            # By a clock that was set back: drafts of before it may have been over all the same.
            doubt_ms = int(newest_ms) + int(self.understanding.drafting.cap.total_seconds() * 1000)
        drafts = Drafts(self.reader, self.understanding, doubt_ms=doubt_ms, offered=int(offered) if offered else None)
        while True:
            for queue in await drafts.settle(ledger):
                await self.bells.ring(ledger, queue)
            await drafts.pause(ledger, SWEEP_SECONDS)

    async def _heal(self, keeper: Keeper) -> None:
        while True:
            await keeper.heal(self.reader, self.understanding)
            await keeper.refresh(self.reader, self.understanding, datetime.now(UTC))
            await asyncio.sleep(HEAL_SECONDS)

    async def _erase(self, ledger: Ledger) -> None:
        while self.erasing:
            try:
                await self.erasing.settle(ledger, datetime.now(UTC))
            except (StoreAway, NotAudited) as error:
                log.warning("erasure_waits", why=str(error))
            await asyncio.sleep(EVERY_SECONDS)

    async def _beat(self, ledger: Ledger) -> None:
        while True:
            await self.rebuild.beat(ledger)
            await asyncio.sleep(BEAT_SECONDS)


async def _more_due(ledger: Ledger) -> bool:
    """What goes to the central system beside complaints."""
    return await supplement.due(ledger) or await acts.due(ledger) or await followed.due(ledger)
