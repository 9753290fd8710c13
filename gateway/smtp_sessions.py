"""How many SMTP sessions there are, from where, and how they end when the listener stops."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from gateway.peers import near
from gateway.smtp_answers import STOPPING, TOO_MANY_OF_YOURS, TOO_MANY_SESSIONS
from gateway.smtp_rates import Rates

# A client that says nothing, and one address, are borne with a fifth as much when most sessions are taken.
_CROWDED = 5


@dataclass(frozen=True, slots=True)
class SmtpLimits:
    """Bounds of one listener. Sizes in bytes; `held_bytes` is what all running transactions may hold in memory.
    `errors`: permanent refusals in one session; who guesses recipients hears no more; `commands`: answers in a session
    without a mail that was kept. `mails_per_minute`: of one address on the public internet, 0 without a limit."""

    max_bytes: int = 26_214_400
    sessions: int = 200
    sessions_per_address: int = 50
    recipients: int = 100
    idle_seconds: float = 300
    held_bytes: int = 134_217_728
    errors: int = 20
    commands: int = 300
    mails_per_minute: int = 0

    @property
    def held_share(self) -> int:
        """What one stranger's transactions may hold: a quarter, but always one mail of the largest size."""
        return max(self.held_bytes // 4, self.max_bytes + 1024)


class Session(Protocol):
    """What is counted. `counted_as` is its address, or empty while it is not known and for those nobody counts."""

    counted_as: str

    @property
    def in_transaction(self) -> bool: ...

    def leave(self, words: str) -> None: ...

    def cut(self) -> None: ...


@dataclass(eq=False)
class SmtpSessions:
    """All sessions of a listener. `held` is how many bytes of mails they hold; `answers` counts by code."""

    limits: SmtpLimits
    answered: Callable[[str], None] = lambda code: None
    held: int = 0
    stopping: bool = False
    answers: Counter[str] = field(default_factory=Counter)
    _held_by: Counter[str] = field(default_factory=Counter)
    _open: set[Session] = field(default_factory=set)
    _by_address: Counter[str] = field(default_factory=Counter)
    _empty: asyncio.Event = field(default_factory=asyncio.Event)
    _mails: Rates = field(init=False)

    def __post_init__(self) -> None:
        self._mails = Rates(self.limits.mails_per_minute, 60)

    def __len__(self) -> int:
        return len(self._open)

    @property
    def crowded(self) -> bool:
        """Whether three of four sessions are taken: then nobody may sit idle for long, nor take many for himself."""
        return 4 * len(self._open) >= 3 * self.limits.sessions

    @property
    def idle_seconds(self) -> float:
        return self.limits.idle_seconds / _CROWDED if self.crowded else self.limits.idle_seconds

    def answer(self, words: str) -> str:
        """Count an answer by its code and give it back."""
        code = words[:3]
        self.answers[code] += 1
        self.answered(code)
        return words

    def hold(self, peer: str, more: int) -> bool:
        """Count bytes of a mail from `peer`; false when there is no room for them."""
        over = self._held_by[peer] + more > self.limits.held_share and not near(peer)
        if over or self.held + more > self.limits.held_bytes:
            return False
        self.held += more
        self._held_by[peer] += more
        return True

    def let_go(self, peer: str, count: int) -> None:
        self.held -= count
        self._held_by[peer] -= count
        if self._held_by[peer] <= 0:
            del self._held_by[peer]

    def enter(self, session: Session) -> str:
        """Count a session in; or the words to turn it away with."""
        if self.stopping:
            return STOPPING
        if len(self._open) >= self.limits.sessions:
            return self.answer(TOO_MANY_SESSIONS)
        self._open.add(session)
        return ""

    def count(self, session: Session, who: str) -> str:
        """Count a session for its address, now that this is known; or the words to turn it away with."""
        most = self.limits.sessions_per_address
        if self._by_address[who] >= (max(1, most // _CROWDED) if self.crowded else most):
            return self.answer(TOO_MANY_OF_YOURS)
        session.counted_as = who
        self._by_address[who] += 1
        return ""

    def may_mail(self, who: str) -> bool:
        """Count a mail from that address; false when there were too many. A private network has many behind it."""
        return not self.limits.mails_per_minute or near(who) or self._mails.take(who)

    def leave(self, session: Session) -> None:
        """Count a session out; once, however often it is called."""
        if session not in self._open:
            return
        self._open.discard(session)
        self._by_address[session.counted_as] -= 1
        if self._by_address[session.counted_as] <= 0:
            del self._by_address[session.counted_as]
        if not self._open:
            self._empty.set()

    async def stop(self, seconds: float) -> None:
        """End every session: those in a transaction after it, within `seconds`."""
        self.stopping = True
        self._empty.clear()
        for session in [s for s in self._open if not s.in_transaction]:
            session.leave(STOPPING)
        if not await self._emptied(seconds):
            for session in list(self._open):
                session.leave(STOPPING)
            if not await self._emptied(1):
                for session in list(self._open):
                    session.cut()

    async def _emptied(self, seconds: float) -> bool:
        if self._open:
            try:
                await asyncio.wait_for(self._empty.wait(), seconds)
            except TimeoutError:
                return False
        return True
