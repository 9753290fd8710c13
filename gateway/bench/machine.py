"""What this machine is, how busy it is, and what memory a process takes of it."""

from __future__ import annotations

import os
import platform
import re
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

_FSYNCS = 100


def described() -> str:
    """Date, processor, kernel, Python, disk and load, as a Markdown list."""
    return "\n".join(
        [
            f"- date: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
            f"- processor: {len(os.sched_getaffinity(0))} of {os.cpu_count()} cores, {_processor()}",
            f"- kernel: {platform.system()} {platform.release()}; Python {platform.python_version()}",
            f"- disk: {_file_system(Path.cwd())}, fsync of 4 KB {_fsync_ms(Path.cwd()):.2f} ms (median of {_FSYNCS})",
            f"- load at the start: {load()}",
        ]
    )


def load() -> str:
    """The load averages of 1, 5 and 15 minutes."""
    return ", ".join(f"{value:.2f}" for value in os.getloadavg())


def pss_mb(pid: int) -> float:
    """A process's proportional share of memory in MB, 0 once it ended (https://docs.kernel.org/filesystems/proc.html)."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    return int(found[1]) / 1000 if found else 0.0


def busy_seconds(pid: int) -> float:
    """Processor time a process has taken since its start; 0 once it ended (man 5 proc_pid_stat)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def family(pid: int) -> dict[int, str]:
    """A process and its descendants, with the last word of how each was called (`serve`, `pump`, `forward` …)."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace").strip("\0").split("\0")
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return {}
    found = {pid: words[-1]}
    for child in children:
        found |= family(int(child))
    return found


def _processor() -> str:
    found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace"))
    return found[1] if found else platform.processor() or platform.machine()


def _file_system(place: Path) -> str:
    mounts = [line.split(" ") for line in Path("/proc/mounts").read_text("utf-8", "replace").splitlines()]
    above = [(len(words[1]), words[2], words[0]) for words in mounts if place.is_relative_to(words[1])]
    _, kind, device = max(above, default=(0, "?", "?"))
    return f"{kind} on {device}"


def _fsync_ms(place: Path) -> float:
    """What a commit cannot be faster than."""
    took = []
    with tempfile.TemporaryFile(dir=place) as file:
        for _ in range(_FSYNCS):
            os.write(file.fileno(), bytes(4096))
            began = time.perf_counter()
            os.fsync(file.fileno())
            took.append((time.perf_counter() - began) * 1000)
    return median(took)
