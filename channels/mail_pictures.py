"""An office's logo below an order or a thank-you: no photo of anything, and no reason to take the mail for a complaint.

Photos that people paste into a mail are embedded as logos are. So a picture counts for nothing only if it is small, and
only beside words that ask for something else; it stays in the raw mail.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from normalizer.commands import Command
from normalizer.quotes import own_words
from normalizer.recap import period_asked
from normalizer.schema import Kind, Message
from normalizer.triage import triage

_LARGEST = 60_000
_SAYING = frozenset({Kind.STATUS, Kind.THANKS, Kind.YESNO})
# "RAHASIA" with a picture may be a letter that was scanned; LAPOR and KIRIM announce one.
_ORDERING = frozenset(Command) - {Command.CONFIDENTIAL, Command.ANONYMOUS, Command.LAPOR, Command.SEND, Command.HELP}


def undecorated(message: Message, embedded: Set[str]) -> Message:
    """Without the pictures of a signature where nothing is told. `embedded`: as `ParsedMail` has them."""
    files = message.attachments
    if not files or not all(file.source in embedded and (file.size or 0) <= _LARGEST for file in files):
        return message
    bare = replace(message, attachments=())
    return bare if _asks(replace(bare, text=own_words(message.text).text)) else message


def _asks(bare: Message) -> bool:
    if period_asked(bare.subject, bare.text, bare.received_at, "UTC"):
        return True
    found = triage(bare)
    return found.kind in _SAYING or (found.kind is Kind.COMMAND and found.command in _ORDERING)
