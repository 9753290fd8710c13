"""What happens to a complaint after it has its number: its status, and an agency's question."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from forwarder.callback import Status
from forwarder.items import DAY
from forwarder.ledger import Ledger
from forwarder.redis_server import text
from forwarder.tidings import sealed

# So long an answer in the chat is taken for the answer to a question; longer than a promise of ten working days.
OPEN_MS = 14 * DAY * 1000
# More are not looked at; the newest are.
_MOST_OPEN = 10_000
_WAY: tuple[str, ...] = get_args(Status)
# noted: whoever is to hear of it does. A question is for a person where its complaint is rahasia, and where nobody is
# answered about that.
Told = Literal["noted", "rahasia", "nobody"]
_TOLD: Mapping[int, Told] = {1: "noted", 0: "rahasia", -1: "nobody"}


@dataclass(frozen=True, slots=True)
class News:
    """One event about `reference`. `value` is a status of docs/central-api.yaml, or the question's words. `tell`:
    citizens hear of it."""

    reference: str
    what: Literal["progress", "question"]
    event: str
    value: str = field(repr=False)
    at_ms: int
    tell: bool


async def hear(ledger: Ledger, item: News, *, doubt: bool = False) -> Told | None:
    """None for a complaint that is not ours. May be done again."""
    value = sealed(ledger.sealer, item.reference, item.value) if item.what == "question" else item.value.encode()
    event = hashlib.sha256(item.event.encode()).hexdigest()[:16]
    args = (item.reference, item.what, event, value, item.at_ms, int(item.tell), ledger.keep.claim, OPEN_MS, int(doubt))
    (found,) = await ledger.run_many([("news", (*args, _before(item.value)))])
    return None if found is None else _TOLD[int(found)]


def _before(status: str) -> str:
    """Those that come before it on a complaint's way."""
    return " ".join(_WAY[: _WAY.index(status)] if status in _WAY else ())


async def open_questions(ledger: Ledger) -> dict[str, str]:
    """Who may answer a question now → of which complaint. Raise `LedgerAway`, `LedgerLost`."""
    (rows,) = await ledger.run_many([("news_open", (_MOST_OPEN,))])
    return {text(who): text(complaint) for who, complaint in rows}
