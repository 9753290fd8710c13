"""The processes that read a backlog beside the pump. They begin when there is one and end when it is over."""

from __future__ import annotations

import asyncio
import pickle
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from time import monotonic

import structlog

from gateway.ending import end
from gateway.inbox import Row
from gateway.reading import LENGTH, Bundle, Found, packed

# So many rows at once are a backlog.
BACKLOG = 100
AT_ONCE = 20
# A large mail is read here: passing it on and back costs more than is won.
MOST_BYTES = 65_536
# Longer than all rows of a bundle may take (row_guard.py) only if most of them are at fault.
BUNDLE_SECONDS = 60.0
REST_SECONDS = 60.0
PROGRAM = (sys.executable, "-m", "gateway.processes", "reader")

log = structlog.get_logger("pump")

# A row, and whether it may have been claimed before.
Asked = tuple[Row, bool]
Own = Callable[[Row, bool], Found]


class ReaderGone(Exception):
    """The process ended, or does not answer: what it had is to be read by somebody else."""


@dataclass(eq=False)
class Reader:
    """One process. Bundles may be handed over before the last answer is there: it must not wait for the pump."""

    process: asyncio.subprocess.Process
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @classmethod
    async def start(cls, program: Sequence[str]) -> Reader:
        """Raise `ReaderGone`."""
        pipe = asyncio.subprocess.PIPE
        try:
            made = cls(await asyncio.create_subprocess_exec(*program, stdin=pipe, stdout=pipe))
        except OSError as error:
            raise ReaderGone("no process could be started") from error
        try:
            await made._answer()
        except BaseException:
            await made.stop()
            raise
        return made

    async def read(self, bundle: Bundle) -> list[Found]:
        """Of each row. Raise `ReaderGone`."""
        assert self.process.stdin  # noqa: S101 - made with a pipe
        self.process.stdin.write(packed(bundle))
        async with self._turn:  # whoever handed over first comes first
            found: list[Found] = pickle.loads(await self._answer())  # noqa: S301 - from our own process
        return found

    async def _answer(self) -> bytes:
        assert self.process.stdout  # noqa: S101 - made with a pipe
        try:
            async with asyncio.timeout(BUNDLE_SECONDS):
                (length,) = LENGTH.unpack(await self.process.stdout.readexactly(LENGTH.size))
                return await self.process.stdout.readexactly(length)
        except (OSError, EOFError, TimeoutError) as error:
            raise ReaderGone("a reader ended or does not answer") from error

    async def stop(self) -> None:
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()


@dataclass(eq=False)
class Readers:
    """`wanted` processes, 0 for none. Whatever they do not read, the pump reads itself: a row that ends a process ends
    the pump then, which counts it (row_guard.py)."""

    wanted: int
    program: Sequence[str] = PROGRAM
    _ready: list[Reader] = field(default_factory=list)
    _telling: int = 0
    _idle: asyncio.Event = field(default_factory=asyncio.Event)
    _starting: asyncio.Task[None] | None = None
    _used: float = 0.0
    _again: float = 0.0

    def __post_init__(self) -> None:
        self._idle.set()

    @property
    def ready(self) -> int:
        return len(self._ready)

    async def read(
        self, rows: Sequence[Asked], questions: Mapping[str, str], own: Own | None = None
    ) -> dict[int, Found]:
        """By the row's seq; rows that nobody here read are missing. own: how the pump reads one itself, which it does
        while nothing that was read waits to be told."""
        self._begin(len(rows))
        left = deque(each for each in rows if each[0].raw is None or len(each[0].raw.body) <= MOST_BYTES)
        done: dict[int, Found] = {}
        mine = [asyncio.create_task(self._read_here(left, done, own))] if own and self._ready else []
        try:
            # Two for each: one bundle is read while another waits at its door.
            await asyncio.gather(*(self._feed(reader, left, questions, done) for reader in self._ready * 2))
        finally:
            await end(mine)
        return done

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Around what comes after reading: while there is that to do, others read."""
        self._telling += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._telling -= 1
            if not self._telling:
                self._idle.set()

    async def _read_here(self, left: deque[Asked], done: dict[int, Found], own: Own) -> None:
        await self._idle.wait()
        while left:
            row, doubt = left.pop()
            done[row.seq] = own(row, doubt)
            await asyncio.sleep(0)  # what came from Redis, the journal or a reader goes on first
            await self._idle.wait()

    def _begin(self, rows: int) -> None:
        if not self.wanted or (rows < BACKLOG and not self._ready):
            return
        self._used = monotonic()
        idle = self._starting is None or self._starting.done()
        if len(self._ready) < self.wanted and idle and monotonic() >= self._again:
            self._starting = asyncio.create_task(self._start())

    async def _start(self) -> None:
        starts = [self._one() for _ in range(self.wanted - len(self._ready))]
        made = await asyncio.gather(*starts)
        self._again = monotonic() + (0 if all(made) else REST_SECONDS)
        self._ready += filter(None, made)

    async def _one(self) -> Reader | None:
        try:
            return await Reader.start(self.program)
        except ReaderGone as gone:
            log.warning("reader_lost", why=str(gone))
            return None

    async def _feed(
        self, reader: Reader, left: deque[Asked], questions: Mapping[str, str], done: dict[int, Found]
    ) -> None:
        while left and reader in self._ready:
            bundle = Bundle([left.popleft() for _ in range(min(AT_ONCE, len(left)))], questions)
            try:
                found = await reader.read(bundle)
            except ReaderGone as gone:
                await self._lose(reader, str(gone))
                return
            done.update({row.seq: what for (row, _), what in zip(bundle.rows, found, strict=True)})

    async def _lose(self, reader: Reader, why: str) -> None:
        if reader in self._ready:
            self._ready.remove(reader)
            self._again = monotonic() + REST_SECONDS
            log.warning("reader_lost", why=why)
            await reader.stop()

    async def rest(self) -> None:
        """Nothing is open: after a while without a backlog the processes end."""
        if self._ready and monotonic() - self._used > REST_SECONDS:
            await self.stop()

    async def stop(self) -> None:
        if self._starting:
            await end((self._starting,))
        readers, self._ready = self._ready, []
        await asyncio.gather(*(reader.stop() for reader in readers))
