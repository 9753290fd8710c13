"""What a complaint has to give to a profile, and which of it may never get lost without somebody having said so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

PLACE: Final = re.compile(r"\{([a-z_]+)\}")

# What there is to fill in. A case's own:
CASE: Final = frozenset(
    {"reference", "our_number", "kind", "channel", "title", "text", "note", "keyword", "language"}
    | {"reporter_name", "reporter_address", "reporter_phone", "reporter_mail", "sender_name", "sender_address"}
    | {"anonim", "rahasia", "received_at", "received_date", "sent_at", "latitude", "longitude", "place"}
    | {"attachments", "related_to", "recurrence_of"}
)
KNOWN: Final[Mapping[str, frozenset[str]]] = {
    "submit": CASE,
    "dry_run": CASE,
    "look_up": frozenset({"reference", "since"}),
    "token": frozenset({"token", "reference"}),
    "status": frozenset({"reference", "number"}),
    "supplement": frozenset({"reference", "number", "key", "text", "attachments"}),
    "amend": frozenset({"reference", "number", "anonim", "rahasia"}),
    "withdraw": frozenset({"reference", "number"}),
    "categories": frozenset(),
}
# What a citizen said or who they are: a profile carries it, or says that it may be lost.
CARRIED: Final = {
    "title": {"title"},
    "note": {"note"},
    "keyword": {"keyword"},
    "reporter": {"reporter_name", "reporter_address", "reporter_phone", "reporter_mail"},
    "sender": {"sender_name", "sender_address"},
    "location": {"latitude", "longitude"},
    "place": {"place"},
    "attachments": {"attachments"},
    "related": {"related_to", "recurrence_of"},
}
# Half of a pin is none; of the others, one way will do.
WHOLE: Final = frozenset({"location"})
WHO: Final = CARRIED["reporter"] | CARRIED["sender"]
Lost = Literal["title", "note", "keyword", "reporter", "sender", "location", "place", "attachments", "related"]


def places(value: object) -> set[str]:
    """Every `{…}` in a template, however deep."""
    if isinstance(value, str):
        return set(PLACE.findall(value))
    if isinstance(value, Mapping):
        return {one for each in value.values() for one in places(each)}
    return {one for each in value for one in places(each)} if isinstance(value, list) else set()
