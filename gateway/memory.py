"""Memory that a large message took goes back to the system when the message is gone.

glibc keeps what it once freed of a block for blocks of that size, up to 32 MB, unless it is told a size from which
each has memory of its own: https://man7.org/linux/man-pages/man3/mallopt.3.html (M_MMAP_THRESHOLD). Other C libraries
have no such call and keep nothing.
"""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress
from typing import Final

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
# Twice what asyncio asks for at each read of a socket: that shall stay where it is.
_OF_ITS_OWN: Final = 524_288
# What is free at the end of the heap and stays there.
_SPARE: Final = 1_048_576
# A message of so many bytes leaves enough garbage that waits for the collector, which seldom looks (starting.py).
LARGE: Final = 262_144


def give_back() -> None:
    """From now on, in this process. One that is told so early never gets too large."""
    with suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.mallopt(_MMAP_THRESHOLD, _OF_ITS_OWN)
        libc.mallopt(_TRIM_THRESHOLD, _SPARE)


def trim() -> None:
    """Give back what is free between blocks in use, which glibc keeps. Takes some milliseconds."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def collect_after(size: int) -> None:
    """A message of so many bytes is done: a mail that was read refers to itself, and would lie about until thousands of
    other objects were made."""
    if size >= LARGE:
        gc.collect()
