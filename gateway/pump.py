"""The pump: journal → read → understand → ledger → queue, its facts back into the journal, and the clock that sweeps.

It runs in a process of its own, so that parsing never slows accepting, and may be killed and redone at any point.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from forwarder.items import Claim, LedgerAway, LedgerLost, Note, Queue
from forwarder.ledger import Ledger
from gateway.bell import Bells
from gateway.control_client import ControlClient
from gateway.ending import end
from gateway.inbox import End, Row
from gateway.journal_reader import JournalReader
from gateway.log import describe
from gateway.rebuild import Rebuild
from gateway.understand import Item, Report, StatusQuestion, Told, Understanding

log = structlog.get_logger("pump")

BATCH = 200
FACTS_AT_ONCE = 500
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
    _cursor: int = 0
    _doubt_until: int = 0
    _offered: int = 0
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

    async def _live(self) -> None:
        ledger = await self.rebuild.live(self._stopping)
        if ledger is None:
            return
        self._doubt_until = int(self.reader.meta("doubt_until") or 0)
        self._cursor, self._offered = 0, self.reader.offered()
        tasks = [asyncio.create_task(work(ledger)) for work in (self._rows, self._facts, self._sweep, self._beat)]
        stopped = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait([*tasks, stopped], return_when=asyncio.FIRST_COMPLETED)
        finally:
            await end((*tasks, stopped))
            results = await asyncio.gather(*tasks, stopped, return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException) and not isinstance(result, asyncio.CancelledError):
                raise result

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    # -- rows -----------------------------------------------------------------------------------------------------

    async def _rows(self, ledger: Ledger) -> None:
        while True:
            rows = self.reader.open_rows(self._cursor, BATCH)
            if rows:
                await self._take(ledger, rows)
                self._cursor = rows[-1].seq
            else:
                lowest = await self.control.changed(timeout=SWEEP_SECONDS)
                if lowest is not None:
                    self._cursor = min(self._cursor, max(0, lowest - 1))

    async def _take(self, ledger: Ledger, rows: Sequence[Row]) -> None:
        """Offer, understand, claim, ring, end: a crash after any of them is mended by doing it again."""
        if rows[-1].seq > self._offered:
            await self.control.offered(rows[-1].seq)
            self._offered = rows[-1].seq
        ends: list[End] = []
        told: list[tuple[Row, list[Claim | Note | Report | Told]]] = []
        for row in rows:
            try:
                items = self.understanding.items(row, doubt=row.seq <= self._doubt_until)
                told.append((row, [await self._resolved(ledger, item) for item in items]))
            except (LedgerAway, LedgerLost):
                raise
            except Exception as error:  # noqa: BLE001 - whatever a row does to us, it is kept for a person, never lost
                why = describe(error)
                log.error("quarantined", row=row.seq, channel=row.channel, why=why)  # noqa: TRY400 - masked
                ends.append(End(row.seq, "quarantined", why))
            await asyncio.sleep(0)
        ends += await self._tell(ledger, told)
        await self.control.end(ends)

    async def _resolved(self, ledger: Ledger, item: Item) -> Claim | Note | Report | Told:
        if not isinstance(item, StatusQuestion):
            return item
        found = await ledger.standing(item.number)
        note = self.understanding.note
        if found is None or found.owner not in item.owners:
            return note(item.message, item.triage, "status_unknown", doubt=item.doubt, asked=item.number)
        facts = {"number": found.number, "national": found.national}
        return note(item.message, item.triage, "status", doubt=item.doubt, **facts)

    async def _tell(self, ledger: Ledger, told: Sequence[tuple[Row, list[Claim | Note | Report | Told]]]) -> list[End]:
        claims = [item for _, items in told for item in items if isinstance(item, Claim | Note)]
        outcomes = iter(await ledger.take_in(claims) if claims else [])
        rung: set[Queue] = set()
        ends = []
        for row, items in told:
            words = []
            for item in items:
                if isinstance(item, Report | Told):
                    words.append(await _heard(ledger, item))
                else:
                    what, end = next(outcomes)
                    words.append("again" if what == "again" else end)
                    rung.add("forward" if isinstance(item, Claim) else "reply")
            ends.append(End(row.seq, " ".join(words) or "nothing"))
        for queue in rung:
            await self.bells.ring(ledger, queue)
        return ends

    # -- facts, sweeping, beating ---------------------------------------------------------------------------------

    async def _facts(self, ledger: Ledger) -> None:
        while True:
            await self.rebuild.take_facts(ledger, block_ms=2000, most=FACTS_AT_ONCE)

    async def _sweep(self, ledger: Ledger) -> None:
        """Ring for whatever is due and was not heard: retries, leases of dead workers, numbers to be asked for."""
        queues: tuple[Queue, ...] = ("forward", "reply")
        while True:
            for queue in queues:
                if await ledger.anything_due(queue):
                    await self.bells.ring(ledger, queue)
            await asyncio.sleep(SWEEP_SECONDS)

    async def _beat(self, ledger: Ledger) -> None:
        while True:
            await self.rebuild.beat(ledger)
            await asyncio.sleep(BEAT_SECONDS)


async def _heard(ledger: Ledger, item: Report | Told) -> str:
    """Apply another system's word; both may be applied again."""
    if isinstance(item, Told):
        return "report" if await ledger.told_number(item.reference, item.number) else "report:foreign"
    return "report" if await ledger.report(item.key, item.rank, item.status) else "report:foreign"
