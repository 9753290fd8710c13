"""What happens to a complaint after it has its number: its status, told or asked for, and an agency's question."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, get_args

import structlog
from redis.exceptions import RedisError

from forwarder.callback import Status
from forwarder.central import Central, CentralError
from forwarder.items import DAY
from forwarder.ledger import Ledger
from forwarder.redis_server import failure, text
from forwarder.tidings import sealed

# So long an answer in the chat is taken for the answer to a question; longer than a promise of ten working days.
OPEN_MS = 14 * DAY * 1000
FIRST_MS = DAY * 1000
# More are not looked at; the newest are.
_MOST_OPEN = 10_000
_WAY: tuple[str, ...] = get_args(Status)
log = structlog.get_logger("news")


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


async def hear(ledger: Ledger, item: News, *, doubt: bool = False) -> bool | None:
    """True when it is noted; False for a question about a protected complaint, which is for a person; None for a
    complaint that is not ours. May be done again."""
    value = sealed(ledger.sealer, item.reference, item.value) if item.what == "question" else item.value.encode()
    event = hashlib.sha256(item.event.encode()).hexdigest()[:16]
    args = (item.reference, item.what, event, value, item.at_ms, int(item.tell), ledger.keep.claim, OPEN_MS, int(doubt))
    (found,) = await ledger.run_many([("news", (*args, _before(item.value)))])
    return None if found is None else bool(found)


def _before(status: str) -> str:
    """Those that come before it on a complaint's way."""
    return " ".join(_WAY[: _WAY.index(status)] if status in _WAY else ())


async def follow(ledger: Ledger, complaint: str) -> None:
    """From tomorrow on the central system is asked how it stands. Raise `LedgerAway`."""
    try:
        await ledger.redis.zadd(ledger.key("due:news"), {complaint: time.time() * 1000 + FIRST_MS}, nx=True)
    except RedisError as error:
        raise failure(error) from error


async def due(ledger: Ledger) -> bool:
    """Whether it is time to ask about one. Raise `LedgerAway`."""
    try:
        return bool(await ledger.redis.zcount(ledger.key("due:news"), "-inf", time.time() * 1000))
    except RedisError as error:
        raise failure(error) from error


async def open_questions(ledger: Ledger) -> dict[str, str]:
    """Who may answer a question now → of which complaint. Raise `LedgerAway`, `LedgerLost`."""
    (rows,) = await ledger.run_many([("news_open", (_MOST_OPEN,))])
    return {text(who): text(complaint) for who, complaint in rows}


@dataclass(frozen=True)
class Asking:
    """Asks a central system that does not call back how cases stand: after 1, 2, 4 … 128 days, then no more. `told`:
    statuses that citizens hear of."""

    ledger: Ledger
    central: Central
    told: frozenset[str]
    answers_due: Callable[[], None] = lambda: None

    async def take(self, most: int) -> list[tuple[str, str]]:
        if not self.central.can.status or self.central.can.callbacks:
            return []
        (rows,) = await self.ledger.run_many([("news_lease", (most,))])
        return [(text(name), text(national)) for name, national in rows]

    async def handle(self, lease: tuple[str, str]) -> None:
        """A question that fails is asked again when it is time for the next. Raise `LedgerLost` or `LedgerAway`."""
        name, national = lease
        try:
            progress = await self.central.status(name, national)
        except CentralError as failed:
            log.warning("status_not_told", why=str(failed)[:200])
            return
        if progress is not None:
            now = int(datetime.now(UTC).timestamp() * 1000)
            tell = progress.status in self.told
            if await hear(self.ledger, News(name, "progress", f"poll-{progress.status}", progress.status, now, tell)):
                self.answers_due()
