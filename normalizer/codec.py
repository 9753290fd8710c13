"""JSON bytes and back for every stage, by pydantic over the stages' own dataclasses.

Errors name the stage, the field and the kind of fault, never the value: values are people's words.
"""

from __future__ import annotations

import json
from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError, from_json

from normalizer.schema import SCHEMA_VERSION, Complaint

T = TypeVar("T")

SCHEMA_ID = "urn:satupintu:schema:complaint:1"


class Undecodable(ValueError):
    """These bytes are not this stage."""


class NewerSchema(Undecodable):
    """Written by a newer version of Satu Pintu."""


class Unencodable(ValueError):
    """This value cannot be written as JSON (a lone surrogate)."""


@cache
def _adapter(stage: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(cast(Any, stage))


def encode(value: object) -> bytes:
    """JSON bytes of a stage. Raise `Unencodable`."""
    stage = type(value)
    try:
        return _adapter(cast(Hashable, stage)).dump_json(value)
    except (PydanticSerializationError, UnicodeEncodeError):
        pass
    raise Unencodable(f"a {stage.__name__} holds text that is no Unicode: pass it through normalizer.text.writable")


def decode(stage: type[T], data: bytes | str) -> T:
    """The stage in these bytes. Raise `NewerSchema` or `Undecodable`."""
    try:
        found: T = _adapter(cast(Hashable, stage)).validate_json(data)
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(map(str, fault['loc'])) or 'all of it'}: {fault['type']}"
            for fault in error.errors(include_input=False, include_url=False, include_context=False)[:5]
        )
    else:
        return found
    version = _version(data)
    if version is not None and version > SCHEMA_VERSION:
        raise NewerSchema(
            f"a {stage.__name__} in schema version {version}, but this Satu Pintu reads up to {SCHEMA_VERSION}: "
            "nothing is lost, run the version that wrote it or a newer one"
        )
    raise Undecodable(f"not a {stage.__name__}: {faults}")


def _version(data: bytes | str) -> int | None:
    try:
        value = from_json(data)
    except ValueError:
        return None
    version = value.get("schema_version") if isinstance(value, dict) else None
    return version if isinstance(version, int) else None


def json_schema() -> dict[str, Any]:
    """The published JSON Schema (2020-12) of a complaint as we write it; docs/complaint.schema.json holds it."""
    schema = _adapter(cast(Hashable, Complaint)).json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID, **schema}


def schema_text() -> str:
    """`json_schema()` as it is printed and published."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"
