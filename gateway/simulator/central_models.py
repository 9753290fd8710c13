"""The requests of docs/central-api.yaml as precompiled models: validation that costs microseconds, not milliseconds."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime
from typing import Annotated, ClassVar, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

_RFC3339: Final = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]+)?"
    r"([Zz]|[+-]([0-9]{2}):([0-9]{2}))"
)


def _time(text: str) -> str:
    match = _RFC3339.fullmatch(text)
    if match is None or not _exists(*(int(match[n]) for n in range(1, 7))):
        raise ValueError("is no RFC 3339 time")
    if match[9] is not None and (int(match[9]) > 23 or int(match[10]) > 59):
        raise ValueError("is no RFC 3339 time")
    return text


def _exists(year: int, month: int, day: int, hour: int, minute: int, second: int) -> bool:
    # RFC 3339 knows leap seconds, which Python's datetime does not.
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1] and _in_day(hour, minute, second)


def _in_day(hour: int, minute: int, second: int) -> bool:
    return hour <= 23 and minute <= 59 and (second <= 59 or (second == 60 and minute == 59))


def instant(text: str) -> datetime:
    """The moment a valid time names; what Python cannot hold goes to the nearest end of its calendar."""
    try:
        return datetime.fromisoformat(text.upper().replace(":60", ":59")).astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime(1 if text < "2" else 9999, 12, 31, tzinfo=UTC)


Reference = Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]{8,64}$")]
Time = Annotated[str, Field(max_length=40), AfterValidator(_time)]
Sha256 = Annotated[str, Field(min_length=64, max_length=64, pattern=r"^[0-9a-f]{64}$")]
_MEDIA_TYPE: Final = r"^[a-z0-9][a-z0-9!#$&^_.+-]{0,62}/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}$"


def _told(value: object) -> object:
    if value is None:
        raise ValueError("may be absent, but not null")
    return value


def _whole(value: object) -> object:
    # JSON Schema 2020-12, 6.1.1: any number without a fractional part is an integer, 3.0 too.
    return int(value) if isinstance(value, float) and value.is_integer() else value


class Strict(BaseModel):
    """Nothing unknown, nothing converted."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class Flags(Strict):
    anonim: bool
    rahasia: bool


class Party(Strict):
    address: Annotated[str, Field(max_length=320, repr=False)]
    name: Annotated[str, Field(max_length=200, repr=False)]


class Attachment(Strict):
    name: Annotated[str, Field(max_length=255, repr=False)]
    media_type: Annotated[str, Field(max_length=127, pattern=_MEDIA_TYPE)]
    size: Annotated[int, Field(ge=0, le=1_099_511_627_776), BeforeValidator(_whole)] = 0
    sha256: Sha256 = ""
    withheld: Literal["too_large", "too_many", "infected", "unscanned", "identifying", "missing", "refused"] | None = (
        None
    )


class Location(Strict):
    latitude: Annotated[float, Field(ge=-90, le=90, repr=False)]
    longitude: Annotated[float, Field(ge=-180, le=180, repr=False)]
    label: Annotated[str, Field(max_length=500, repr=False)]


class Case(Strict):
    schema_version: Annotated[Literal[1], BeforeValidator(_whole)]
    reference: Reference
    number: Annotated[str, Field(min_length=10, max_length=10, pattern=r"^[0-9]{10}$")]
    kind: Literal["pengaduan", "aspirasi", "permintaan_informasi"]
    channel: Annotated[str, Field(min_length=1, max_length=32, pattern=r"^[a-z][a-z0-9_]{0,31}$")]
    title: Annotated[str, Field(max_length=300, repr=False)]
    text: Annotated[str, Field(max_length=100_000, repr=False)]
    note: Annotated[str, Field(max_length=50_000, repr=False)]
    reporter: Party
    submitted_by: Party
    flags: Flags
    received_at: Time
    sent_at: Time = ""
    language: Literal["id", "en"]
    agency_keyword: Annotated[str, Field(max_length=64)]
    attachments: Annotated[tuple[Attachment, ...], Field(max_length=100)]
    location: Annotated[Location | None, BeforeValidator(_told)] = None
    related_to: Annotated[tuple[Reference, ...], Field(min_length=1, max_length=16)] = ()
    recurrence_of: Reference = ""


class Delivery(Strict):
    attempt: Annotated[int, Field(ge=1, le=1_000_000), BeforeValidator(_whole)]
    delayed_minutes: Annotated[int, Field(ge=0, le=5_256_000), BeforeValidator(_whole)]


class SubmitRequest(Strict):
    case: Case
    delivery: Delivery


class Supplement(Strict):
    text: Annotated[str, Field(min_length=1, max_length=100_000, repr=False)]
    received_at: Time = ""
    attachments: Annotated[tuple[Attachment, ...], Field(max_length=100)] = ()


class ListQuery(Strict):
    """Query strings arrive as words, so the limit is one, too."""

    received_from: Time = ""
    received_to: Time = ""
    cursor: Annotated[str, Field(min_length=1, max_length=12, pattern=r"^[0-9]{1,12}$")] = "0"
    limit: Annotated[str, Field(pattern=r"^([1-9][0-9]?|[1-4][0-9]{2}|500)$")] = "100"
