"""The bytes of an answer by mail: an automatic response that no robot answers.

RFC 3834 (automatic responses), RFC 5322, 3.6.4 (threading), RFC 2047 (subjects).
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from typing import Any

from channels.base import SendFailed
from channels.mail_thread import message_id
from normalizer.schema import Language, Reply

_SIGN = r"[^\s@<>,;:\"()\[\]\\\x00-\x20\x7f-\x9f\ud800-\udfff]"
_ADDRESS = re.compile(rf"{_SIGN}{{1,64}}@{_SIGN}{{1,253}}")
# The library reads an encoded word (RFC 2047) in whatever header it is given, also where none may stand, and a line
# break in it begins a header of its own.
_WORD = "=?"
_ID = re.compile(r"<(?![^>]*=\?)[\x21-\x3b\x3d\x3f-\x7e]{1,498}>")
_PREFIX = re.compile(r"\s*(?:re|bls|balas|aw|sv)\s*:", re.IGNORECASE)
_NO_SUBJECT = {Language.INDONESIAN: "Laporan Anda", Language.ENGLISH: "Your report"}
_LONGEST_SUBJECT = 200
_LONGEST_NAME = 60
_MOST_REFERENCES = 20


class _PlainIds(EmailPolicy):
    """Message-IDs one below the other: the library's own folding encodes (RFC 2047) an id that is longer than a line,
    and no mail program finds its thread again by that."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() in ("in-reply-to", "references"):
            return f"{name}: {f'{self.linesep} '.join(str(value).split())}{self.linesep}".encode("ascii")
        folded: bytes = super().fold_binary(name, value)
        return folded


_POLICY = _PlainIds(linesep="\r\n", cte_type="7bit", max_line_length=76)


def compose(reply: Reply, sender: str, now: datetime, reply_to: str = "", brand: str = "") -> bytes:
    """The answer as it goes over the wire; `reply_to` is where an answer to it goes, `brand` the name beside `sender`.
    Raise SendFailed(permanent) when it cannot be addressed."""
    if not _answerable(reply.to.address):
        raise SendFailed("the answer's address is no mail address", permanent=True, code="address")
    mail = EmailMessage(policy=_POLICY)
    local, _, domain = reply.to.address.rpartition("@")
    # The address alone: a name that a stranger chose would stand in a mail of ours.
    try:
        mail["From"] = _from(sender, brand)
        mail["To"] = Address("", local, domain)
        mail["Subject"] = _subject(reply)
        mail["Date"] = format_datetime(now)
        mail["Message-ID"] = message_id(reply.id, reply.token, sender)
        if reply_to:
            mail["Reply-To"] = reply_to
        _thread(mail, reply.thread)
        mail["Auto-Submitted"] = "auto-replied"
        mail["X-Auto-Response-Suppress"] = "All"
        mail.set_content(_words(reply.text), cte="quoted-printable" if reply.text.isascii() else "base64")
        mail["Content-Language"] = reply.language.value
        _enclose(mail, reply)
        return mail.as_bytes()
    except (MessageError, ValueError, IndexError, KeyError, AttributeError, UnicodeError) as error:
        raise SendFailed("the answer cannot be written as a mail", permanent=True, code="compose") from error


def _from(sender: str, brand: str) -> str | Address:
    name = _line(brand, _LONGEST_NAME)
    if not name:
        return sender
    local, _, domain = sender.rpartition("@")
    return Address(name, local, domain)


def _enclose(mail: EmailMessage, reply: Reply) -> None:
    """A boundary that is the same at every try, as the rest of the mail is."""
    for each in reply.enclosures:
        main, _, sub = each.media_type.partition("/")
        mail.add_attachment(each.content, maintype=main, subtype=sub, filename=each.name)
    if reply.enclosures:
        mail.set_boundary(f"=_{hashlib.sha256(reply.id.encode('utf-8', 'replace')).hexdigest()[:40]}")


def _answerable(address: str) -> bool:
    """A plain address in a real domain, at most 254 long (RFC 5321); "%" and "!" in a name once routed mail onwards."""
    local, _, domain = address.rpartition("@")
    plain = _ADDRESS.fullmatch(address) is not None and len(address) <= 254
    return plain and "." in domain.strip(".") and not {"%", "!"} & set(local) and _WORD not in address


def _line(text: str, longest: int) -> str:
    """One line without control characters or lone surrogates: nothing a sender chose may become a header."""
    clean = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+", " ", text)
    return " ".join(clean.replace(_WORD, "= ?").split())[:longest].strip()


def _words(text: str) -> str:
    return re.sub("[\x00\ud800-\udfff]", "\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")


def _subject(reply: Reply) -> str:
    unnamed = _NO_SUBJECT.get(reply.language, _NO_SUBJECT[Language.INDONESIAN])
    subject = _line(reply.subject, _LONGEST_SUBJECT) or unnamed
    return subject if _PREFIX.match(subject) else f"Re: {subject}"


def _thread(mail: EmailMessage, thread: str) -> None:
    """In-Reply-To and References from `Message.thread`; anything that is no Message-ID is left out."""
    try:
        known = json.loads(thread) if thread else {}
    except (ValueError, RecursionError):
        return
    if not isinstance(known, dict):
        return
    identity = str(known.get("id", ""))
    listed = known.get("references", [])
    chain = [str(entry) for entry in listed if _ID.fullmatch(str(entry))] if isinstance(listed, list) else []
    if _ID.fullmatch(identity):
        mail["In-Reply-To"] = identity
        chain = [entry for entry in chain if entry != identity] + [identity]
    if chain:
        mail["References"] = " ".join(
            chain if len(chain) <= _MOST_REFERENCES else [chain[0], *chain[1 - _MOST_REFERENCES :]]
        )
