"""Settings of protection that is offered."""

from __future__ import annotations

from pydantic import BaseModel, Field


class FlagSettings(BaseModel):
    """A part of `gateway.settings.Settings`."""

    sensitive_hold_minutes: int = Field(
        15,
        ge=0,
        le=1440,
        description="What is dangerous when public (violence, children, bribes) is offered RAHASIA and waits so long "
        "for its sender's answer; 0: goes on at once",
    )
