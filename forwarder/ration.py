"""How often and for how much answers may leave: paces of channels and chats, budgets of complaints and days."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from datetime import time as time_of_day
from typing import Literal
from zoneinfo import ZoneInfo

from forwarder import prices
from forwarder.items import DAY, QUESTION, ReplyLease
from forwarder.ledger import Ledger
from forwarder.prices import Price
from forwarder.redis_server import text
from forwarder.routes import Route

# The number itself: what is kept back of a budget is kept for it.
NUMBERS = frozenset({"number", "copy"})
# What somebody ordered a moment ago, and has to confirm within minutes: no complaint's budget holds it back
# (forwarder/flood.py bounds it), and it may spend what a day keeps for numbers.
ORDERED = frozenset(
    {"flag_set", "flag_lifted", "flag_alone", "supplement_flags", "act_waits", "act_unknown", "withdrawn", "offer"}
    | {"confirm_lift", "confirm_withdraw", "confirm_erase", "confirm_late", "confirm_wrong", "erase_set"}
    | {"erase_revoked", "emergency", "sent_now", "draft_cancelled", "stopped", "started", "status_word", "joined"}
    | {"confirm_open", "draft_opened"}
    | {"language_set", "language_ask", "flag_unknown", "erase_none"}
)
# Of several that wait for tomorrow the newest says what the others would have said.
MERGED = frozenset({"receipt", "linked", "status", "progress", "supplement"})
# A complaint's budget is the same tomorrow, and an agency waits: a person asks in its place.
# Whose messages are counted together, for a complaint and for a day.
PURSES: Mapping[str, str] = {"sms": "sms", "sms_http": "sms", "whatsapp": "whatsapp"}
# This part of a day's rupiah is for numbers alone.
KEPT_SHARE = 0.2
# Nobody wants an answer at midnight, when the day's budget begins.
_MORNING = time_of_day(7)
# A pace is kept when we begin a call; on the way two calls may come nearer to each other.
_JITTER_MS = 50
PATIENCE_SECONDS = 7 * DAY

Told = Literal["go", "later", "over", "lost"]


@dataclass(frozen=True)
class Ration:
    """`per_second` by channel, `per_chat` (a second, to one chat) by channel; `messages` of one complaint and `rupiah`
    a day by purse. What is not named has no limit."""

    per_second: Mapping[str, float] = field(default_factory=dict)
    per_chat: Mapping[str, float] = field(default_factory=dict)
    messages: Mapping[str, int] = field(default_factory=dict)
    rupiah: Mapping[str, int] = field(default_factory=dict)
    prices: Sequence[Price] = ()
    zone: str = "Asia/Jakarta"
    clock: Callable[[], float] = time.time

    async def ask(self, ledger: Ledger, lease: ReplyLease, route: Route, words: str) -> tuple[Told, str]:
        """Whether it may be sent now, counted and charged if so; else it is due again when it may (later), has waited
        too long or is a question over its complaint's budget (over, and why), or is nobody's to send (lost)."""
        paces = [value for pace in self._paces(lease, route) for value in pace]
        purse = PURSES.get(route.channel, "")
        most = None if lease.what in ORDERED else self.messages.get(purse)
        rupiah = self.rupiah.get(purse, 0)
        if not paces and most is None and not rupiah:
            return "go", ""
        charge: list[str | int] = [lease.id, lease.fence, f"{route.rung}:{lease.climb.part}", _urgency(lease.what)]
        charge += [purse if most is not None else "", most or 0]
        charge += self._spending(lease, route, words, purse if rupiah else "", rupiah)
        (found,) = await ledger.run_many([("ration", (*charge, ledger.keep.case, *paces))])
        if not found:
            return "lost", ""
        told = [text(one) if isinstance(one, bytes) else str(one) for one in found]
        return told[0], told[-1]  # type: ignore[return-value] # the script's own words

    def _spending(self, lease: ReplyLease, route: Route, words: str, purse: str, rupiah: int) -> list[str | int]:
        now = datetime.fromtimestamp(self.clock(), ZoneInfo(self.zone))
        price = prices.price_of(self.prices, route.channel, route.listener.to.address, route.rung, now.date())
        kept, tomorrow = int(rupiah * KEPT_SHARE), _tomorrow(now, lease.id)
        return [
            purse,
            now.date().isoformat(),
            prices.cost(price, words),
            rupiah,
            kept,
            tomorrow,
            PATIENCE_SECONDS * 1000,
        ]

    def _paces(self, lease: ReplyLease, route: Route) -> Iterator[tuple[str, int, int]]:
        """Name, how many, and within how long (ms)."""
        who = lease.id.split(".")[1] if lease.id.count(".") > 1 else lease.id
        for name, rate in (
            (route.channel, self.per_second.get(route.channel, 0.0)),
            (f"{route.channel}:{who}", self.per_chat.get(route.channel, 0.0)),
        ):
            if rate > 0:
                often = max(1, int(rate))
                yield name, often, math.ceil(often * 1000 / rate) + _JITTER_MS


def _urgency(what: str) -> str:
    """As ration.lua has it."""
    if what == QUESTION:
        return "q"
    return "1" if what in NUMBERS else "u" if what in ORDERED else "m" if what in MERGED else ""


def _tomorrow(now: datetime, spread: str) -> int:
    """The next morning, in ms; not all in the same minute."""
    morning = datetime.combine(now.date() + timedelta(days=1), _MORNING, now.tzinfo)
    return int(morning.timestamp() * 1000) + sum(spread.encode()) % 600 * 1000
