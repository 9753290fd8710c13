"""What an SMS provider's HTTP looks like, as a TOML file: where each thing stands, coming in and going out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

SHIPPED = Path(__file__).parent / "profiles"
PLACES = frozenset(
    {"to", "to_plain", "to_local", "text", "id", "id_quoted", "coding"}  # of the message
    | {"sender", "user", "password", "secret", "secret_quoted", "report_url"}  # of the settings
)
PLACE = re.compile(r"\{([a-z_]+)\}")
_LARGEST = 65_536

Name = str
Path_ = str  # a field's name; for JSON a dotted path, numbers index lists


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Auth(_Part):
    """Where the secret stands in what comes in. hmac: a header holds the HMAC of the body (and of the timestamp header
    behind it); basic: SMS_HTTP_SECRET is `user:password`."""

    kind: Literal["header", "query", "form", "basic", "hmac"]
    name: Name = Field("", description="Header or field; not for basic")
    prefix: str = Field("", description="What stands before the secret or the digest, e.g. 'Bearer ' or 'sha256='")
    algorithm: Literal["sha1", "sha256", "sha512"] = "sha256"
    digest: Literal["hex", "base64"] = "hex"
    timestamp_header: str = ""

    @model_validator(mode="after")
    def _named(self) -> Self:
        if self.kind != "basic" and not self.name:
            raise ValueError(f"kind {self.kind} wants a name")
        return self


class Fields(_Part):
    """Where the parts of a message stand; empty: the provider does not send it."""

    sender: Path_ = Field(alias="from", min_length=1)
    text: Path_ = Field(min_length=1)
    to: Path_ = ""
    time: Path_ = ""
    id: Path_ = ""


class Time(_Part):
    """How the provider writes times. Anything but the four names is a strptime format; without an offset in it, the
    times are `offset_hours` ahead of UTC (7: WIB)."""

    format: str = "iso"
    offset_hours: float = Field(7.0, ge=-12, le=14)


class Only(_Part):
    """Only these values of a field are messages; others are read as nothing."""

    field: Path_ = Field(min_length=1)
    values: frozenset[str] = Field(min_length=1)


class Incoming(_Part):
    auth: Auth
    fields: Fields
    encoding: Literal["query", "form", "json"] = "form"
    charset: Literal["utf-8", "latin-1", "utf-16-be"] = "utf-8"
    text_encoding: Literal["plain", "base64", "hex", "hex-utf-16-be"] = "plain"
    reliable_id: bool = Field(False, description="Whether two messages never share an id")
    time: Time = Time()
    only: Only | None = None

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.auth.kind == "form" and self.encoding != "form":
            raise ValueError("auth.kind form wants encoding form")
        if self.auth.kind == "hmac" and self.encoding == "query":
            raise ValueError("auth.kind hmac signs a body, and encoding query has none")
        if self.reliable_id and not self.fields.id:
            raise ValueError("reliable_id wants fields.id")
        return self


class Report(_Part):
    """Reports of delivery, which come to /sms/report in the encoding and with the auth of messages. Statuses that are
    mapped to "" tell nobody anything. stopped_codes: as in `Answer`."""

    id: Path_ = Field(min_length=1)
    status: Path_ = Field(min_length=1)
    code: Path_ = ""
    statuses: dict[str, Literal["sent", "delivered", "read", "failed", ""]] = Field(min_length=1)
    stopped_codes: frozenset[str] = frozenset()


class Answer(_Part):
    """What the provider answers to a message of ours. A status in none of the lists means nobody knows.

    id, code: dotted paths in a JSON answer; id_pattern, code_pattern: the first group of a regular expression.
    stopped_codes: that phone wants no messages, so that no other way is taken (as Twilio's 21610).
    """

    ok: frozenset[int] = frozenset({200, 201, 202})
    permanent: frozenset[int] = frozenset()
    retry: frozenset[int] = frozenset({429})
    own_id: bool = Field(False, description="Reports name our id, so that the answer needs none")
    id: Path_ = ""
    id_pattern: str = ""
    code: Path_ = ""
    code_pattern: str = ""
    accepted_codes: frozenset[str] = frozenset()
    permanent_codes: frozenset[str] = frozenset()
    retry_codes: frozenset[str] = frozenset()
    stopped_codes: frozenset[str] = frozenset()

    @field_validator("id_pattern", "code_pattern")
    @classmethod
    def _grouped(cls, value: str) -> str:
        try:
            groups = re.compile(value).groups if value else 1
        except re.error as error:
            raise ValueError(f"is no regular expression: {error}") from error
        if groups != 1:
            raise ValueError("must hold exactly one group, around what is looked for")
        return value

    @model_validator(mode="after")
    def _found(self) -> Self:
        if not (self.own_id or self.id or self.id_pattern):
            raise ValueError("say where the id stands (id or id_pattern), or that reports name ours (own_id = true)")
        if self.accepted_codes and not (self.code or self.code_pattern):
            raise ValueError("accepted_codes wants code or code_pattern")
        return self


class Outgoing(_Part):
    """How a message of ours is sent. `params` are the request's fields; `{…}` in them is filled in."""

    params: dict[str, Any] = Field(min_length=1)
    answer: Answer
    url: str = Field("", description="Where to, unless SMS_HTTP_SEND_URL says so")
    method: Literal["GET", "POST"] = "POST"
    encoding: Literal["query", "form", "json"] = "form"
    auth: Literal["", "basic", "bearer"] = ""
    headers: dict[str, str] = Field({}, description="More headers; `{…}` is filled in")
    longest: int = Field(1600, ge=70, le=10_000, description="Characters the provider takes at most")

    @model_validator(mode="after")
    def _known(self) -> Self:
        used = {place for text in _texts([self.params, self.headers]) for place in PLACE.findall(text)}
        if unknown := sorted(used - PLACES):
            raise ValueError(
                f"nothing is known to fill in for {', '.join(unknown)}; there are {', '.join(sorted(PLACES))}"
            )
        if missing := sorted({"text"} - used):
            raise ValueError(f"params lack {{{missing[0]}}}")
        if self.method == "GET" and self.encoding != "query":
            raise ValueError("method GET wants encoding query")
        return self


class Profile(_Part):
    """One provider."""

    incoming: Incoming
    outgoing: Outgoing
    report: Report | None = None


def load(name: str) -> Profile:
    """A shipped profile by its name, or any by its path. Raise ValueError with every fault in it."""
    path = Path(name) if "/" in name or name.endswith(".toml") else SHIPPED / f"{name}.toml"
    try:
        with path.open("rb") as file:
            return _profile(file.read(_LARGEST))
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise ValueError("; ".join(faults)) from error
    except FileNotFoundError as error:
        raise ValueError(f"no such profile; shipped are {', '.join(sorted(shipped()))}, or name a file") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"cannot be read as TOML: {error}") from error


@lru_cache(maxsize=8)  # each setting that names one looks whether it can be read
def _profile(content: bytes) -> Profile:
    return Profile.model_validate(tomllib.loads(content.decode()))


def shipped() -> Iterator[str]:
    return (path.stem for path in SHIPPED.glob("*.toml"))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
