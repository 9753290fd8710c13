"""The stages a complaint passes through: Raw → Message → Complaint → Submission → Receipt → Reply.

Each stage is frozen and made from the one before. Times are aware and in UTC. `None` means "nobody told us",
never "not yet".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal, NewType

SCHEMA_VERSION: Literal[1] = 1

ChannelName = NewType("ChannelName", str)


class Medium(StrEnum):
    """How words travel; it decides their length, their cost and their form."""

    SMS = "sms"
    CHAT = "chat"
    MAIL = "mail"


class Kind(StrEnum):
    """What a message is to us; the first three are LAPOR!'s classes of submission."""

    COMPLAINT = "complaint"  # pengaduan
    ASPIRATION = "aspiration"  # aspirasi
    INFORMATION = "information"  # permintaan informasi
    GREETING = "greeting"
    THANKS = "thanks"
    TEST = "test"
    GIBBERISH = "gibberish"  # nothing that can be read
    HELP = "help"
    STATUS = "status"
    COMMAND = "command"  # which one: `normalizer.commands.Command`
    YESNO = "yesno"  # an answer to a question of ours
    FOLLOWUP = "followup"  # goes with what was written before: "lanjutan", "itu fotonya"
    EMERGENCY = "emergency"  # somebody is in danger now: told the emergency numbers, and taken as a complaint
    ROBOT = "robot"  # an automatic answer, a bounce, a delivery report in a mail's clothes: never answered


LAPOR_KINDS = frozenset({Kind.COMPLAINT, Kind.ASPIRATION, Kind.INFORMATION})
# What is taken at once, whatever it is called: the class of these is a complaint.
TAKEN_KINDS = LAPOR_KINDS | {Kind.EMERGENCY, Kind.FOLLOWUP}


class Language(StrEnum):
    # These two are there always; any other, by its code (ISO 639: jv, su, mad), is one as soon as a catalogue of words
    # speaks it, and needs no line of code.
    INDONESIAN = "id"
    ENGLISH = "en"

    @classmethod
    def _missing_(cls, value: object) -> Language | None:
        """The same one for the same code each time, as an enumeration's members are."""
        if not isinstance(value, str) or not re.fullmatch(r"[a-z]{2,3}", value):
            return None
        made = str.__new__(cls, value)
        made._name_, made._value_ = value.upper(), value
        found: Language = cls._value2member_map_.setdefault(value, made)  # type: ignore[assignment] # all are of this class
        return found


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
        wanted = name.lower()
        for key, value in self.headers:
            if key.lower() == wanted:
                return value
        return ""


@dataclass(frozen=True, slots=True)
class Party:
    """Someone we can write to: E.164 number, Telegram chat id or mail address, as the channel wants it."""

    address: str = field(repr=False)
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Flags:
    """LAPOR!'s two protections. anonim: the text is public, the identity hidden; rahasia: the text is not public."""

    anonim: bool = False
    rahasia: bool = False

    def __bool__(self) -> bool:
        return self.anonim or self.rahasia

    @property
    def letters(self) -> str:
        """ "", "a", "r" or "ar": how they stand in keys and ends."""
        return "a" * self.anonim + "r" * self.rahasia


class Withheld(StrEnum):
    """Why the bytes of an attachment do not go on to the central system."""

    NOT = ""
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    INFECTED = "infected"  # clamd says so
    UNSCANNED = "unscanned"  # clamd could not be asked in time
    IDENTIFYING = "identifying"  # anonim, and what identifies cannot be taken out for certain
    MISSING = "missing"  # the store did not have it in time
    REFUSED = "refused"  # the central system does not take it


@dataclass(frozen=True, slots=True)
class Attachment:
    """A photo, sound, film or file a message names. `source` is where its bytes can be had: a provider's URL or file
    id, or `part:<n>` of the same mail. `withheld`: its bytes do not go on, and why."""

    name: str = field(repr=False)
    media_type: str
    size: int | None = None
    sha256: str | None = None
    source: str = field(default="", repr=False)
    withheld: Withheld = Withheld.NOT


@dataclass(frozen=True, slots=True)
class Location:
    latitude: float = field(repr=False)
    longitude: float = field(repr=False)
    label: str = field(default="", repr=False)


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
    has said so. `borrowed`: nobody vouches that it is the sender's, who may know nothing of it.
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
    opted: str = ""
    shared: str = field(default="", repr=False)


class Otherwise(StrEnum):
    """What may still reach a citizen when an answer was refused for good."""

    NOTHING = ""  # they said STOP, or there is no such person
    WORDS = "words"  # the same way takes other words: a template that the provider approved
    WAY = "way"  # another way may do


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
    flags: Flags = Flags()
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
class Enclosure:
    """A file that goes with an answer, on channels that carry files; others leave it out."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """Words back to one address. `id` is ours, the same at every try; `thread` and `recipient` (our own address that
    was written to) as in `Message`. `token` proves which complaint an answer to this is about: lower-case letters and
    digits, "" when it is about none. `template` is the provider's name of approved words that say this text, and
    `variables` what stands in their places. It was not sent before `since`."""

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
    since: datetime | None = None
