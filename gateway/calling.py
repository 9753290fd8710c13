"""Who is told whom to call beside what is made of their message, and whether that offers protection, too: pure."""

from __future__ import annotations

from forwarder.items import Claim
from forwarder.supplement import Supplement
from gateway.acts import WAIT
from gateway.understood import Asking, Item, Spoken
from normalizer.draft import Role
from normalizer.kept_back import in_danger
from normalizer.schema import Inbound, Message
from normalizer.sensitive import sensitive
from normalizer.triage import Triage
from normalizer.wish_told import perhaps_wished


def calls(inbound: Inbound, item: Item) -> bool:
    """By the kind that was found: a table of words finds a third less than triage does. A forward is told by somebody
    who is not there; what an edit makes of a draft is looked at when that is whole."""
    if not isinstance(inbound, Message) or inbound.edited or inbound.origin:
        return False
    if taken_back(item):
        return in_danger(inbound.text)
    told = _told(item)
    return told.piece.urgent if isinstance(told, Spoken) else told is not None and told.urgent


def taken_back(item: Item) -> bool:
    """Whether it shall not be sent, said beside something else or only for now: it may tell of danger all the same."""
    if isinstance(item, Spoken):
        return item.piece.role is Role.HOLD
    return isinstance(item, Asking) and item.act.letters == WAIT


def offers(message: Message, found: Triage, item: Item) -> bool:
    """A call for help is never held for an answer, but what it tells may be dangerous in public all the same."""
    told = _told(item)
    protected = bool(found.flags) or (isinstance(told, Claim) and told.flagged)
    return not protected and (bool(sensitive(message.subject, message.text)) or perhaps_wished(message.text))


def _told(item: Item) -> Claim | Spoken | None:
    if isinstance(item, Supplement):
        return item.otherwise
    return item if isinstance(item, Claim | Spoken) else None
