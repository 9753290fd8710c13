"""Settings of how answers leave: when, to whom, how often and for how much."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import BaseModel, Field, field_validator

from forwarder import prices

EVERYWHERE = "all"


class AnswerSettings(BaseModel):
    """A part of `gateway.settings.Settings`."""

    number_wait_seconds: float = Field(
        20, ge=0, le=3600, description="How long the answer waits for a tracking number before it goes out without"
    )
    bundle_wait_seconds: float = Field(
        3600,
        ge=0,
        le=604_800,
        description="One mail with several complaints: how long those that have their numbers wait for the others",
    )
    copies_per_day: int = Field(
        3,
        ge=0,
        le=1000,
        description="Numbers that a citizen behind a proven forward is sent within a day, for each address; 0: none",
    )
    answered_countries: str = Field(
        "+62",
        max_length=400,
        description="Country codes whose phones are answered, separated by commas; others earn nothing by writing to "
        "us (SMS pumping). all: every country",
    )
    sms_per_complaint: int = Field(
        2, ge=1, le=100, description="SMS that one complaint may cost; the last is kept for its number"
    )
    whatsapp_per_complaint: int = Field(3, ge=1, le=100, description="The same for WhatsApp")
    sms_rupiah_per_day: int = Field(
        0,
        ge=0,
        le=10_000_000_000,
        description="Rupiah that answers by SMS may cost in a day of TIMEZONE; what would pass it waits until the next "
        "morning. 0: no limit, and `satupintu check` warns",
    )
    whatsapp_rupiah_per_day: int = Field(
        0, ge=0, le=10_000_000_000, description="The same for WhatsApp, whose templates cost. 0: no limit"
    )
    prices_file: Path | None = Field(
        None, description="TOML file with what your provider charges; the shipped prices are examples"
    )
    telegram_per_second: float = Field(
        30, ge=0, le=1000, description="Answers of the bot a second, by all workers; 0: any number"
    )
    telegram_chat_per_second: float = Field(1, ge=0, le=100, description="Of these to one chat")
    twilio_sms_per_second: float = Field(
        0, ge=0, le=1000, description="SMS of TWILIO_SMS_FROM a second, by all workers; 0: Twilio queues them itself"
    )
    twilio_whatsapp_per_second: float = Field(80, ge=0, le=1000, description="The same for TWILIO_WHATSAPP_FROM")
    sms_http_per_second: float = Field(0, ge=0, le=1000, description="The same for SMS_HTTP_SENDER")

    @field_validator("answered_countries")
    @classmethod
    def _codes(cls, value: str) -> str:
        if value != EVERYWHERE and not all(re.fullmatch(r"\+[1-9]\d{0,3}", one) for one in codes(value)):
            raise ValueError("must be codes such as +62, separated by commas, or: all")
        if not codes(value):
            raise ValueError("is empty: nobody would be answered by phone; write all for every country")
        return value

    @field_validator("prices_file")
    @classmethod
    def _prices(cls, value: Path | None) -> Path | None:
        prices.load(value)
        return value


def codes(value: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in value.split(",") if one.strip())
