"""`satupintu bench`: what a gateway takes in, passes on and needs, measured here; see docs/performance.md."""

from __future__ import annotations

import asyncio
import importlib
import shutil
import sys
import tempfile
from pathlib import Path

from gateway.bench.figures import Measure, Part, Plan

__all__ = ["Plan", "main", "measure"]

# The letters of docs/performance.md, and the modules that measure them: a, b and c together, round by round.
PARTS = {"abc": "accepting", "d": "pumping", "e": "forwarding", "f": "mailing", "g": "worst_hour", "h": "alike"}
PARTS |= {"i": "wide", "j": "idle", "k": "backlog", "l": "recovery"}


def main(rounds: int = 5, seconds: float = 4.0, only: str = "") -> int:
    """Measure the parts that `only` names (letters with commas between; empty: all) and print them as Markdown."""
    wanted = [name for name in PARTS if not only or set(name) & set(only)]
    if not wanted:
        _say(f"No such part: {only}. Parts are a, b, c, d, e, f, g, h, i, j, k, l.")
        return 2
    from gateway.bench import machine

    _say(machine.described())
    for name in wanted:
        part = measure(name, Plan(rounds, seconds))
        _say(part.markdown())
    _say(f"Load at the end: {machine.load()}")
    return 0


def measure(name: str, plan: Plan) -> Part:
    """One part in a folder of its own on this disk: a `/tmp` in memory would make fsync cost nothing."""
    work: Measure = importlib.import_module(f"gateway.bench.{PARTS[name]}").measure
    place = Path("data").absolute()
    place.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=place))
    try:
        return asyncio.run(work(folder, plan))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
