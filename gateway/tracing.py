"""Whose a complaint is, as far as that is certain, and by what it is compared with others."""

from __future__ import annotations

from forwarder.seal import Hasher
from forwarder.trace import Trace, trace_of
from gateway.behalf import behalf_of
from normalizer.identity import person
from normalizer.likeness_told import told_of
from normalizer.longest import CUT
from normalizer.schema import Complaint, Message


def trace(hasher: Hasher, message: Message, complaint: Complaint, who: str) -> Trace | None:
    """None for a text that was cut: of its end nobody knows whether it is the same."""
    if CUT in complaint.doubts:
        return None
    known = whose(message)
    # The name that joins know people by: the ledger sees an account that shared its phone as the phone's.
    return trace_of(told_of(complaint, hasher.short("person", known) if known else "", who), hasher)


def whose(message: Message) -> str:
    """The person as `Message.person` names people; "" where nobody vouches for it. A forward is its author's, if
    somebody proven passed it on and its header names an address or a phone: a name alone may be anybody's."""
    if message.origin is None:
        return "" if message.borrowed else message.person
    origin = behalf_of(message)
    return _by_address(origin.author.address.strip()) if origin and origin.sure else ""


def _by_address(address: str) -> str:
    if not address or address.isalpha():
        return ""
    return person("mail" if "@" in address else "sms", address)


def beside(complaint: Complaint) -> str | None:
    """What came along with the words, the same for the same files; None when that cannot be told."""
    if complaint.location or not all(one.sha256 for one in complaint.attachments):
        return None
    return " ".join(sorted(one.sha256 or "" for one in complaint.attachments))
