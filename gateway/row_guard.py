"""Keeps one poisonous row from stopping the pump for ever: what takes too long, or kills the process, is left alone."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

FILE = "pump.row"
# Overwritten in place: making the file shorter and longer for each row takes ten times as long.
_BLANK = b" " * 40
SECONDS = 20.0
DEATHS = 3


class RowTooSlow(Exception):
    """Reading this row took longer than any honest message does."""


class RowKills(Exception):
    """The pump died each time it read this row."""


@dataclass(eq=False)
class RowGuard:
    """`with guard.reading(seq)` around whatever looks at a stranger's bytes, in the main thread.

    The file names the row that is being read, and how many processes died over it; it is empty between rows.
    """

    file: int = field(repr=False)
    suspect: int = 0
    deaths: int = 0

    @classmethod
    def open(cls, folder: Path) -> RowGuard:
        file = os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o600)
        words = os.pread(file, 64, 0).split()
        suspect, deaths = (int(words[0]), int(words[1]) + 1) if len(words) == 2 else (0, 0)
        arm()
        return cls(file, suspect, deaths)

    @contextmanager
    def reading(self, seq: int) -> Iterator[None]:
        """Raise `RowTooSlow` inside, or `RowKills` before anything is read."""
        deaths = self.deaths if seq == self.suspect else 0
        if deaths >= DEATHS:
            raise RowKills(f"the pump died {deaths} times over this row")
        os.pwrite(self.file, (b"%d %d" % (seq, deaths)).ljust(len(_BLANK)), 0)
        try:
            with limited():
                yield
        finally:
            os.pwrite(self.file, _BLANK, 0)

    def close(self) -> None:
        os.close(self.file)


def arm() -> None:
    """Before `limited`, in the main thread."""
    signal.signal(signal.SIGALRM, _too_slow)


@contextmanager
def limited() -> Iterator[None]:
    """Raise `RowTooSlow` inside."""
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _too_slow(signum: int, frame: FrameType | None) -> None:
    raise RowTooSlow(f"this row took more than {SECONDS:g} s to read")
