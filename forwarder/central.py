"""What a central system is: the duties of every adapter towards it, and the errors that say what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from normalizer.schema import Attachment, DeliveryNote, Flags, Receipt, Submission


class CentralError(Exception):
    """Base of what a central system's adapter may raise. Its text holds no secret and no citizen's words."""


@dataclass(eq=False)
class Unavailable(CentralError):
    """Surely not taken: refused before it was read (connection refused, 429, 503). Try again after `after` seconds, or
    by our own schedule when the central system names no time."""

    reason: str
    after: float | None = None

    def __str__(self) -> str:
        return self.reason


@dataclass(eq=False)
class Rejected(CentralError):
    """Surely not taken, and the same again would be refused again: a person must look."""

    reason: str

    def __str__(self) -> str:
        return self.reason


@dataclass(eq=False)
class Unknown(CentralError):
    """It may have been taken (time-out after sending, reset, 5xx). Look it up by our reference before telling again."""

    reason: str

    def __str__(self) -> str:
        return self.reason


class Central(Protocol):
    """One central system.

    `body` is the frozen case: made once by `freeze`, kept in the ledger, and sent byte for byte at every attempt.
    Every call ends, or raises one of the three errors, within the timeout the adapter was made with.
    """

    @property
    def name(self) -> str: ...

    @property
    def can_look_up(self) -> bool:
        """Whether `find` answers for certain; without it an unknown outcome waits for a person."""
        ...

    def freeze(self, submission: Submission) -> bytes:
        """The case as this system wants it. Raise `Rejected` when it cannot express a flag: fail closed."""
        ...

    async def submit(self, reference: str, body: bytes, note: DeliveryNote) -> Receipt:
        """Tell it. Raise `Unavailable`, `Rejected` or `Unknown` and nothing else."""
        ...

    async def find(self, reference: str) -> Receipt | None:
        """What it holds under our reference; None if it surely holds nothing. Raise `Unavailable` when it cannot be
        asked now."""
        ...

    async def number(self, token: str) -> str | None:
        """The tracking number behind a token, or None if it is not there yet. Raise as `submit`."""
        ...

    async def supplement(self, reference: str, key: str, text: str, attachments: Sequence[Attachment] = ()) -> None:
        """Add to a case; the same `key` again changes nothing, whatever comes with it: what it names is there. The
        files were handed over before, or say why not (`withheld`). Raise as `submit`."""
        ...

    async def amend(self, reference: str, flags: Flags) -> None:
        """Raise or lower the flags of a case. Raise as `submit`."""
        ...

    async def withdraw(self, reference: str) -> None:
        """Withdraw a case at the citizen's wish. Raise as `submit`."""
        ...

    async def check(self) -> str:
        """One sentence: who answers there and whether it knows us. Raise as `submit`."""
        ...

    async def close(self) -> None:
        """Let go of connections. It may be used again on another event loop."""
        ...
