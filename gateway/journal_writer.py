"""The one thread that writes the journal: a batch is one transaction, and one wake-up for those who wait."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue

import structlog

from gateway import inbox_schema
from gateway.disk import Reserve
from gateway.inbox import JournalBroken, JournalFull

_FULL = "The journal's disk is full. Nothing was kept; it is safe to send this again. Free space in DATA_DIR."
_LOW = (
    "The journal's disk is nearly full; what is left is kept for senders who do not try again. Send this again later."
)

log = structlog.get_logger("journal")

Work = Callable[[sqlite3.Connection], object]
# Hears in its event loop what came of a job: a result or an exception.
Told = Callable[[object], None]


@dataclass(slots=True, eq=False)
class Job:
    """A row to keep, or other work inside the transaction (`outside`: after it, alone). `urgent` jobs are done as
    long as there is any room at all."""

    told: Told
    row: inbox_schema.NewRow | None = None
    work: Work | None = None
    urgent: bool = True
    outside: bool = False


Outcome = tuple[Job, object]
Batch = tuple[list[Job], asyncio.AbstractEventLoop, Callable[[], None]]


@dataclass(slots=True)
class Tally:
    """Counts since the start; `again` are deliveries that were there already."""

    kept: int = 0
    again: int = 0
    refused: int = 0
    broken: int = 0
    commits: int = 0
    newest: int = 0


@dataclass(eq=False)
class Writer:
    """Owns the connection and the thread. Every job handed over is answered exactly once."""

    folder: Path
    reserve: Reserve
    db: sqlite3.Connection | None
    tally: Tally = field(default_factory=Tally)
    _queue: SimpleQueue[Batch | None] = field(default_factory=SimpleQueue)
    _listener: tuple[asyncio.AbstractEventLoop, Callable[[int], None]] | None = None
    _lowest: int = 0

    def __post_init__(self) -> None:
        if self.db is not None:
            self.tally.newest = inbox_schema.newest(self.db)
            self.reserve.look(lambda: 0, now=True)
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    @property
    def waiting(self) -> int:
        return self._queue.qsize()

    def hand_over(self, jobs: list[Job], loop: asyncio.AbstractEventLoop, settled: Callable[[], None]) -> None:
        """Commit these together. They are answered in one call on `loop`, which ends with `settled`."""
        self._queue.put((jobs, loop, settled))

    def listen(self, loop: asyncio.AbstractEventLoop, changed: Callable[[int], None]) -> None:
        """`changed` is called on `loop` after a commit, with the lowest row that can be read anew."""
        self._listener = (loop, changed)

    def close(self) -> None:
        """Do what waits, then end. Blocks for as long as that takes."""
        self._queue.put(None)
        self._thread.join()
        self._give_up_connection()

    def changed(self, seq: int) -> None:
        """Within a batch: row `seq` can be read anew."""
        self._lowest = min(self._lowest or seq, seq)

    def _run(self) -> None:
        while self._take(self._queue.get()):
            pass  # and nothing of the last batch is held while the next is waited for

    def _take(self, batch: Batch | None) -> bool:
        if batch is None:
            return False
        jobs, loop, settled = batch
        outcomes: list[Outcome] = []
        try:
            self._serve(jobs, outcomes)
        except Exception as error:  # noqa: BLE001 - whatever it is, the others waiting must hear of it
            answered = {id(job) for job, _ in outcomes}
            outcomes += [(job, _broken(error)) for job in jobs if id(job) not in answered]
            self._give_up_connection()
        self._answer(outcomes, loop, settled)
        return True

    def _serve(self, jobs: list[Job], outcomes: list[Outcome]) -> None:
        inside = self._admit([job for job in jobs if not job.outside], outcomes)
        if inside:
            try:
                outcomes += self._commit(inside)
            except Exception as error:  # noqa: BLE001 - sorted by kind there
                self._mend(inside, error, outcomes)
        for job in jobs:
            if job.outside and job.work:
                outcomes.append((job, self._alone(job.work)))

    def _admit(self, jobs: list[Job], outcomes: list[Outcome]) -> list[Job]:
        if not self.reserve.look(self._reusable):
            return jobs
        outcomes += [(job, JournalFull(_LOW)) for job in jobs if not job.urgent]
        return [job for job in jobs if job.urgent]

    def _reusable(self) -> int:
        db = self._connection()
        return int(db.execute("PRAGMA freelist_count").fetchone()[0]) * int(
            db.execute("PRAGMA page_size").fetchone()[0]
        )

    def _connection(self) -> sqlite3.Connection:
        if self.db is None:
            self.db = inbox_schema.connect(self.folder)
        return self.db

    def _commit(self, jobs: Sequence[Job]) -> list[Outcome]:
        """All of them in one transaction, or an error and none of them."""
        db = self._connection()
        rows = [job.row for job in jobs if job.row is not None]
        db.execute("BEGIN IMMEDIATE")
        try:
            before = inbox_schema.newest(db)
            newest, kept = inbox_schema.insert(db, rows, before)
            outcomes = [(job, job.work(db) if job.work else None) for job in jobs]
            db.execute("COMMIT")
        except BaseException:
            self._roll_back(db)
            raise
        self._count(newest, kept, len(rows) - kept)
        if kept:
            self.changed(before + 1)
        return outcomes

    def _count(self, newest: int, kept: int, again: int) -> None:
        self.tally.newest = newest
        self.tally.commits += 1
        self.tally.kept += kept
        self.tally.again += again

    def _roll_back(self, db: sqlite3.Connection) -> None:
        """A connection that cannot even do that is given up; the next batch opens another."""
        try:
            if db.in_transaction:
                db.execute("ROLLBACK")
        except sqlite3.Error:
            self._give_up_connection()

    def _mend(self, jobs: list[Job], error: Exception, outcomes: list[Outcome]) -> None:
        if self._is_full(error):
            self._make_room(jobs, outcomes)
        elif isinstance(error, sqlite3.Error) and not _about_values(error):
            self._give_up_connection()
            outcomes += [(job, _broken(error)) for job in jobs]
        else:
            outcomes += [self._apart(job) for job in jobs]

    def _is_full(self, error: Exception) -> bool:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        # Growing the shared memory beside the WAL fails as an I/O error when it is the disk that is full.
        return code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and self.reserve.look(lambda: 0, now=True))

    def _make_room(self, jobs: list[Job], outcomes: list[Outcome]) -> None:
        outcomes += [(job, JournalFull(_FULL)) for job in jobs if not job.urgent]
        urgent = [job for job in jobs if job.urgent]
        if urgent and self.reserve.spend():
            try:
                outcomes += self._commit(urgent)
            except Exception as error:  # noqa: BLE001 - the sentence depends on its kind
                refusal = JournalFull(_FULL) if self._is_full(error) else _broken(error)
                outcomes += [(job, refusal) for job in urgent]
        else:
            outcomes += [(job, JournalFull(_FULL)) for job in urgent]

    def _give_up_connection(self) -> None:
        if self.db is not None:
            with suppress(sqlite3.Error):
                self.db.close()
            self.db = None

    def _apart(self, job: Job) -> Outcome:
        """One job that cannot be bound or encoded must not cost the others of its batch."""
        try:
            return self._commit([job])[0]
        except Exception as error:  # noqa: BLE001 - becomes that job's answer
            return job, _broken(error)

    def _alone(self, work: Work) -> object:
        try:
            return work(self._connection())
        except Exception as error:  # noqa: BLE001 - becomes that job's answer
            return _broken(error)

    def _answer(self, outcomes: list[Outcome], loop: asyncio.AbstractEventLoop, settled: Callable[[], None]) -> None:
        self.tally.refused += sum(isinstance(result, JournalFull) for _, result in outcomes)
        self.tally.broken += sum(isinstance(result, JournalBroken) for _, result in outcomes)
        lowest, self._lowest = self._lowest, 0
        _call(loop, _settle, outcomes, settled)
        if lowest and self._listener:
            _call(*self._listener, lowest)


def _settle(outcomes: list[Outcome], settled: Callable[[], None]) -> None:
    settled()
    for job, result in outcomes:
        try:
            job.told(result)
        except Exception:
            # The others of its batch must hear all the same.
            log.exception("not_told")


def _call(loop: asyncio.AbstractEventLoop, function: Callable[..., object], *arguments: object) -> None:
    """A loop that has ended has nobody left who waits."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(function, *arguments)


def _about_values(error: Exception) -> bool:
    """Errors of what was to be written, not of where."""
    return isinstance(error, sqlite3.DataError | sqlite3.IntegrityError | sqlite3.ProgrammingError)


def _broken(error: Exception) -> JournalBroken:
    kind = getattr(error, "sqlite_errorname", type(error).__name__)
    return JournalBroken(f"The journal could not be written ({kind}). Nothing was kept; it is safe to send this again.")
