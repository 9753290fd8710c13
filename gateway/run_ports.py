"""Who listens on a port of this machine, as far as Linux tells us: https://man7.org/linux/man-pages/man5/proc.5.html"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_LISTENING = "0A"


def owner(port: int) -> str:
    """`another satupintu run (pid N)`, `nginx (pid N)`, or nothing when it cannot be told."""
    sockets = {f"socket:[{inode}]" for inode in _inodes(port)}
    pid = next((pid for pid in _processes() if sockets & set(_files(pid))), 0) if sockets else 0
    if not pid:
        return ""
    run = _run_above(pid)
    return f"another satupintu run (pid {run})" if run else f"{_name(pid)} (pid {pid})"


def _inodes(port: int) -> Iterator[str]:
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with suppress(OSError):
            for line in Path(table).read_text().splitlines()[1:]:
                words = line.split()
                if words[3] == _LISTENING and int(words[1].rpartition(":")[2], 16) == port:
                    yield words[9]


def _processes() -> Iterator[int]:
    with suppress(OSError):
        yield from (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())


def _files(pid: int) -> Iterator[str]:
    """What its descriptors are; only those of our own user's processes may be seen."""
    with suppress(OSError):
        for entry in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                yield str(entry.readlink())


def _run_above(pid: int) -> int:
    """The `satupintu run` that started this process or one above it; 0 if there is none."""
    while pid > 1:
        words = [os.path.basename(word) for word in _words(pid)]  # noqa: PTH119 - words, not paths
        if "run" in words and {"satupintu", "gateway"} & set(words):
            return pid
        pid = _parent(pid)
    return 0


def _words(pid: int) -> list[str]:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    return []


def _parent(pid: int) -> int:
    with suppress(OSError, ValueError, IndexError):
        # The name stands in brackets and may hold blanks: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return 0


def _name(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/comm").read_text().strip()
    return "a process"
