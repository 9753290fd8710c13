"""A reader that knows the node of `node_kit`, as a program. `stumbles`: it ends at its second bundle."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence

from node_kit import understanding

from gateway import reading
from gateway.inbox import Row
from gateway.lifeline import end_with_parent

ROWS_READ = 20


def _stumble() -> None:
    read, seen = reading.read, 0

    def reads(here: object, row: Row, *more: object, **named: object) -> reading.Found:
        nonlocal seen
        seen += 1
        if seen > ROWS_READ:
            os.kill(os.getpid(), signal.SIGKILL)
        return read(here, row, *more, **named)  # type: ignore[arg-type] # whatever it is called with

    reading.read = reads  # type: ignore[assignment] # as above


def main(words: Sequence[str]) -> int:
    end_with_parent()
    if "stumbles" in words:
        _stumble()
    return reading.reader(understanding())
