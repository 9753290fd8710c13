"""One message of a row on its way to the ledger, and the end that a row has by those of its messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeGuard

import structlog

from forwarder.items import Claim, Note
from forwarder.supplement import Supplement
from gateway.inbox import REFUSED, End, Row
from gateway.reading import QUARANTINED
from gateway.understand import EDITED
from gateway.understood import Item

_ASKED_LATE = "the sender edited a message to ask for protection: flag or withdraw the report at the central system"
log = structlog.get_logger("pump")


@dataclass(eq=False)
class Part:
    """One message of a row, and what became of it: an end, or why it is left to a person. held: the protection that an
    earlier message gave it, as `protection.letters`. before: it was claimed when this was done the last time."""

    item: Item
    end: str = ""
    refused: str = ""
    held: str = ""
    for_a_person: str = ""
    before: bool = False


def ended(row: Row, parts: Sequence[Part]) -> End:
    refused = next((part.refused for part in parts if part.refused), "")
    if refused:
        return quarantined(row, f"{REFUSED} ({refused})")
    if why := next((part.for_a_person for part in parts if part.for_a_person), ""):
        return quarantined(row, why)
    if any(isinstance(part.item, Note) and part.item.outcome == EDITED and part.item.what for part in parts):
        return quarantined(row, _ASKED_LATE)
    return End(row.seq, " ".join(part.end for part in parts) or "nothing")


def is_open(item: Item) -> TypeGuard[Claim | Supplement]:
    """A complaint that asks for no protection itself, or what may turn out to be one."""
    return isinstance(item, Claim | Supplement) and not item.flagged


def came_ms(row: Row) -> int:
    return int(row.received_at.timestamp() * 1000)


def kept(part: Part, end: str) -> str:
    """`:r` behind the end of what is protected by an earlier message: the row alone would not tell, and what is rebuilt
    from it must not lose it."""
    return f":{part.held}" if part.held and end.startswith(("complaint:", "linked:")) else ""


def quarantined(row: Row, why: str) -> End:
    log.error("quarantined", row=row.seq, channel=row.channel, why=why)
    return End(row.seq, QUARANTINED, why)
