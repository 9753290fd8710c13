"""Settings of how long things are kept, and what is the same within."""

from __future__ import annotations

from pydantic import BaseModel, Field


class KeepSettings(BaseModel):
    """A part of `gateway.settings.Settings`."""

    duplicate_days: int = Field(
        7,
        ge=0,
        le=90,
        description="Complaints alike are linked or named beside each other within; what comes later is there again",
    )
    retention_days: int = Field(365, ge=1, le=3650, description="Bodies of rows that have an end are purged after")
    claim_days: int = Field(30, ge=6, le=3650, description="Deliveries are remembered in Redis for; mail returns for 5")
    journal_reserve_mb: int = Field(
        64, ge=1, le=100_000, description="Disk kept for SMS and WhatsApp: mail and Telegram are put off below it"
    )
