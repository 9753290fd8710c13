"""A child ends with its parent, also when that one was killed: the kernel tells it (Linux),
https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html

As a program, `python lifeline.py PARENT COMMAND …` becomes COMMAND with that promise kept: it is for programs that are
not ours, and needs nothing but the standard library, so that it takes some milliseconds only.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from contextlib import suppress

_PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int | None = None) -> None:
    """SIGTERM when the thread that started this process ends. parent: its pid; when it is gone already, nobody would
    ever tell, so this process ends now."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if parent is not None and os.getppid() != parent:
        sys.exit(128 + signal.SIGTERM)


def tied(*command: str) -> tuple[str, ...]:
    """The command under which `command` runs and ends with us; its pid is the one that was started. Start it from a
    thread that lives as long as the child shall."""
    return (sys.executable, "-I", "-S", __file__, str(os.getpid()), *command)


def main(parent: int, command: list[str]) -> None:
    end_with_parent(parent)
    os.execv(command[0], command)  # noqa: S606 - the words are the caller's own


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
