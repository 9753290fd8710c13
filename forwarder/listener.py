"""Who is answered: the address a message came from, with what an answer to it needs."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from normalizer.schema import ChannelName, Flags, Language, Message, Party


@dataclass(frozen=True, slots=True)
class Listener:
    """Sealed wherever it lies. `facts` are numbers an answer names that are not those of its complaint."""

    channel: ChannelName
    to: Party
    language: Language
    flags: Flags
    thread: str = field(default="", repr=False)
    recipient: str = ""
    subject: str = field(default="", repr=False)
    facts: tuple[tuple[str, str], ...] = ()

    def encode(self) -> bytes:
        row = {name: getattr(self, name) for name in self.__slots__}
        row["to"] = {"address": self.to.address, "name": self.to.name}
        row["flags"] = {"anonim": self.flags.anonim, "rahasia": self.flags.rahasia}
        return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")

    @classmethod
    def decode(cls, data: bytes) -> Listener:
        row = json.loads(data.decode("utf-8", "surrogatepass"))
        return cls(
            channel=ChannelName(row["channel"]),
            to=Party(**row["to"]),
            language=Language(row["language"]),
            flags=Flags(**row["flags"]),
            thread=row["thread"],
            recipient=row["recipient"],
            subject=row["subject"],
            facts=tuple((name, value) for name, value in row["facts"]),
        )


def listener_of(message: Message, language: Language, flags: Flags, **facts: str) -> Listener:
    return Listener(
        channel=message.channel,
        to=message.sender,
        language=language,
        flags=flags,
        thread=message.thread,
        recipient=message.recipient,
        subject=message.subject,
        facts=tuple(facts.items()),
    )
