"""What a central system is: the duties of every adapter towards it, and the errors that say what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from forwarder.callback import Status
from normalizer.schema import Attachment, DeliveryNote, Flags, Receipt, Submission


class CentralError(Exception):
    """Base of what a central system's adapter may raise. Its text holds no secret and no citizen's words."""


@dataclass(eq=False)
class Unavailable(CentralError):
    """Surely not taken: refused before it was read (connection refused, 429). Try again after `after` seconds, or by
    our own schedule when the central system names no time: 0 where it asks to wait, None where it does not. A 503 is
    that only where the same again changes nothing, or where somebody vouched for it. guessed: it was not called at
    all, and `after` is when we would. answered: it is there, and does not want us, or not at this address."""

    reason: str
    after: float | None = None
    guessed: bool = False
    answered: bool = False

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
    """It may have been taken (time-out after sending, reset, 5xx). Look it up by our reference before telling again,
    and not before `after` seconds where the central system named a time."""

    reason: str
    after: float | None = None

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a central system can hold and do. Nothing that is not declared is tried: what it would be needed for waits
    for a person, with the reason.

    anonim, rahasia: a case may have the flag, and it is kept. attachments: takes bytes (`attach.TakesFiles`).
    look_up: `find` tells what is there. consistent_look_up: and what it does not find surely is not there, once
    `lookup_settles_after` seconds have passed since the attempt's deadline. idempotent: the same reference (the same
    key of a supplement) again changes nothing. callbacks: it tells of numbers and statuses by itself. status: it can be
    asked how far a case is. tray: a person reads its cases in the ledger, which has to hold them. leaves_out: anonim is
    kept by not telling who it is; it does not know the wish, so nothing that is added later may tell who it is either.
    """

    anonim: bool = False
    rahasia: bool = False
    attachments: bool = False
    supplements: bool = False
    amend: bool = False
    withdraw: bool = False
    look_up: bool = False
    consistent_look_up: bool = False
    idempotent: bool = False
    callbacks: bool = False
    status: bool = False
    tray: bool = False
    leaves_out: bool = False
    lookup_settles_after: float = 0.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a case is, in the words that citizens know; `note` is what the agency says of it, `expected` when it
    means to be done, `number` the tracking number if one is told along."""

    status: Status
    note: str = field(default="", repr=False)
    expected: datetime | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """`id` and `parent` as the central system writes them; "" at the top."""

    id: str
    parent: str
    name: str


# What a person does with a complaint that a central system cannot hold.
BY_HAND: Final = "Enter it by hand where it is kept so, then: satupintu by-hand enter NUMBER"
ENTER: Final = "Enter it there by hand, then: satupintu by-hand enter NUMBER"
CLOSE: Final = 'satupintu complaints close NUMBER --reason "…"'
READ_IT: Final = "satupintu complaints show NUMBER --unmask has its words"
SETTLE: Final = "See to it by hand, then: satupintu complaints settle ID"


# What an operator may put in other words; the citizen's own they may not (forwarder/edits.py).
_EDITED: Final = {"title": "title", "agency_keyword": "agency", "keyword": "agency", "place": "place"}


def too_long(field: str, most: int) -> str:
    """Why a case cannot be sent, and what a person is to do."""
    option = _EDITED.get(field)
    then = f'satupintu complaints edit NUMBER --{option} "…", then retry' if option else ENTER
    return f"The field {field} is longer than the {most} characters it takes there. {then}"


def hold_flags(can: Abilities, flags: Flags, then: str = BY_HAND) -> None:
    """Raise `Rejected` when a flag could not be kept: fail closed. `then`: what a person is to do."""
    missing = [name for name, wanted, kept in _flags(can, flags) if wanted and not kept]
    if missing:
        raise Rejected(f"This central system cannot keep it {' and '.join(missing)}: nothing was sent. {then}")


def _flags(can: Abilities, flags: Flags) -> tuple[tuple[str, bool, bool], ...]:
    return ("anonim", flags.anonim, can.anonim), ("rahasia", flags.rahasia, can.rahasia)


class Central(Protocol):
    """One central system.

    `body` is the frozen case: made once by `freeze`, kept in the ledger, and sent byte for byte at every attempt.
    Every call ends, or raises one of the three errors, within the timeout the adapter was made with. Nobody calls what
    `can` does not declare; whoever does gets `Rejected`. `number` is the tracking number where it is known: some
    systems know a case by nothing else, and an adapter that needs it and is given none looks it up.
    """

    @property
    def name(self) -> str: ...

    @property
    def can(self) -> Abilities: ...

    def freeze(self, submission: Submission) -> bytes:
        """The case as this system wants it, without our key. Raise `Rejected` when it cannot express a flag, or would
        lose a word: fail closed."""
        ...

    async def submit(self, reference: str, body: bytes, note: DeliveryNote) -> Receipt:
        """Tell it. Raise `Unavailable`, `Rejected` or `Unknown` and nothing else."""
        ...

    async def find(self, reference: str, since: datetime | None = None) -> Receipt | None:
        """What it holds under our reference; None if there is nothing to be seen, which is to be trusted as far as
        `can.consistent_look_up` says. since: when we first received it, for systems that list by time. Raise
        `Unavailable` when it cannot be asked now."""
        ...

    async def status(self, reference: str, number: str = "") -> Progress | None:
        """How far a case is; None when it is not known there. Raise as `submit`."""
        ...

    async def number(self, token: str) -> str | None:
        """The tracking number behind a token, or None if it is not there yet. Raise as `submit`."""
        ...

    async def supplement(
        self, reference: str, key: str, text: str, attachments: Sequence[Attachment] = (), number: str = ""
    ) -> None:
        """Add to a case; the same `key` again changes nothing, whatever comes with it: what it names is there. The
        files were handed over before, or say why not (`withheld`). Raise as `submit`."""
        ...

    async def amend(self, reference: str, flags: Flags, number: str = "") -> None:
        """Raise or lower the flags of a case. Raise as `submit`."""
        ...

    async def withdraw(self, reference: str, number: str = "") -> None:
        """Withdraw a case at the citizen's wish. Raise as `submit`."""
        ...

    async def categories(self) -> Sequence[Category]:
        """What it sorts cases by; empty if by nothing. Raise as `submit`."""
        ...

    async def check(self) -> str:
        """One sentence: who answers there and whether it knows us. Raise as `submit`."""
        ...

    async def close(self) -> None:
        """Let go of connections. It may be used again on another event loop."""
        ...
