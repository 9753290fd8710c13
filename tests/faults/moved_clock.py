"""Wall clocks that a test may set while processes run: moved_clock.c before their C library, and a file each."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from gateway.simulator.town import Town

_SOURCE = Path(__file__).with_name("moved_clock.c")


@dataclass(frozen=True)
class Clock:
    """`env` goes to those who are to have this clock."""

    file: Path
    library: Path

    @property
    def env(self) -> dict[str, str]:
        return {"LD_PRELOAD": str(self.library), "CLOCK_SHIFT": str(self.file)}

    @property
    def shift(self) -> float:
        """Seconds from the true time."""
        (milliseconds,) = struct.unpack("=q", self.file.read_bytes())
        return float(milliseconds) / 1000

    def set(self, seconds: float) -> None:
        """So far from the true time, now and from now on."""
        with self.file.open("r+b") as out:
            out.write(struct.pack("=q", int(seconds * 1000)))


@dataclass(frozen=True)
class Clocks:
    """Of a gateway with its pump, of its workers, and of Redis."""

    serve: Clock
    work: Clock
    redis: Clock

    async def start(self, town: Town, here: pytest.MonkeyPatch) -> None:
        """One gateway and one pair of workers. Redis keeps its clock when it is started anew."""
        for name, value in self.redis.env.items():
            here.setenv(name, value)
        town.extra |= self.serve.env
        await town.start(workers=0)
        town.nodes[0].env |= self.work.env
        await town.add_workers(1)


def make_clocks(folder: Path) -> Clocks:
    """All show the true time. The test is skipped where nobody can compile; in CI it fails."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing("no C compiler here: a process's clock cannot be moved")
    made = folder / "moved_clock.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", made, _SOURCE, "-ldl"], check=True)
    return Clocks(*(_clock(made, name) for name in ("serve", "work", "redis")))


def _clock(library: Path, name: str) -> Clock:
    found = Clock(library.with_name(f"{name}.shift"), library)
    found.file.write_bytes(struct.pack("=q", 0))
    return found
