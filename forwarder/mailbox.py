"""A mailbox that somebody proved to be theirs, for the answers to a phone that cannot be reached by any other way.

Whoever was answered on that phone was shown a word there; who sends it from a mailbox that is proven to be their own
has both. It is no status word (forwarder/status_word.py): what was shown before a complaint was protected opens nothing
afterwards.
"""

from __future__ import annotations

import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from forwarder.seal import Hasher, Sealer, Unsealable
from normalizer.schema import ChannelName, Message, Party
from normalizer.secret_word import secret_word

MAIL = ChannelName("mail")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where, and below which mail of theirs an answer stands: `thread`, `subject` and `recipient` are as `Message` has
    them. stopped: they wrote STOP, there or in the chat it stands for."""

    address: str = field(repr=False)
    name: str = field(default="", repr=False)
    thread: str = field(default="", repr=False)
    subject: str = field(default="", repr=False)
    recipient: str = ""
    stopped: bool = False

    @property
    def to(self) -> Party:
        return Party(self.address, self.name)


def mailbox_word(hasher: Hasher, number: str, phone: str) -> str:
    """The word of one of our numbers for one phone, the same on every node and for ever."""
    return secret_word(hasher.digest("mailbox word", number, phone))


def mailbox_of(message: Message) -> Mailbox | None:
    """Whose owner wrote this, beyond doubt; None for offices, which write for many, and for all that was not proven."""
    alone = not (message.origin or message.robot or message.silent or message.borrowed or message.edited)
    if message.channel != MAIL or not message.proven or message.verified or not alone:
        return None
    return Mailbox(message.sender.address, message.sender.name, message.thread, message.subject, message.recipient)


def sealed(sealer: Sealer, complaint: str, who: str, box: Mailbox) -> str:
    """As a field of the ledger and as a fact."""
    row = {name: value for name, value in asdict(box).items() if name != "stopped"}
    words = json.dumps(row).encode()
    return b64encode(sealer.seal(words, _about(complaint, who))).decode()


def opened(sealer: Sealer, complaint: str, who: str, value: str) -> Mailbox | None:
    """value: as lua/prelude.lua has it. None for none, and for what cannot be opened."""
    packed = value.rpartition(" ")[2]
    try:
        return Mailbox(**json.loads(sealer.open(b64decode(packed), _about(complaint, who)))) if packed else None
    except (Unsealable, ValueError, TypeError):
        return None


def meant(hasher: Hasher, number: str, word: str, known: Mapping[str, str]) -> list[str]:
    """The chats among `known` (as `phones`) that were shown that word."""

    def proves(phone: str) -> bool:
        return hmac.compare_digest(mailbox_word(hasher, number, phone).encode(), word.encode())

    return [who for who, phone in known.items() if proves(phone)]


def _about(complaint: str, who: str) -> bytes:
    return f"mailbox:{complaint}.{who}".encode()
