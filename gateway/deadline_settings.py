"""Settings of deadlines: in working days, by Indonesia's calendar."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, Field, field_validator

from forwarder import holidays
from forwarder.deadlines import Deadlines


class DeadlineSettings(BaseModel):
    """A part of `gateway.settings.Settings`."""

    deadline_forward_days: int = Field(
        3, ge=1, le=60, description="Working days within which a complaint must be at the central system"
    )
    deadline_answer_days: int = Field(
        5, ge=1, le=60, description="Working days from then on within which it is dealt with there: it has its number"
    )
    deadline_close_days: int = Field(
        10, ge=1, le=120, description="Working days after a follow-up without reaction until a case is closed"
    )
    deadline_warn_days: int = Field(
        1, ge=0, le=30, description="So many working days before it is over, a deadline is at risk: log, metric, list"
    )
    holidays_file: Path | None = Field(
        None, description="TOML file with further days off; its form is that of forwarder/catalogue/holidays.toml"
    )

    @field_validator("holidays_file")
    @classmethod
    def _holidays(cls, value: Path | None) -> Path | None:
        if value is not None:
            holidays.read_own(value)
        return value

    @property
    def deadlines(self) -> Deadlines:
        return Deadlines(
            self.deadline_forward_days, self.deadline_answer_days, self.deadline_close_days, self.deadline_warn_days
        )
