"""The durable inbox: SQLite, one writer, group commit; `keep` returns only when the bytes are on the disk."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from forwarder.seal import Hasher, Sealer
from gateway import disk, inbox_schema, journal_adopt, journal_changes
from gateway.disk import Probe, Reserve, filesystem_fault, free_bytes
from gateway.inbox import (
    FORGOTTEN,
    End,
    Fact,
    JournalBroken,
    JournalError,
    JournalFull,
    JournalLocked,
    Row,
    WrongIdKey,
    WrongNode,
    to_micros,
)
from gateway.journal_gather import Gathering
from gateway.journal_reader import JournalReader, fact_place
from gateway.journal_writer import Job, Tally, Told, Work, Writer
from gateway.rawcodec import pack
from normalizer.schema import ChannelName, Raw

__all__ = [
    "LARGE",
    "End",
    "Fact",
    "Journal",
    "JournalBroken",
    "JournalError",
    "JournalFull",
    "JournalLocked",
    "JournalReader",
    "Row",
    "WrongIdKey",
    "WrongNode",
]

# AES-GCM takes 2 us a KB: a body this large is sealed in a thread, where it does not hold up the event loop.
LARGE = 131_072
# Bodies that may wait for the disk at once; above it senders are told to come back, before memory runs out.
_MOST_WAITING = 256 * 1024 * 1024


@dataclass(eq=False)
class Journal:
    """The only writer of one folder, used from one event loop at a time. Its async methods return after the commit,
    and raise JournalFull or JournalBroken when nothing was kept; every one of them may be repeated."""

    folder: Path
    node: str
    hasher: Hasher = field(repr=False)
    sealer: Sealer = field(repr=False)
    _writer: Writer = field(repr=False)
    _lock: int = field(repr=False)
    _waiting: int = 0
    _gathering: Gathering | None = None

    @classmethod
    def open(
        cls, folder: Path, *, node: str, hasher: Hasher, sealer: Sealer, reserve: int = 0, probe: Probe = free_bytes
    ) -> Journal:
        """Make or open the journal in `folder` and take it for this process.

        reserve: bytes kept back for deliveries marked `last_resort`; 0 for none. probe: free bytes at a path.
        Raise JournalLocked, WrongIdKey, WrongNode, JournalBroken.
        """
        fault = filesystem_fault(folder)
        if fault:
            raise JournalBroken(fault)
        held = _take(folder)
        try:
            db = _open(folder, node, hasher.fingerprint)
        except BaseException:
            os.close(held)
            raise
        return cls(folder, node, hasher, sealer, Writer(folder, Reserve(folder, reserve, probe), db), held)

    def key(self, channel: ChannelName, delivery: str) -> bytes:
        """The 32 bytes a delivery is known by: the same on every node, and for ever."""
        return self.hasher.digest("delivery", channel, delivery)

    async def keep(self, raw: Raw, delivery: str, *, last_resort: bool = False) -> None:
        """Keep a delivery; one that is there already changes nothing and returns as the first did.

        last_resort: its sender does not try again, so it may use the reserve.
        """
        key, size = self.key(raw.channel, delivery), self._enter(raw)
        try:
            sealed = await asyncio.to_thread(self._seal, raw, key) if size > LARGE else self._seal(raw, key)
            done = asyncio.get_running_loop().create_future()
            self._submit(Job(partial(_resolve, done), self._row(raw, key, sealed), urgent=last_resort))
            await done
        finally:
            self._waiting -= size

    def keep_soon(self, raw: Raw, delivery: str, told: Told, *, last_resort: bool = False) -> None:
        """As `keep`, for a body of at most `LARGE` bytes: `told` is called in the running loop with None once it is on
        the disk, or with the error that `keep` raises. What is known at once is raised here."""
        key, size = self.key(raw.channel, delivery), self._enter(raw)

        def settled(result: object) -> None:
            self._waiting -= size
            told(result)

        try:
            self._submit(Job(settled, self._row(raw, key, self._seal(raw, key)), urgent=last_resort))
        except BaseException:
            self._waiting -= size
            raise

    async def end(self, ends: Sequence[End]) -> None:
        """Write down what became of rows; a later end replaces an earlier one."""
        values = [(_printable(end.end), _printable(end.error), end.seq) for end in ends]
        await self._do(lambda db: db.executemany(inbox_schema.END_SET, values) and None)

    async def mark(self, seq: int, marks: Mapping[str, str]) -> None:
        """Write beside a row what was found out or decided about it; an empty value takes that mark off. No personal
        data: marks are not sealed."""
        added = {_printable(name): _printable(value) for name, value in marks.items()}
        await self._do(partial(journal_changes.mark, seq, added))

    async def offered(self, seq: int) -> None:
        """Rows up to `seq` were pumped; the mark never goes back."""
        await self._do(lambda db: db.execute(inbox_schema.OFFERED_SET, (str(seq),)) and None)

    async def facts(self, facts: Sequence[Fact]) -> None:
        """Keep facts; one with an epoch and entry that are there already changes nothing."""
        values = [self._sealed_fact(fact) for fact in facts]
        if await self._do(partial(journal_changes.add_facts, values)):
            await self._do(_empty_log, outside=True)

    async def set_meta(self, key: str, value: str) -> None:
        """Remember something about this node. Raise ValueError for what the journal itself relies on."""
        if key in {"schema", "node", "id_key", "offered"}:
            raise ValueError(f"{key} is the journal's own")
        await self._do(lambda db: db.execute(inbox_schema.META_SET, (key, value)) and None)

    async def replay(self, seqs: Iterable[int]) -> int:
        """Take the ends off these rows, so that they are read again; how many were. Purged rows stay as they are."""
        return int(str(await self._do(partial(journal_changes.reopen, self._writer, list(seqs)))))

    async def adopt(self, source: Path) -> int:
        """Take over all that lies in the journal of another node, whose machine is lost; how many rows of it were
        looked at. It must be of this deployment: see `journal drain`."""
        looked = after = 0
        while after := int(str(await self._do(self._next_rows(source, after), outside=True))):
            looked = after
        while after := int(str(await self._do(partial(journal_adopt.facts, source, after), outside=True))):
            continue
        await self._do(journal_changes.forget_again)
        return looked

    def _next_rows(self, source: Path, after: int) -> Work:
        return partial(journal_adopt.rows, source, after, self._writer.changed)

    async def purge(self, before: datetime) -> int:
        """Forget the bodies of rows received before then that have an end, and facts as old; how many rows.

        What stays is the tombstone: keyed hash, channel, time and end. A row without an end is never touched.
        """
        rows = await self._repeated(partial(journal_changes.purge_rows, to_micros(before)))
        await self._repeated(partial(journal_changes.purge_facts, to_micros(before) // 1000))
        await self._do(_empty_log, outside=True)
        return rows

    async def erase(self, seqs: Iterable[int], chats: Iterable[tuple[str, int]], messages: Iterable[str] = ()) -> int:
        """Forget these rows' bodies at any age, and the facts whose subject bears the name of one of these chats, until
        then (ms) or about one of these messages; how many bodies. What stays of a row is its tombstone, as after
        `purge`."""
        change = partial(journal_changes.erase, list(seqs), list(chats), list(messages))
        gone = int(str(await self._do(change)))
        await self._do(_empty_log, outside=True)
        return gone

    @property
    def tally(self) -> Tally:
        return self._writer.tally

    def status(self) -> dict[str, str | int | bool]:
        """A glance without touching the disk."""
        writer, tally = self._writer, self._writer.tally
        return {
            "node": self.node,
            "newest": tally.newest,
            "waiting": writer.waiting,
            "low": writer.reserve.low,
            "writing": writer.alive,
            "kept": tally.kept,
            "again": tally.again,
            "refused": tally.refused,
            "broken": tally.broken,
            "commits": tally.commits,
        }

    def listen(self, changed: Callable[[int], None]) -> None:
        """From now on `changed` is called in the running loop after each commit that made rows readable, with the
        lowest of them. One listener at a time; it must be quick."""
        self._writer.listen(asyncio.get_running_loop(), changed)

    def close(self) -> None:
        """Commit what waits, then let go of the folder. Blocks for that long; closing twice is nothing."""
        if self._lock >= 0:
            if self._gathering:
                self._gathering.flush()
            self._writer.close()
            os.close(self._lock)
            self._lock = -1

    def _enter(self, raw: Raw) -> int:
        """Its size, which waits from now on."""
        size = len(raw.body)
        if self._waiting + size > _MOST_WAITING:
            raise JournalFull("The journal's disk is too slow for what arrives. Nothing was kept; send this again.")
        self._waiting += size
        return size

    def _row(self, raw: Raw, key: bytes, sealed: bytes) -> inbox_schema.NewRow:
        return key, raw.channel, to_micros(raw.received_at), self.sealer.current, sealed

    def _seal(self, raw: Raw, key: bytes) -> bytes:
        return self.sealer.seal(pack(raw), key)

    def _sealed_fact(self, fact: Fact) -> journal_changes.FactRow:
        sealed = self.sealer.seal(fact.data.encode(), fact_place(fact.epoch, fact.entry))
        # However often it is told that somebody was erased, that happened once.
        at_ms = int(fact.data) if fact.kind == FORGOTTEN else fact.at_ms
        return fact.epoch, fact.entry, fact.kind, fact.subject, at_ms, sealed

    async def _do(self, work: Work, *, outside: bool = False) -> object:
        done = asyncio.get_running_loop().create_future()
        self._submit(Job(partial(_resolve, done), work=work, outside=outside))
        return await done

    async def _repeated(self, work: Work) -> int:
        """In portions, so that deliveries are kept in between."""
        total = 0
        while done := int(str(await self._do(work))):
            total += done
        return total

    def _submit(self, job: Job) -> None:
        if self._lock < 0:
            raise JournalBroken("The journal is closed: the gateway is stopping. Nothing was kept; send this again.")
        loop = asyncio.get_running_loop()
        if self._gathering is None or self._gathering.loop is not loop:
            self._gathering = Gathering(loop, self._writer)
        self._gathering.add(job)


def _empty_log(db: sqlite3.Connection) -> object:
    """The write-ahead log still holds what was purged until it is emptied."""
    return db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _resolve(done: asyncio.Future[object], result: object) -> None:
    if done.done():
        return
    if isinstance(result, Exception):
        done.set_exception(result)
    else:
        done.set_result(result)


def _take(folder: Path) -> int:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return disk.lock(folder)
    except OSError as error:
        raise JournalBroken(
            f"{folder} cannot be written ({error.strerror}). Give the gateway's user that folder, or set DATA_DIR."
        ) from error


def _open(folder: Path, node: str, fingerprint: str) -> sqlite3.Connection:
    with ExitStack() as undo:
        try:
            db = undo.enter_context(closing(inbox_schema.connect(folder)))
            inbox_schema.prepare(db, node, fingerprint)
        except sqlite3.Error as error:
            raise JournalBroken(f"The journal in {folder} cannot be opened ({error}). Nothing was changed.") from error
        undo.pop_all()
    return db


def _printable(text: str) -> str:
    """Lone surrogates, which SQLite does not take."""
    return text.encode("utf-8", "replace").decode()
