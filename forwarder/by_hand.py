"""No API: complaints wait in a tray, and a person enters them into the national system by hand.

What an agency starts with, since LAPOR!'s API is not public. Submitting puts a complaint into the tray, where
`satupintu by-hand` shows it; its number comes when somebody enters it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from forwarder import national_case
from forwarder.central import READ_IT, Abilities, Category, Progress, Rejected
from normalizer.schema import Attachment, Deferred, DeliveryNote, Flags, Receipt, Submission, Withheld

# The person who enters it reads the flags; what comes later needs a person each time, who is called by parking it.
ABILITIES: Final = Abilities(
    anonim=True, rahasia=True, attachments=True, look_up=True, consistent_look_up=True, idempotent=True, tray=True
)
PLACE: Final = "by-hand"
_LATER: Final = "do it in the national system by hand, then: satupintu complaints settle ID"
ADDED: Final = f"Something was added ({READ_IT}): {_LATER}"
CHANGED: Final = f"Its protection was changed: {_LATER}"
WITHDRAWN: Final = f"It was withdrawn: {_LATER}"


@dataclass(frozen=True)
class ByHand:
    """Satisfies `forwarder.central.Central` and `forwarder.attach.TakesFiles`. The tray is the ledger itself, so there
    is nobody to call and nothing to lose."""

    @property
    def name(self) -> str:
        return "by_hand"

    @property
    def shelf(self) -> str:
        return self.name

    @property
    def can(self) -> Abilities:
        return ABILITIES

    def freeze(self, submission: Submission) -> bytes:
        return national_case.freeze(submission)

    async def submit(self, reference: str, body: bytes, note: DeliveryNote) -> Receipt:
        return Deferred(PLACE)

    async def find(self, reference: str, since: datetime | None = None) -> Receipt | None:
        return Deferred(PLACE)

    async def status(self, reference: str, number: str = "") -> Progress | None:
        raise Rejected("How far a case is stands in the national system: look there by its number")

    async def number(self, token: str) -> str | None:
        """Whoever enters it tells the ledger."""
        return None

    async def supplement(
        self, reference: str, key: str, text: str, attachments: Sequence[Attachment] = (), number: str = ""
    ) -> None:
        raise Rejected(ADDED)

    async def amend(self, reference: str, flags: Flags, number: str = "") -> None:
        raise Rejected(CHANGED)

    async def withdraw(self, reference: str, number: str = "") -> None:
        raise Rejected(WITHDRAWN)

    async def attach(self, place: int, attachment: Attachment, content: bytes) -> Withheld:
        """It stays in the store, from which `satupintu by-hand show --files` takes it."""
        return Withheld.NOT

    async def categories(self) -> Sequence[Category]:
        return ()

    async def check(self) -> str:
        return "Complaints wait in the tray until somebody enters their national number: satupintu by-hand list"

    async def close(self) -> None:
        """Nothing is open."""
