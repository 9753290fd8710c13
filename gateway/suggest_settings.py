"""Settings of what suggests the words of voice notes and pictures to those who write them down."""

from __future__ import annotations

import shlex

from pydantic import BaseModel, Field, ValidationInfo, field_validator

TESSERACT = "tesseract"


class SuggestSettings(BaseModel):
    """A part of `gateway.settings.Settings`."""

    suggest_pictures: str = Field(
        "",
        max_length=1000,
        description="What suggests the words of a picture or PDF that waits to be written down: tesseract, or the path "
        "of a program of yours with its arguments, which reads the file from standard input; empty: nothing",
    )
    suggest_sound: str = Field(
        "", max_length=1000, description="The same of a voice note or film: the path of a program; empty: nothing"
    )
    suggest_seconds: float = Field(60, gt=0, le=3600, description="Such a program has so long for one file")
    suggest_memory_mb: int = Field(
        1000, ge=200, le=1_000_000, description="Memory that it may have; one that hears words needs more"
    )

    @field_validator("suggest_pictures", "suggest_sound")
    @classmethod
    def _command(cls, value: str, info: ValidationInfo) -> str:
        if not value or (value == TESSERACT and info.field_name == "suggest_pictures"):
            return value
        if wrong := _fault(value):
            raise ValueError(wrong)
        return value


def _fault(value: str) -> str:
    try:
        words = shlex.split(value)
    except ValueError:
        return "has a quotation mark that nothing closes"
    if not words[0].startswith("/"):
        return "must begin with the whole path of a program, as in /usr/local/bin/transcribe --language id"
    return "" if value.isprintable() else "must be one line"
