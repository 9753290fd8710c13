"""The messages of a mail. Whoever only takes mails in or answers them does not load it: it takes 8 MB and 0.15 s."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from channels.mail_bounce import bounced
from channels.mail_enrol import enrolled
from channels.mail_message import message_of, passed_on
from channels.mail_pictures import undecorated
from channels.mail_typed import typed
from channels.mail_wordless import judged
from normalizer.forwarded import read_forwards
from normalizer.mime import ParsedMail
from normalizer.schema import Inbound, Message, Raw


@dataclass(frozen=True, slots=True, repr=False)
class Arrived:
    """A mail, its delivery key, and those of its recipients that are ours. sender, proves, zone: as `Mail` has them."""

    raw: Raw
    mail: ParsedMail
    key: str
    to_us: Sequence[str]
    sender: str
    proves: bool
    zone: tzinfo


def read(came: Arrived) -> Sequence[Inbound]:
    raw, mail = came.raw, came.mail
    if report := bounced(mail, raw.body, came.to_us):
        return (report,)
    message = message_of(raw, mail, came.key, came.to_us, ours=came.sender, proves=came.proves)
    forwards, confirmed = read_forwards(mail, came.zone), raw.header("MARK confirmed")

    def apart(whole: Message) -> tuple[Message, ...]:
        return passed_on(whole, forwards) if forwards else typed(undecorated(whole, mail.embedded), confirmed)

    return judged(enrolled(message, apart) if message.enrolled else apart(message))
