"""Settings of the office that runs this: its name, its words, its clock and whom it tells."""

from __future__ import annotations

import re
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field, field_validator

from forwarder.words import brand_fault


class HouseSettings(BaseModel):
    """A part of `gateway.settings.Settings`."""

    brand: str = Field(
        "LAPOR!", description="Name that opens every SMS, such as LAPOR! Kab. Contoh; at most 30 letters"
    )
    agency_keywords: str = Field(
        "", max_length=2000, description="Words that may open an SMS to 1708 and name the agency, separated by commas"
    )
    words_file: Path | None = Field(
        None, description="The operator's own words: a catalogue (.po), or a folder of them; see docs/words.md"
    )
    contact: str = Field(
        "",
        max_length=120,
        description="How citizens reach you, for the printed receipt: SMS 1708, WhatsApp 0811 0000 0000",
    )
    timezone: str = Field(
        "Asia/Jakarta",
        description="Zone of the times that lists show, and of forwards that name none (WIB; WITA is Asia/Makassar)",
    )
    operator_mail: str = Field(
        "", description="Address that is told once a day what waits for a person, by mail; empty: nobody is"
    )
    digest_at: str = Field("07:00", description="When OPERATOR_MAIL is told, in TIMEZONE")

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (OSError, ValueError, KeyError) as error:
            raise ValueError("is no time zone; Indonesia's are Asia/Jakarta, Asia/Makassar, Asia/Jayapura") from error
        return value

    @field_validator("digest_at")
    @classmethod
    def _time_of_day(cls, value: str) -> str:
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
            raise ValueError("must be a time of day, as 07:00 or 18:30")
        return value

    @field_validator("operator_mail")
    @classmethod
    def _one_address(cls, value: str) -> str:
        if value and not re.fullmatch(r"[^\s@<>,;\"]{1,64}@[^\s@<>,;\"]{1,253}", value):
            raise ValueError("must be one address, without a name")
        return value

    @field_validator("brand")
    @classmethod
    def _fits_sms(cls, value: str) -> str:
        if wrong := brand_fault(value):
            raise ValueError(wrong)
        return value

    @property
    def digest_time(self) -> time:
        return time.fromisoformat(self.digest_at)
