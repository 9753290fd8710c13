"""What is asked of others about a delivery before it is understood; found once, kept as a mark beside the row.

Accepting asks nobody, understanding is pure: so it is done here, in the pump, beside the rows that need no asking. Who
does not answer holds up nobody else: the row is tried again later, and goes on without after `PATIENCE`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog

from channels.base import NotNow
from gateway.control_client import ControlClient
from gateway.ending import end
from gateway.fair import FairLine
from gateway.inbox import Row, marked
from gateway.journal_reader import JournalReader
from gateway.log import describe
from gateway.peers import neighbourhood
from normalizer.schema import Raw

log = structlog.get_logger("vet")

# A mail may be late, never lost: after this it goes on with what could not be found out.
PATIENCE = timedelta(hours=1)
# A gateway that was down for longer than that asks a few times all the same.
LEAST_TRIES = 3
PAUSES = (5.0, 15.0, 60.0, 120.0, 300.0)
LONGEST_SECONDS = 30.0
# Who asks for something again waits in a line of his own; large bodies are few at a time, for they fill the memory.
FRESH_AT_ONCE, AGAIN_AT_ONCE, LARGE_AT_ONCE = 24, 6, 2
LARGE = 1024 * 1024
GATHER_SECONDS = 0.02
_MOST_BYTES = 8 * 1024 * 1024


class Step(Protocol):
    """One thing that is found out about deliveries."""

    @property
    def mark(self) -> str:
        """The mark it gives; a row that has it is not asked about again."""
        ...

    def wants(self, raw: Raw) -> bool:
        """Whether it concerns this delivery. Cheap: it is asked of every one."""
        ...

    async def find(self, raw: Raw) -> str:
        """The mark's value: words of ours without personal data. `raw` has the marks of the steps before (`MARK …`).
        Raise `NotNow` to be asked again later. Anything else that is raised counts as given up."""
        ...

    def given_up(self) -> str:
        """The mark's value when it could not be found out."""
        ...


@dataclass(eq=False)
class Vetting:
    """`let_through` sorts the rows the pump reads; `run` finds out about the others; `vetted` gives them back.

    Only numbers of rows are held here: a restart begins anew with the rows that have no end.
    """

    reader: JournalReader
    control: ControlClient
    steps: Sequence[Step] = ()
    pauses: Sequence[float] = PAUSES
    patience: timedelta = PATIENCE
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    _tries: dict[int, int] = field(default_factory=dict)
    _done: list[int] = field(default_factory=list)
    _fresh: FairLine = field(default_factory=FairLine)
    _again: FairLine = field(default_factory=FairLine)
    _large: FairLine = field(default_factory=FairLine)

    @property
    def waiting(self) -> int:
        """How many rows are being found out about, or put off."""
        return len(self._tries)

    def reset(self) -> None:
        """The pump reads all open rows again."""
        self._tries.clear()
        self._done.clear()
        self._fresh, self._again, self._large = FairLine(), FairLine(), FairLine()

    def let_through(self, rows: Iterable[Row]) -> list[Row]:
        """Those of which nothing need be found out. The others are begun, each once."""
        through = []
        for row in rows:
            if not self._lacking(row):
                through.append(row)
            elif row.seq not in self._tries and row.raw:
                self._tries[row.seq] = 0
                (self._large if len(row.raw.body) > LARGE else self._fresh).put(row.seq, _sender(row.raw))
        return through

    def vetted(self) -> list[Row]:
        """Rows that have their marks since the last call, with their bytes; no more of them than memory bears."""
        rows: list[Row] = []
        size = 0
        while self._done and size < _MOST_BYTES:
            row = self.reader.row(self._done.pop(0))
            if row and not row.end:
                rows.append(row)
                size += len(row.raw.body) if row.raw else 0
        return rows

    async def run(self) -> None:
        """Until cancelled. Raise `JournalError`."""
        workers = [asyncio.create_task(self._work(self._fresh)) for _ in range(FRESH_AT_ONCE)]
        workers += [asyncio.create_task(self._work(self._again)) for _ in range(AGAIN_AT_ONCE)]
        workers += [asyncio.create_task(self._work(self._large)) for _ in range(LARGE_AT_ONCE)]
        try:
            await asyncio.gather(*workers)
        finally:
            await end(workers)

    async def _work(self, line: FairLine) -> None:
        while True:
            await self._vet(await line.get())

    async def _vet(self, seq: int) -> None:
        row = self.reader.row(seq)
        if row is None or row.end:
            self._tries.pop(seq, None)
            return
        found, put_off = await self._found(row)
        if found:
            await self.control.mark(seq, found)
        if put_off:
            self._put_off(row)
            return
        self._tries.pop(seq, None)
        self._done.append(seq)
        if len(self._done) == 1:
            # A moment for the others that are nearly done: one batch costs the pump as much as one row.
            asyncio.get_running_loop().call_later(GATHER_SECONDS, self.control.wake)

    async def _found(self, row: Row) -> tuple[dict[str, str], bool]:
        """New marks, and whether one is still to be found."""
        found: dict[str, str] = {}
        for step in self._lacking(row):
            raw = marked(replace(row, marks={**row.marks, **found}))
            if raw is None:
                break
            try:
                async with asyncio.timeout(LONGEST_SECONDS):
                    found[step.mark] = await step.find(raw)
            except (NotNow, TimeoutError):
                if self._patient(row):
                    return found, True
                log.warning("gone_on_without", row=row.seq, mark=step.mark)
                found[step.mark] = step.given_up()
            except Exception as error:  # noqa: BLE001 - every byte is hostile, and no mail is lost by a defect of ours
                log.warning("vetting_failed", row=row.seq, mark=step.mark, why=describe(error))
                found[step.mark] = step.given_up()
        return found, False

    def _patient(self, row: Row) -> bool:
        return self.now() - row.received_at < self.patience or self._tries.get(row.seq, 0) + 1 < LEAST_TRIES

    def _put_off(self, row: Row) -> None:
        tries = self._tries.get(row.seq, 0)
        self._tries[row.seq] = tries + 1
        if tries == 0:
            log.warning("put_off", row=row.seq, waiting=len(self._tries))
        line = self._large if row.raw and len(row.raw.body) > LARGE else self._again
        pause = self.pauses[min(tries, len(self.pauses) - 1)]
        asyncio.get_running_loop().call_later(pause, line.put, row.seq, _sender(row.raw) if row.raw else "")

    def _lacking(self, row: Row) -> list[Step]:
        if row.raw is None:
            return []
        return [step for step in self.steps if step.mark not in row.marks and step.wants(row.raw)]


def _sender(raw: Raw) -> str:
    """Who takes turns with others: name servers of theirs that never answer cost seconds for each mail."""
    return neighbourhood(raw.header("PEER"))
