"""What a central system would be sent, and what it answers, shown to an operator before the first complaint goes."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable
from urllib.parse import quote, quote_plus

from normalizer.schema import Submission

MASK = "••••"


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """One request; `secrets` are masked wherever it is shown. answered: whether it was sent; then `status` and `answer`
    are what came, and `read` what we make of it. failed: why no answer came to a dry run, "" otherwise. refused: why we
    would not send such a complaint, "" otherwise."""

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    answered: bool = False
    status: int = 0
    answer: bytes = field(default=b"", repr=False)
    read: str = ""
    failed: str = ""
    refused: str = ""


def hidden(key: str) -> tuple[str, ...]:
    """A key in every form in which it may stand in a request."""
    basic = base64.b64encode(key.encode()).decode()
    return key, quote(key, safe=""), quote_plus(key), json.dumps(key, ensure_ascii=False)[1:-1], basic


@runtime_checkable
class Rehearses(Protocol):
    """A central system whose request can be looked at before it is sent."""

    def rehearse(self, submission: Submission) -> Rehearsal:
        """Without sending. What would not be sent is shown all the same, where it can be made (`Rehearsal.refused`);
        else raise `Rejected`."""
        ...


@runtime_checkable
class DryRuns(Protocol):
    """A central system that can be asked without anything becoming a case."""

    async def dry_run(self, submission: Submission) -> Rehearsal | None:
        """None when its profile names no dry run; what cannot be sent is shown all the same (`Rehearsal.failed`). Raise
        `Rejected` when it could not be made."""
        ...
