"""The stages a complaint passes through: Raw → Message → Complaint → Submission → Receipt → Reply.

Each stage is frozen and made from the one before. Times are aware and in UTC. `None` means "nobody told us",
never "not yet". What they are made of stands in parts.py and is had from here, too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, NewType

from normalizer.parts import (
    LAPOR_KINDS,
    TAKEN_KINDS,
    UNPROTECTED,
    Attachment,
    Enclosure,
    Flags,
    Kind,
    Language,
    Location,
    Medium,
    Otherwise,
    Party,
    Withheld,
)

# fmt: off
__all__ = [
    "LAPOR_KINDS", "SCHEMA_VERSION", "TAKEN_KINDS", "UNPROTECTED", "Accepted", "Attachment", "ChannelName",
    "Complaint", "Deferred", "DeliveryNote", "DeliveryReport", "Enclosure", "Flags", "Inbound", "Kind",
    "Language", "Location", "Medium", "Message", "Origin", "Otherwise", "Party", "Raw", "Receipt", "Reply",
    "Submission", "Withheld",
]
# fmt: on

SCHEMA_VERSION: Literal[1] = 1

ChannelName = NewType("ChannelName", str)


@dataclass(frozen=True, slots=True)
class Raw:
    """What a provider sent, byte for byte.

    `url` is built from the configured public URL, never from Host; for SMTP it is `smtp:`, for polling `poll:`.
    `headers` are HTTP's, or the envelope's (`MAIL FROM`, one `RCPT TO` each, `HELO`, `PEER`); a request's method is
    never anything but POST, except where a channel says so.
    """

    channel: ChannelName
    received_at: datetime
    url: str = field(repr=False)
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes = field(repr=False)

    def header(self, name: str) -> str:
        """The first header of that name, whatever its case; empty if there is none."""
        wanted, length = name.lower(), len(name)
        for key, value in self.headers:
            if len(key) == length and key.lower() == wanted:
                return value
        return ""


@dataclass(frozen=True, slots=True)
class Origin:
    """The message behind a forwarded one, as the forward tells it: found, not proven.

    `author` wrote it, `forwarder` passed it on and added `note`; `chain` goes from the outermost author to the
    innermost, `remarks` are what those in between added, the outermost first. `sure` is false when somebody should
    look; `reason` says why, in words of ours.
    """

    author: Party
    forwarder: Party
    subject: str = field(repr=False)
    text: str = field(repr=False)
    note: str = field(default="", repr=False)
    sent_at: datetime | None = None
    chain: tuple[Party, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    sure: bool = True
    reason: str = ""
    remarks: tuple[tuple[Party, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Message:
    """One message in the provider's words and our shape.

    `delivery` is the channel's delivery key of this message (for a part of one: its parent's key and a hash of its
    own bytes). `person` is who wrote, as a URI: `tel:+62…`, `telegram:<user id>`, `mailto:…`; the same person has the
    same URI on every channel that knows the phone. `sent_at` is the sender's or provider's claim. `thread` is what an
    answer must name to stand below this message (a provider's message id, or a mail's Message-ID and References).
    `group` is the same for the messages of one album. `quoted` are words that came along and are only looked at for
    flags: those of attached mails.
    `origin` is the message behind a forwarded one. `tokens` are what an answer of the sender's names (`Reply.token`),
    found, not proven; the likeliest first.
    `silent`: taken like any other, but nothing is sent to where it came from. `robot`: no complaint at all.
    `opted`: what a provider took it for and answered itself ("stop", "start", "help"). `shared`: the sender's own phone
    as a person (`tel:+62…`), proven and shared in this message, which says nothing else.
    `verified`: the sender is a known forwarder (a village office), and proven to be it. `enrolled`: by a
    one-time word in this message, which is told to the sender. `proposal`: what it could be split into, once the sender
    has said so. `borrowed`: nobody vouches that it is the sender's, who may know nothing of it. `proven`: its
    sender sent this mail, and to us.
    """

    channel: ChannelName
    delivery: str = field(repr=False)
    sender: Party
    person: str = field(repr=False)
    received_at: datetime
    text: str = field(repr=False)
    sent_at: datetime | None = None
    subject: str = field(default="", repr=False)
    attachments: tuple[Attachment, ...] = ()
    location: Location | None = None
    thread: str = field(default="", repr=False)
    group: str = field(default="", repr=False)
    quoted: tuple[str, ...] = field(default=(), repr=False)
    origin: Origin | None = None
    tokens: tuple[str, ...] = field(default=(), repr=False)
    recipient: str = ""
    robot: bool = False
    silent: bool = False
    edited: bool = False
    doubts: tuple[str, ...] = ()
    verified: bool = False
    enrolled: bool = False
    proposal: tuple[Origin, ...] = field(default=(), repr=False)
    borrowed: bool = False
    proven: bool = False
    opted: str = ""
    shared: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a provider says of an answer we sent. `status` in our four words; `code` is the provider's own. `tokens`:
    for a report that anybody could write, what may prove it (`Reply.token`). `otherwise`: of a failure, what may do."""

    channel: ChannelName
    provider_id: str
    status: Literal["sent", "delivered", "read", "failed"]
    code: str = ""
    tokens: tuple[str, ...] = field(default=(), repr=False)
    otherwise: Otherwise = Otherwise.NOTHING


Inbound = Message | DeliveryReport


@dataclass(frozen=True, slots=True)
class Complaint:
    """What we understood. `text` is the citizen's own words, unchanged; `note` what a forwarder added.

    `submitted_by` is who wrote to us; `reporter` whose complaint it is. They differ when an official forwards.
    """

    id: str
    kind: Kind
    channel: ChannelName
    delivery: str = field(repr=False)
    reporter: Party
    submitted_by: Party
    person: str = field(repr=False)
    title: str = field(repr=False)
    text: str = field(repr=False)
    received_at: datetime
    sent_at: datetime | None = None
    note: str = field(default="", repr=False)
    forwarded: bool = False
    agency_keyword: str = ""
    language: Language = Language.INDONESIAN
    flags: Flags = UNPROTECTED
    attachments: tuple[Attachment, ...] = ()
    location: Location | None = None
    doubts: tuple[str, ...] = ()
    schema_version: Literal[1] = SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class Submission:
    """The case as the central system gets it: frozen at the first attempt. `reference` is ours, one per complaint, and
    is the idempotency key; `number` is our nomor laporan, which the citizen may already know. `related_to` are
    references of other people's cases that tell of the same problem, `recurrence_of` that of an older one by the same
    person; whoever reads it is an official, never the citizen."""

    reference: str
    number: str
    kind: Kind
    channel: ChannelName
    title: str = field(repr=False)
    text: str = field(repr=False)
    reporter: Party
    submitted_by: Party
    flags: Flags
    received_at: datetime
    sent_at: datetime | None = None
    note: str = field(default="", repr=False)
    agency_keyword: str = ""
    language: Language = Language.INDONESIAN
    attachments: tuple[Attachment, ...] = ()
    location: Location | None = None
    related_to: tuple[str, ...] = ()
    recurrence_of: str = ""
    schema_version: Literal[1] = SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class DeliveryNote:
    """What stands beside the frozen case and may differ between attempts: it is outside the comparison."""

    attempt: int
    delayed_minutes: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """The central system holds the case and gave it this tracking number (opaque; leading zeros kept)."""

    number: str


@dataclass(frozen=True, slots=True)
class Deferred:
    """The central system holds the case; its number comes later under this token."""

    token: str = field(repr=False)


Receipt = Accepted | Deferred


@dataclass(frozen=True, slots=True)
class Reply:
    """Words back to one address. `id` is ours, the same at every try; `thread` and `recipient` (our own address that
    was written to) as in `Message`. `token` proves which complaint an answer to this is about: lower-case letters and
    digits, "" when it is about none. `template` is the provider's name of approved words that say this text, and
    `variables` what stands in their places. `tried`: how long ago it was tried first, None if nobody knows."""

    id: str
    channel: ChannelName
    to: Party
    text: str = field(repr=False)
    language: Language
    subject: str = field(default="", repr=False)
    thread: str = field(default="", repr=False)
    recipient: str = ""
    token: str = field(default="", repr=False)
    enclosures: tuple[Enclosure, ...] = ()
    template: str = ""
    variables: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    tried: timedelta | None = None
