"""What an official typed for citizens, in a mail of their own: several messages, or a question back, or as it is."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from normalizer.schema import Message, Origin, Party
from normalizer.typed_list import UNDIVIDED, TypedList, TypedPart, read_typed

# The official confirmed the parts, or said that it is one; whoever never answered leaves it to a person.
YES, NO, LATE = "yes", "no", "late"
SPLIT_UNSURE = "split-unsure"
# Which photo belongs to whom nobody can tell; each complaint names them all.
SHARED = "shared-files"


def typed(message: Message, confirmed: str) -> tuple[Message, ...]:
    """The messages in one mail that forwards nothing. `confirmed` is the row's mark of that name.

    Only a proven forwarder's word makes several of one: anybody else's list stays one complaint. What is not certain
    is one message with `proposal` until the mark is there.
    """
    # An answer to ours adds to its complaint, whatever form its words have.
    if not message.verified or message.robot or message.tokens:
        return (message,)
    found = read_typed(message.text)
    if found.certain or (found.parts and confirmed == YES):
        return _parts(message, found)
    if len(found.parts) < 2:
        return (replace(message, doubts=(*message.doubts, SPLIT_UNSURE)) if found.reason in UNDIVIDED else message,)
    if confirmed:
        # The mail itself was claimed when it was asked about.
        doubts = message.doubts if confirmed == NO else (*message.doubts, SPLIT_UNSURE)
        return (replace(message, delivery=f"{message.delivery}:one", doubts=doubts),)
    if message.silent:
        return (replace(message, doubts=(*message.doubts, SPLIT_UNSURE)),)
    return (replace(message, proposal=tuple(_origin(message, found, part) for part in found.parts)),)


def _parts(message: Message, found: TypedList) -> tuple[Message, ...]:
    doubts = (*message.doubts, SHARED) if message.attachments and len(found.parts) > 1 else message.doubts
    quoted = tuple(filter(None, (*message.quoted, found.note)))
    return tuple(
        replace(
            message,
            delivery=_delivery(message, found, part),
            text=part.text,
            quoted=quoted,
            origin=_origin(message, found, part),
            doubts=doubts,
        )
        for part in found.parts
    )


def _delivery(message: Message, found: TypedList, part: TypedPart) -> str:
    """The part's own words name it, never its place."""
    if len(found.parts) == 1:
        return message.delivery
    words = f"{part.name}\0{part.text}"
    return f"{message.delivery}:{hashlib.sha256(words.encode('utf-8', 'replace')).hexdigest()[:32]}"


def _origin(message: Message, found: TypedList, part: TypedPart) -> Origin:
    """On behalf of a name only: nobody is written to, or may ask for the status, because their phone was typed."""
    return Origin(
        author=Party("", part.name),
        forwarder=message.sender,
        subject=part.heading,
        text=part.text,
        note=found.note,
        reason="typed by the official for a citizen",
    )
