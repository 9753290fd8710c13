"""Settings of the pump."""

from __future__ import annotations

import os

from pydantic import BaseModel, Field

# The pump alone can feed no more.
_MOST = 4
# What the pump and Redis take together while they are read to.
_TAKEN = 1


def _usual() -> int:
    """One for each processor this process may use beyond the one that the pump and Redis take."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(0, min(cores - _TAKEN, _MOST))


class PumpSettings(BaseModel):
    """A part of `gateway.settings.Settings`."""

    pump_readers: int = Field(
        default_factory=_usual,
        ge=0,
        le=32,
        description="Processes that read a backlog beside the pump while there is one; 0: it reads alone",
    )
