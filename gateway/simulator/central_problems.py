"""Problem details of docs/central-api.yaml: https://www.rfc-editor.org/rfc/rfc9457"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web
from pydantic import ValidationError

# type → status, title
PROBLEMS: Final[Mapping[str, tuple[int, str]]] = {
    "malformed": (400, "The body is not JSON"),
    "unauthenticated": (401, "The key is not known for this instance"),
    "switched-off": (403, "This instance is switched off"),
    "no-such-path": (404, "The contract has no such address"),
    "method-not-allowed": (405, "The contract has no such method here"),
    "unknown-reference": (404, "There is no case with this reference"),
    "unknown-token": (404, "There is no such token"),
    "withdrawn": (409, "The case was withdrawn"),
    "too-large": (413, "The body is over the limit"),
    "unsupported-media-type": (415, "The content type is not the stated one"),
    "invalid": (422, "The request does not fit the contract"),
    "key-reused": (422, "The key was used with another body"),
    "key-differs": (422, "The idempotency key is not the reference of the case"),
    "hash-differs": (422, "The bytes do not have the stated hash"),
    "too-many-requests": (429, "Too many requests"),
    "internal": (500, "The central system failed"),
    "unavailable": (503, "The central system is not available"),
}
_MOST_ERRORS: Final = 20


@dataclass(eq=False)
class Refused(Exception):
    """A request ends with this problem."""

    kind: str
    errors: Sequence[Mapping[str, str]] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> web.Response:
        status, title = PROBLEMS[self.kind]
        body: dict[str, Any] = {"type": f"urn:satupintu:problem:{self.kind}", "title": title, "status": status}
        if self.errors:
            body["errors"] = list(self.errors)
        data = json.dumps(body).encode()
        return web.Response(status=status, body=data, content_type="application/problem+json", headers=self.headers)


def refused(error: ValidationError, below: str = "") -> Refused:
    """400 for what is no JSON, else 422 with places and codes, never values."""
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    if any(fault["type"] == "json_invalid" for fault in faults):
        return Refused("malformed")
    return Refused("invalid", [_place(fault["loc"], fault["type"], below) for fault in faults[:_MOST_ERRORS]])


def _place(where: tuple[int | str, ...], code: str, below: str) -> dict[str, str]:
    # The name of an unknown field is the caller's own word: name its parent only.
    known = where[:-1] if code == "extra_forbidden" else where
    return {"at": below + "".join(f"/{part}" for part in known), "code": code}
