"""What a message of a row is to the ledger: claimed, answered, asked about, or another system's word."""

from __future__ import annotations

from dataclasses import dataclass, field

from forwarder.acts import Act
from forwarder.items import Claim, Note
from forwarder.joins import Join
from forwarder.news import News
from forwarder.preferences import Preference
from forwarder.questions import Confirmation
from forwarder.supplement import Supplement
from forwarder.undeliverable import Undeliverable
from normalizer.draft import Piece, Rules
from normalizer.recap import Period
from normalizer.schema import Message
from normalizer.triage import Triage


@dataclass(frozen=True, slots=True)
class Report:
    """A provider's word about an answer of ours; `otherwise` as in `DeliveryReport`."""

    key: str
    rank: int
    status: str
    code: str = ""
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class StatusQuestion:
    """Somebody asks where a complaint stands; the ledger must be asked before this becomes a `Note`. `owners` are the
    names under which this person may own one."""

    number: str = field(repr=False)
    owners: frozenset[str]
    message: Message
    triage: Triage
    doubt: bool


@dataclass(frozen=True, slots=True)
class RecapQuestion:
    """A proven forwarder asks what they passed on in a time; the ledger must be asked before this becomes a `Note`.
    `recap` as in `Claim`."""

    recap: str
    period: Period
    message: Message
    triage: Triage
    doubt: bool


@dataclass(frozen=True, slots=True)
class Told:
    """The central system's word about a complaint: the number it gave it."""

    reference: str
    number: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """A part of a conversation: the ledger must be asked what is open before anything is made of it. `who` as in
    `Claim`. `otherwise`: what it is when it concerns no draft; None: it always does."""

    piece: Piece
    who: str
    node: str
    rules: Rules
    otherwise: Item | None = None

    @property
    def delivery(self) -> str:
        return self.piece.name


@dataclass(frozen=True, slots=True)
class Asking:
    """Something is asked of a complaint that is there; `otherwise`: what it is when none is meant."""

    act: Act
    otherwise: Item

    @property
    def delivery(self) -> str:
        return self.act.delivery


@dataclass(frozen=True, slots=True)
class Remembering:
    """A message that is answered, and what the ledger remembers of it for good."""

    note: Note
    said: Preference | Join

    @property
    def delivery(self) -> str:
        return self.note.delivery


@dataclass(frozen=True, slots=True)
class Unclear:
    """Nothing that can be read: `note` asks once a day, beyond that it is `otherwise`."""

    note: Note
    otherwise: Claim

    @property
    def delivery(self) -> str:
        return self.note.delivery


Item = (
    Claim
    | Supplement
    | Asking
    | Confirmation
    | Note
    | Report
    | Undeliverable
    | StatusQuestion
    | RecapQuestion
    | Told
    | News
    | Spoken
    | Remembering
    | Unclear
)
