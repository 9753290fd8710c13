"""Random moments, and the processes below one of ours."""

from __future__ import annotations

import os
import random
import secrets
from pathlib import Path


def runs() -> int:
    """How many times a process is killed: CHAOS_RUNS, 20 unless set."""
    return int(os.environ.get("CHAOS_RUNS", "20"))


def dice() -> random.Random:
    """Seeded with CHAOS_SEED, or anew; the seed is printed, so that a failure can be thrown again."""
    seed = int(os.environ.get("CHAOS_SEED") or secrets.randbelow(10**9))
    print(f"CHAOS_SEED={seed} CHAOS_RUNS={runs()}")
    return random.Random(seed)


def children(pid: int) -> dict[int, str]:
    """The processes a process started, with the last word of their command: pump, forward or reply."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The second field, in brackets, may hold blanks; the parent is the second word after it:
            # https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
            if int(stat.read_text().rpartition(")")[2].split()[1]) == pid:
                words = (stat.parent / "cmdline").read_bytes().rstrip(b"\0").split(b"\0")
                found[int(stat.parent.name)] = words[-1].decode()
        except OSError:
            continue  # it ended meanwhile
    return found
