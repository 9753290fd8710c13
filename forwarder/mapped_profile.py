"""What a central system's HTTP API looks like, as a TOML file: where each thing goes, how its answers are read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, ValidationError, model_validator

from forwarder.callback import Status
from forwarder.mapped_faults import ProfileFault, sentence, unworkable
from forwarder.mapped_places import Lost

SHIPPED: Final = Path(__file__).parent / "profiles"
_LARGEST: Final = 65_536


# https://www.rfc-editor.org/rfc/rfc9110#section-5.1
_HEADER: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
# What the encoding and the connection say, and nobody else.
_OURS: Final = frozenset({"content-type", "content-length", "transfer-encoding", "connection", "host"})


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Auth(_Part):
    """Where CENTRAL_KEY stands in what we send."""

    kind: Literal["form", "query", "header", "bearer", "basic"]
    name: str = Field("", max_length=100, description="The field or header; not for bearer and basic")

    @model_validator(mode="after")
    def _named(self) -> Self:
        if (self.kind in ("form", "query", "header")) != bool(self.name):
            raise ValueError("form, query and header want a name, bearer and basic none")
        if self.kind == "header":
            _check_headers({self.name: ""})
        return self


class Answer(_Part):
    """How an answer is read. Numbers and tokens stand at dotted paths (`data.0.id`); a status in no list means nobody
    knows. retry: surely not taken; of what must not be told twice, a 5xx is believed only where the profile itself
    lists it, and asked about all the same where `look_up.sure` is said.
    code: a path to the system's own word, for systems that answer 200 to everything."""

    number: str = ""
    token: str = ""
    status: str = ""
    note: str = ""
    code: str = ""
    done: frozenset[int] = frozenset({200, 201, 202})
    rejected: frozenset[int] = frozenset({400, 413, 415, 422})
    retry: frozenset[int] = frozenset({425, 429, 503})
    settings: frozenset[int] = frozenset({401, 403, 405, 407})
    missing: frozenset[int] = frozenset({404})
    duplicate: frozenset[int] = frozenset({409})
    done_codes: frozenset[str] = frozenset()
    rejected_codes: frozenset[str] = frozenset()
    retry_codes: frozenset[str] = frozenset()
    missing_codes: frozenset[str] = frozenset()
    duplicate_codes: frozenset[str] = frozenset()

    @property
    def vouched(self) -> bool:
        """The list of what was surely not taken is the profile's own."""
        return "retry" in self.model_fields_set

    @model_validator(mode="after")
    def _clear(self) -> Self:
        codes = [self.done_codes, self.rejected_codes, self.retry_codes, self.missing_codes, self.duplicate_codes]
        statuses = [self.done, self.rejected, self.retry, self.settings, self.missing, self.duplicate]
        if any(codes) and not self.code:
            raise ValueError("the lists of codes want code, the path where the code stands")
        if sum(map(len, codes)) > len(frozenset().union(*codes)):
            raise ValueError("a code stands in two lists: it can mean one thing only")
        if sum(map(len, statuses)) > len(frozenset().union(*statuses)):
            raise ValueError("a status stands in two lists (defaults count): it can mean one thing only")
        return self


class Call(_Part):
    """One request. `{…}` in path, query, headers and fields is filled in; a field that is one `{…}` and nothing else
    keeps its type in JSON and is left out when there is nothing."""

    path: str = Field(min_length=1, max_length=300)
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "POST"
    encoding: Literal["json", "form", "multipart"] = "json"
    fields: dict[str, Any] = Field({}, description="What is sent, in tables as deep as the system wants it")
    query: dict[str, str] = {}
    headers: dict[str, str] = {}
    answer: Answer = Answer()

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.method in ("GET", "DELETE") and self.fields:
            raise ValueError(f"{self.method} has no fields: use query")
        if self.encoding != "json" and any(isinstance(one, dict | list) for one in self.fields.values()):
            raise ValueError(f"encoding {self.encoding} has no tables: write their names as the system wants them")
        if self.path.startswith(("http://", "https://", "//")) or "?" in self.path or "#" in self.path:
            raise ValueError("path is what stands behind CENTRAL_URL, without ? and #: use query")
        _check_headers(self.headers)
        return self


def _check_headers(headers: Mapping[str, str]) -> None:
    """Raise `ValueError`."""
    if not all(_HEADER.fullmatch(name) for name in headers):
        raise ValueError("the name of a header is letters, digits and -, as in X-Reference")
    if taken := sorted(_OURS & {name.lower() for name in headers}):
        raise ValueError(f"the header {taken[0]} is said by the encoding and the connection: take it out")
    if not all(value.isascii() and (value.isprintable() or not value) for value in headers.values()):
        raise ValueError("what stands in a header is printable ASCII on one line")


class LookUp(Call):
    """sure: what it does not find surely is not there, `settles` seconds after an attempt. list: the path of a list of
    cases, in which `list_reference` is where each has ours."""

    method: Literal["GET", "POST"] = "GET"
    sure: bool = False
    settles: float = Field(0, ge=0, le=3600)
    list: str = ""
    list_reference: str = ""


class Listing(Call):
    """Categories: `list` is the path of the list, the others are paths in each."""

    method: Literal["GET", "POST"] = "GET"
    list: str = ""
    id: str = "id"
    parent: str = "parent"
    label: str = "name"


class Can(_Part):
    """What it can keep. anonim: `flag`: a field says so; `leave_out`: who it is is not sent; `no`: such complaints wait
    for a person. idempotent: the same reference again changes nothing, promised by its operators."""

    anonim: Literal["flag", "leave_out", "no"] = "no"
    rahasia: Literal["flag", "no"] = "no"
    idempotent: bool = False


class Profile(_Part):
    """One central system."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")
    auth: Auth
    submit: Call
    can: Can = Can()
    may_lose: frozenset[Lost] = frozenset()
    longest: dict[str, PositiveInt] = Field(
        {}, description="Characters it takes, by place; what is longer waits for a person"
    )
    values: dict[str, dict[str, str | int | bool]] = Field({}, description='What our values are there; "*": any other')
    statuses: dict[str, Status] = Field({}, description="Its statuses in the words of docs/central-api.yaml")
    dry_run: Call | None = None
    look_up: LookUp | None = None
    token: Call | None = None
    status: Call | None = None
    supplement: Call | None = None
    amend: Call | None = None
    withdraw: Call | None = None
    categories: Listing | None = None


def load(name: str) -> Profile:
    """A shipped profile by its name, or any by its path. Raise `ProfileFault` with every fault in it."""
    path = Path(name) if "/" in name or name.endswith(".toml") else SHIPPED / f"{name}.toml"
    try:
        with path.open("rb") as file:
            raw = tomllib.loads(file.read(_LARGEST).decode())
    except FileNotFoundError:
        raise ProfileFault(name, [f"no such profile; shipped are {', '.join(shipped())}, or name a file"]) from None
    except OSError as error:
        raise ProfileFault(name, [f"cannot be read: {error.strerror}"]) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ProfileFault(name, [f"cannot be read as TOML ({error})"]) from None
    return read(raw, name)


def read(raw: Mapping[str, Any], name: str = "profile") -> Profile:
    """Both looked at before anything is said: its form, and whether it can work. Raise `ProfileFault`."""
    faults, profile = [], None
    try:
        profile = Profile.model_validate(raw)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        faults += [sentence(one["loc"], one["type"], str(one["msg"]), _names()) for one in found]
    faults += unworkable(raw)
    if faults or profile is None:
        raise ProfileFault(name, list(dict.fromkeys(faults)))
    return profile


def shipped() -> list[str]:
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


def _names() -> set[str]:
    return {name for part in (Profile, Call, LookUp, Listing, Answer, Auth, Can) for name in part.model_fields}
