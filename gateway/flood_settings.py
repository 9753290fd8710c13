"""Settings of how many answers go to who writes much, and of what is a storm."""

from __future__ import annotations

from pydantic import BaseModel, Field


class FloodSettings(BaseModel):
    """A part of `gateway.settings.Settings`."""

    answers_at_once: int = Field(
        8,
        ge=0,
        le=1000,
        description="Answers one sender gets in a row; everything they write is taken all the same. 0: without a limit",
    )
    answers_again_seconds: float = Field(
        300, gt=0, le=86_400, description="After that one more each so many seconds, later the longer it lasts"
    )
    courtesies_per_minute: int = Field(
        600,
        ge=0,
        le=100_000,
        description="Help and repeats that one channel gives within a minute; numbers are always told. 0: all",
    )
    storm_complaints: int = Field(
        20, ge=2, le=10_000, description="So many people telling of the same within the next setting are an alarm"
    )
    storm_minutes: float = Field(60, ge=1, le=10_080, description="Within which they do, in minutes")
