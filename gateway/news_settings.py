"""Settings of what citizens hear after their number."""

from __future__ import annotations

from typing import get_args

from pydantic import BaseModel, Field, field_validator

from forwarder.callback import Status


class NewsSettings(BaseModel):
    """A part of `gateway.settings.Settings`."""

    status_told: str = Field(
        "diproses, selesai, bukan_wewenang",
        max_length=300,
        description="Statuses of the central system that citizens are told when they are reached; empty: none",
    )

    status_asks_per_minute: int = Field(
        120,
        ge=1,
        le=60_000,
        description="So many cases are asked about in a minute where the central system calls nobody",
    )

    @field_validator("status_told")
    @classmethod
    def _known(cls, value: str) -> str:
        if unknown := statuses(value) - set(get_args(Status)):
            raise ValueError(f"{', '.join(sorted(unknown))} is none of {', '.join(get_args(Status))}")
        return value


def statuses(written: str) -> frozenset[str]:
    return frozenset(written.replace(",", " ").split())
