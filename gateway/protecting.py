"""Protection that a sender asked for in one message, as it holds for that sender's others."""

from __future__ import annotations

from dataclasses import replace

from forwarder.items import Claim, Note
from forwarder.listener import Listener
from forwarder.protection import Asked
from forwarder.supplement import Supplement
from gateway.understood import Asking, Item
from normalizer import codec
from normalizer.flags import lifted_in
from normalizer.schema import Complaint, Flags, Message
from normalizer.triage import Triage


def asked_by(item: Item, at_ms: int) -> Asked | None:
    """Who asked for protection in a message that came in at `at_ms`, if it did. What a proven forwarder passes on is
    one citizen's wish; the next forward is another's."""
    if isinstance(item, Supplement | Asking):
        return asked_by(item.otherwise, at_ms)
    if isinstance(item, Claim) and item.flagged and not item.recap:
        return Asked(item.who, codec.decode(Complaint, item.body).flags, at_ms)
    if isinstance(item, Note) and item.what in ("flag_alone", "flag_unknown"):
        return Asked(item.who, Listener.decode(item.listener).flags, at_ms)
    return None


def held_for(message: Message, found: Triage, held: Flags) -> Triage:
    """What asks for nothing itself keeps what its chat asked for a moment ago, but for what it denies."""
    if found.flags or not held:
        return found
    lifted = lifted_in(message.text)
    flags = Flags(held.anonim and not lifted.anonim, held.rahasia and not lifted.rahasia)
    return replace(found, flags=flags)
