"""Settings of the pump."""

from __future__ import annotations

import os

from pydantic import BaseModel, Field

# The pump alone can feed no more.
_MOST = 4


def _usual() -> int:
    """One for each processor this process may use; none where there is only one."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, _MOST) if cores > 1 else 0


class PumpSettings(BaseModel):
    """A part of `gateway.settings.Settings`."""

    pump_readers: int = Field(
        default_factory=_usual,
        ge=0,
        le=32,
        description="Processes that read a backlog beside the pump while there is one; 0: it reads alone",
    )
