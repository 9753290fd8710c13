"""Who is answered: the address a message came from, with what an answer to it needs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from operator import attrgetter
from typing import Any

from pydantic_core import PydanticSerializationError, to_json

from normalizer.schema import ChannelName, Flags, Language, Message, Party

# Where an answer names the message that it answers; no other channel is told.
_THREADED = frozenset({"mail", "telegram"})


@dataclass(frozen=True, slots=True)
class About:
    """What an answer may tell of one complaint beside its numbers in the ledger: whose it is and what it is about, for
    whoever wrote it down. Of a protected one it knows neither. `number` and `national` stand in lists only."""

    place: int = 0
    name: str = field(default="", repr=False)
    title: str = field(default="", repr=False)
    received_ms: int = 0
    protected: bool = False
    number: str = ""
    national: str = ""


@dataclass(frozen=True, slots=True)
class Listener:
    """Sealed wherever it lies. `facts` are numbers an answer names that are not those of its complaint. `about` are the
    complaints it is about; `printed`: a printable receipt of each goes along, for the citizen. `office`: one that is
    proven and known to pass on what citizens write.
    `heard_ms`: when the message came in that is answered; 0: nobody knows."""

    channel: ChannelName
    to: Party
    language: Language
    flags: Flags
    thread: str = field(default="", repr=False)
    recipient: str = ""
    subject: str = field(default="", repr=False)
    facts: tuple[tuple[str, str], ...] = ()
    about: tuple[About, ...] = ()
    printed: bool = False
    office: bool = False
    heard_ms: int = 0

    def encode(self) -> bytes:
        row = dict(zip(self.__slots__, _VALUES(self), strict=True))
        row["to"] = {"address": self.to.address, "name": self.to.name}
        row["flags"] = {"anonim": self.flags.anonim, "rahasia": self.flags.rahasia}
        row["about"] = [asdict(one) for one in self.about]
        try:
            return to_json(row)  # in a fifth of json's own time, and every message has a listener
        except (PydanticSerializationError, UnicodeEncodeError):  # a lone surrogate, which is none of JSON's
            return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")

    @classmethod
    def decode(cls, data: bytes) -> Listener:
        row: dict[str, Any] = json.loads(data.decode("utf-8", "surrogatepass"))
        return cls(
            channel=ChannelName(row["channel"]),
            to=Party(**row["to"]),
            language=Language(row["language"]),
            flags=Flags(**row["flags"]),
            thread=row["thread"],
            recipient=row["recipient"],
            subject=row["subject"],
            facts=tuple((name, value) for name, value in row["facts"]),
            # Sealed by an older version, it knows none of these.
            about=tuple(About(**one) for one in row.get("about", ())),
            printed=row.get("printed", False),
            office=row.get("office", False),
            heard_ms=row.get("heard_ms", 0),
        )


_VALUES = attrgetter(*Listener.__slots__)


def listener_of(message: Message, language: Language, flags: Flags, **facts: str) -> Listener:
    return Listener(
        channel=message.channel,
        to=message.sender,
        language=language,
        flags=flags,
        thread=message.thread if message.channel in _THREADED else "",
        recipient=message.recipient,
        subject=message.subject,
        facts=tuple(facts.items()),
        office=message.verified,
        heard_ms=int(message.received_at.timestamp() * 1000),
    )


def heard(who: str, listener: bytes) -> int:
    """When the chat wrote that is answered, where that opens it for free words (`Windowed`); 0 for all others."""
    if not who.startswith("whatsapp-") or not listener:
        return 0
    try:
        return Listener.decode(listener).heard_ms
    except (ValueError, KeyError, TypeError):
        return 0
