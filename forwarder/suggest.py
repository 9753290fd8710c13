"""What suggests the words of a picture or a sound; a person writes them down."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import sys
import tempfile
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from forwarder.apart import environment

# More than a person may write down (`edits.FIELDS`), in letters of up to four bytes.
MOST: Final = 80_000
_BLANKS = re.compile(r"\s+")


@dataclass(eq=False)
class NotSuggested(Exception):
    """Nothing can be suggested; `what` says why. `fix`: what an operator can do, where they can."""

    what: str
    fix: str = ""

    def __str__(self) -> str:
        return f"{self.what}. {self.fix}" if self.fix else self.what


class Suggests(Protocol):
    """Reads a picture, or hears a sound. What it says may be wrong in every word, and is shown to officials only."""

    @property
    def name(self) -> str:
        """As an operator knows it."""
        ...

    async def suggest(self, content: bytes) -> str:
        """The words of a stranger's file, "" when it finds none. Raise `NotSuggested`."""
        ...

    async def check(self) -> str:
        """A sentence that says what it is. Raise `NotSuggested`."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one file: seconds altogether, and bytes of memory for each process."""

    seconds: float = 60.0
    memory: int = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Command:
    """An operator's own program: it has the file as its standard input, and prints words."""

    arguments: tuple[str, ...]
    limits: Limits

    @property
    def name(self) -> str:
        return Path(self.arguments[0]).name

    async def suggest(self, content: bytes) -> str:
        return written(await printed(self.arguments, content, self.limits))

    async def check(self) -> str:
        if await asyncio.to_thread(shutil.which, self.arguments[0]) is None:
            raise NotSuggested(
                f"{self.arguments[0]} is no program that this user may start", "Correct its path or rights"
            )
        return f"{self.name} suggests words; it was not tried"


def written(said: bytes) -> str:
    """As text: blanks and empty lines each once."""
    lines = (_BLANKS.sub(" ", line).strip() for line in said.decode("utf-8", "replace").splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


async def printed(words: Sequence[str], content: bytes, limits: Limits, most: int = MOST) -> bytes:
    """What the program prints of that file, `most` bytes of it. No process that it started is left. Raise
    `NotSuggested`."""
    bounds = str(limits.memory), str(int(limits.seconds) + 1)
    name = Path(words[0]).name
    async with _pipe() as (out, theirs):
        with _as_file(content) as file, theirs:
            child = await asyncio.create_subprocess_exec(
                sys.executable, "-P", "-m", "forwarder.apart", *bounds, *words,
                stdin=file, stdout=theirs, stderr=DEVNULL, cwd="/", env=environment(), start_new_session=True,
            )  # fmt: skip
        try:
            async with asyncio.timeout(limits.seconds):
                said, whole = await _read(out, most)
                status = await child.wait() if whole else 0
        except TimeoutError:
            raise NotSuggested(f"{name} took longer than {limits.seconds:g} s") from None
        finally:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            await child.wait()
    if status:
        raise NotSuggested(f"{name} could not read it ({_ended(status)})")
    return said


def _ended(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"exit status {status}"


@asynccontextmanager
async def _pipe() -> AsyncIterator[tuple[asyncio.StreamReader, FileIO]]:
    """What is read, and the end for a child. A pipe of asyncio's own is waited for until nobody has its other end any
    more, and a server that the child left behind may have it."""
    ours, theirs = os.pipe()
    out, end = asyncio.StreamReader(), FileIO(theirs, "w")
    protocol = asyncio.StreamReaderProtocol(out)
    reading, _ = await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, FileIO(ours))
    try:
        yield out, end
    finally:
        end.close()
        reading.close()


async def _read(out: asyncio.StreamReader, most: int) -> tuple[bytes, bool]:
    """And whether that was all."""
    said = bytearray()
    while piece := await out.read(65_536):
        said += piece
        if len(said) > most:
            return bytes(said[:most]), False
    return bytes(said), True


@contextmanager
def _as_file(content: bytes) -> Iterator[BinaryIO | FileIO]:
    """To be read from the beginning, as a stream or by its path /dev/stdin; where the system can, it never lies on a
    disk: https://man7.org/linux/man-pages/man2/memfd_create.2.html"""
    with os.fdopen(os.memfd_create("file"), "w+b") if sys.platform == "linux" else tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        yield file
