"""Bodies of the stand-in for mapped systems, read by the library and not by the code that writes them."""

from __future__ import annotations

import json
from email.parser import BytesParser
from email.policy import HTTP
from typing import Final, Literal
from urllib.parse import parse_qsl

from gateway.simulator.faulty import once_each

Encoding = Literal["json", "form", "multipart"]

TYPES: Final = {
    "application/json": "json",
    "application/x-www-form-urlencoded": "form",
    "multipart/form-data": "multipart",
}


class Wrong(Exception):
    """A request that is refused: status and words."""


def read(encoding: Encoding, kind: str, body: bytes | None) -> dict[str, str]:
    """Raise `Wrong`."""
    if body is None:
        raise Wrong("413 too large")
    try:
        return {"json": _json, "form": _form, "multipart": _multipart}[encoding](kind, body)
    except (ValueError, RecursionError):
        raise Wrong(f"400 the body is no {encoding}") from None


def _json(kind: str, body: bytes) -> dict[str, str]:
    value = json.loads(body)
    if not isinstance(value, dict):
        raise Wrong("400 the body is no object")
    return {name: one if isinstance(one, str) else json.dumps(one) for name, one in value.items()}


def _form(kind: str, body: bytes) -> dict[str, str]:
    pairs = parse_qsl(body.decode(), True, strict_parsing=True, errors="strict", max_num_fields=100)
    return _single(pairs)


def _multipart(kind: str, body: bytes) -> dict[str, str]:
    whole = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    parts = whole.iter_parts() if whole.is_multipart() else iter(())
    pairs = []
    for part in parts:
        name, payload = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(payload, bytes):
            raise Wrong("400 a part has no name")
        pairs.append((name, payload.decode()))
    return _single(pairs)


def _single(pairs: list[tuple[str, str]]) -> dict[str, str]:
    fields = once_each(pairs, lambda name: False)
    if not fields:
        raise ValueError
    return {name: values[0] for name, values in fields.items()}
