"""What goes into the ledger and what a worker gets out of it, and how the ledger fails."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from forwarder.mailbox import Mailbox

if TYPE_CHECKING:
    from forwarder.trace import Trace  # brings what compares complaints

Queue = Literal["forward", "reply"]
# Whose answer a provider speaks of. early: perhaps of one whose sending is noted in a moment; the word is kept for it.
Heard = Literal["ours", "early", "foreign"]
# Whether protection that was asked for holds. waits: the central system is not known to know yet what was asked; "":
# nobody asked, or it was lifted.
Wish = Literal["", "holds", "waits"]
DAY = 86_400
# An agency's, as `ReplyLease.what`, and what a person does where nothing carries it.
QUESTION = "question"
ASK_OTHERWISE = "the agency waits: ask the citizen another way, then satupintu complaints settle ID"


class LedgerLost(Exception):
    """Redis was emptied, rolled back or is being rebuilt: stop, and begin again when the journals were replayed."""


class LedgerAway(Exception):
    """Redis cannot be reached or cannot write now. Nothing is lost; try again."""


class LedgerRefused(Exception):
    """Redis refused this one step, and would again: a defect, or a key that somebody else wrote."""


@dataclass(frozen=True, slots=True)
class Keep:
    """How long the ledger remembers, in seconds. `storm` complaints alike of as many people within `storm_seconds` are
    an alarm."""

    claim: int = 30 * DAY
    case: int = 365 * DAY
    window: int = 7 * DAY
    storm: int = 20
    storm_seconds: int = 3_600


@dataclass(frozen=True, slots=True)
class Bundle:
    """The one mail in which several complaints came: they get one answer. `place` of this one among `want`;
    `patience_ms`: how long the answer with the first national numbers waits for the others."""

    id: str
    place: int
    want: int
    patience_ms: int


@dataclass(frozen=True, slots=True)
class Copy:
    """The citizen behind a forward, who is told the number and nothing else; `who` and `listener` as in `Claim`."""

    who: str
    listener: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Claim:
    """What `claim` records.

    `same` is the key of "the same words by the same person" ('' = never linked); `who` names the listener without
    telling the address (`<channel>-<keyed hash>`), `listener` is empty when nobody is to be answered; `owner` is who
    may ask for the status (names with blanks between); `doubt`: it may have been claimed, submitted or answered before
    the ledger was lost. `look`: why a person should look at it, in constants of ours. `hold_ms`: it
    is held so long for its sender's word how it shall go (not one that is flagged). `recap` names the proven
    forwarder whose lists it stands in. `trace`: by what it is compared with others, None for never. `urgent`: it tells
    of danger to somebody now."""

    delivery: str
    id: str
    same: str
    node: str
    channel: str
    received_ms: int
    body: bytes = field(repr=False)
    who: str
    listener: bytes = field(repr=False)
    owner: str
    numbers: tuple[str, ...]
    wait_ms: int
    flagged: bool
    doubt: bool = False
    look: str = ""
    recap: str = ""
    bundle: Bundle | None = None
    copies: tuple[Copy, ...] = ()
    hold_ms: int = 0
    trace: Trace | None = field(default=None, repr=False)
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A delivery that is no complaint, with the answer it gets ('' = none). `once` counts such answers ('' = nobody
    does): no more than `most` within a day. yields: beyond that it is something else, and nothing is noted."""

    delivery: str
    outcome: str
    node: str
    what: str = ""
    who: str = ""
    listener: bytes = field(default=b"", repr=False)
    doubt: bool = False
    once: str = ""
    most: int = 1
    yields: bool = False


@dataclass(frozen=True, slots=True)
class ForwardLease:
    """A complaint to be carried. `asked`: protection that was asked for after it came in (`protection.letters`).
    `related` and `recurrence_of` as in `Submission`. `ends_in_ms`: the call of the last attempt, if there was one, has
    surely ended so far ahead; below 0 when it has. `edits` as `edits.opened` reads them. `first`: the first call after
    the central system was away, or wished for none."""

    id: str
    fence: str
    body: bytes = field(repr=False)
    number: str
    received_ms: int
    case: bytes = field(repr=False)
    token: str = field(repr=False)
    attempts: int
    begun: bool
    doubt: bool
    asked: str = ""
    related: tuple[str, ...] = ()
    recurrence_of: str = ""
    ends_in_ms: int = 0
    edits: str = field(default="", repr=False)
    first: bool = False


@dataclass(frozen=True, slots=True)
class Begun:
    """An attempt that was noted: its number, the frozen case, and for how long the central system was known to be away
    since the complaint came in."""

    attempt: int
    case: bytes = field(repr=False)
    away_ms: int = 0


@dataclass(frozen=True, slots=True)
class Member:
    """How one complaint of a bundle stands; linked: it was there before; wish: as in `ReplyLease`."""

    place: int
    number: str
    national: str
    linked: bool
    protected: bool = False
    wish: Wish = ""


@dataclass(frozen=True, slots=True)
class Climb:
    """Where an answer stands on its ladder (forwarder/ladder.py). `rung` "" is the first; `fell`: what was said of the
    last one since, `<otherwise> <code>`; `path`: why earlier ones were left; `part`: how many parts have left.
    `heard_ms`: when the chat wrote last, as far as the ledger knows, beside its clock `now_ms`."""

    rung: str = ""
    fell: str = ""
    path: str = ""
    part: int = 0
    heard_ms: int = 0
    now_ms: int = 0


@dataclass(frozen=True, slots=True)
class ReplyLease:
    """An answer to be sent; `tried_ms` is how long ago it was tried first, `patience_ms` the same since a person last
    sent it on again. `members` are those of a bundle, in the order of the mail. receipted: a receipt was sent before.
    protected: its complaint is anonim or rahasia now, whatever it was when its listener was noted, or was before; wish:
    whether that holds at this moment. news: the status or the question it tells. earlier: the number of an older
    complaint by the same citizen, of which this one tells again after so long that it is a new one; "" where they may
    not hear of it here. words: those of an attempt whose outcome is unknown, "" where it was not noted; mark:
    their keyed hash (forwarder/looked_up.py), which a rebuilt ledger knows, too. faint: a doubt that is asked about
    where that can be done, and that keeps nobody waiting elsewhere. mailbox: one that its chat proved to be its own.
    several: its chat has another agency's question to answer, too."""

    id: str
    fence: str
    what: str
    subject: str
    listener: bytes = field(repr=False)
    tries: int
    begun: bool
    blind: bool
    doubt: bool
    number: str
    national: str
    tried_ms: int = 0
    members: tuple[Member, ...] = ()
    receipted: bool = False
    climb: Climb = Climb()
    protected: bool = False
    news: str = field(default="", repr=False)
    earlier: str = ""
    wish: Wish = ""
    words: str = field(default="", repr=False)
    mark: str = ""
    faint: bool = False
    mailbox: Mailbox | None = None
    patience_ms: int = 0
    several: bool = False


@dataclass(frozen=True, slots=True)
class Parked:
    """What waits for a person: a complaint, an answer (its id has dots) or a supplement (a plus), and why."""

    id: str
    since_ms: int
    number: str
    why: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in the ledger about one complaint, for STATUS and for people. `into`: the one an operator linked it
    with; open_: whoever asks may know that one's numbers."""

    id: str
    state: str
    owner: str
    number: str
    national: str
    flagged: bool
    look: str = ""
    into: str = ""
    open_: bool = False
