"""The names by which an answer to our answer finds its complaint: a signed reply address and our own Message-IDs.

RFC 5233 (`name+detail@domain`), RFC 5322, 3.6.4 (Message-ID, In-Reply-To, References), RFC 5321, 4.5.3.1.1 (64 octets).
The detail is a token somebody else makes and proves (`Reply.token`); here it is only written and found again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

from normalizer.forward_marks import REPLY_PREFIXES

_LONGEST_LOCAL = 64
_DETAIL = r"[a-z0-9]{20,58}"  # mail systems fold the case of a local part
_SIGNED = re.compile(rf"[^@]{{1,64}}\+({_DETAIL})@.{{1,253}}", re.IGNORECASE)
_OURS = re.compile(rf"<satupintu\.[A-Za-z0-9_-]{{1,60}}(?:\.({_DETAIL}))?@[^<>\s]{{1,253}}>", re.IGNORECASE)
_PREFIX = re.compile(r"\s*([^\s:：\[\]]{1,12})\s?(?:\[\d{1,3}\])?\s?[:：]")
_MOST = 8


def message_id(reply_id: str, token: str, sender: str) -> str:
    """Always the same for one reply, so that a repeated sending can be known as one."""
    plain = reply_id if re.fullmatch(r"[A-Za-z0-9_-]{1,60}", reply_id) else _hashed(reply_id)
    return f"<satupintu.{plain}{_behind('.', token)}@{sender.rpartition('@')[2]}>"


def signed_address(address: str, token: str) -> str:
    """`lapor+<token>@…` for one of our addresses; "" when there is no token or a local part would be too long."""
    local, _, domain = address.rpartition("@")
    signed = f"{local.partition('+')[0]}{_behind('+', token)}"
    return f"{signed}@{domain}" if "+" in signed and len(signed.encode()) <= _LONGEST_LOCAL else ""


def is_ours(message_id_: str) -> bool:
    """Whether a Message-ID has the form of our answers'."""
    return _OURS.fullmatch(message_id_) is not None


def tokens(recipients: Sequence[str], references: Sequence[str], subject: str) -> tuple[str, ...]:
    """What an answer names, the likeliest first: the address it went to, then the mails it stands below, the nearest
    first. None for a mail that answers nothing: address books keep a signed address, and a new complaint that is
    written to it is a new complaint."""
    if not references and not answers(subject):
        return ()
    return tuple(dict.fromkeys(_named(recipients, references)))[:_MOST]


def recipient_tokens(recipients: Sequence[str]) -> tuple[str, ...]:
    """The tokens in the addresses something was sent to, whatever it is."""
    return tuple(dict.fromkeys(_named(recipients, ())))[:_MOST]


def answers(subject: str) -> bool:
    """Whether a subject begins as an answer's does, in any language we know."""
    found = _PREFIX.match(subject)
    return found is not None and found[1].lower() in REPLY_PREFIXES


def _named(recipients: Sequence[str], references: Sequence[str]) -> Iterator[str]:
    for recipient in recipients:
        if found := _SIGNED.fullmatch(recipient.strip().strip("<>")):
            yield found[1].lower()
    for reference in reversed(references):
        if (named := _OURS.fullmatch(reference)) and named[1]:
            yield named[1].lower()


def _behind(sign: str, token: str) -> str:
    return f"{sign}{token}" if re.fullmatch(_DETAIL, token) else ""


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:40]
