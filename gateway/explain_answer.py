"""Which answers a message would get, by their names in docs/words.md, if it were the first of somebody unknown."""

from __future__ import annotations

from channels.base import Channel
from forwarder.acts import Deed
from forwarder.items import Claim, Note
from forwarder.listener import Listener
from forwarder.questions import Confirmation
from forwarder.seal import Hasher
from forwarder.supplement import Supplement
from forwarder.words import kind_of
from gateway.answers import saying_of
from gateway.settings import Settings
from gateway.understand import Understanding
from gateway.understood import Asking, Item, RecapQuestion, Remembering, StatusQuestion, Unclear
from normalizer.schema import Flags, Message

_HOLD = int(Settings.model_fields["sensitive_hold_minutes"].default)


def answers(channel: Channel, message: Message, keywords: tuple[str, ...]) -> list[str]:
    """Names of sayings, in the order in which they are sent; none where nobody is answered. Raise as
    `Understanding.item`."""
    here = Understanding(
        {channel.name: channel}, None, Hasher(bytes(32)), "explain", 0, frozenset(keywords), hold_minutes=_HOLD
    )
    item = here.item(message, False, {})
    call = here.call(message, item, doubt=False)
    return [name for name in (_first(call) if call else "", _first(item)) if name]


def _first(item: Item) -> str:
    """As the ledger settles it that knows nobody yet."""
    if isinstance(item, Asking) and item.act.deed is Deed.ERASE:
        return "confirm_erase"
    if isinstance(item, Asking | Supplement):
        return _first(item.otherwise)
    if isinstance(item, Remembering | Unclear):
        return _first(item.note)
    if isinstance(item, Confirmation):
        return _first(item.late)
    if isinstance(item, StatusQuestion | RecapQuestion):
        return "status_unknown" if isinstance(item, StatusQuestion) else "recap_empty"
    if isinstance(item, Claim):
        return _named("offer" if item.hold_ms else "receipt", item.listener)
    return _named(item.what, item.listener) if isinstance(item, Note) and item.what else ""


def _named(what: str, listener: bytes) -> str:
    if not listener:
        return ""
    told = Listener.decode(listener)
    protected = told.flags != Flags()
    facts = {"asking": "", "national": "", **dict(told.facts)}
    return kind_of(saying_of(what, facts, protected=protected), protected)
