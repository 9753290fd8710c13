"""What the other sides asked for, known to every call of this process at once. The ledger tells the other processes,
and each of them remembers it, should the ledger be lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

# Channels that one provider counts together: a 429 of one asks for patience on both. prelude.lua says the same.
ACCOUNTS: Mapping[str, str] = {"sms": "twilio", "whatsapp": "twilio"}


def account_of(channel: str) -> str:
    """Whom a channel's patience is with."""
    return ACCOUNTS.get(channel, channel)


@dataclass(eq=False)
class ServerClock:
    """What Redis's clock should show by ours, which nobody sets; 0 before the first look."""

    clock: Callable[[], float] = time.monotonic
    _shows: float = 0.0

    def saw(self, now_ms: int) -> None:
        self._shows = now_ms - self.clock() * 1000

    def expected_ms(self) -> int:
        return int(self._shows + self.clock() * 1000) if self._shows else 0


@dataclass(eq=False)
class Patience:
    """Until when nobody is called, by name. A call that was noted a moment before the wish came is put off by it."""

    clock: Callable[[], float] = time.monotonic
    _until: dict[str, float] = field(default_factory=dict)
    _heeded: dict[str, str] = field(default_factory=dict)

    def asked(self, whom: str, seconds: float | None) -> None:
        if seconds:
            self._until[whom] = max(self._until.get(whom, 0.0), self.clock() + seconds)

    def learn(self, whom: str, at: float, ms: int) -> None:
        """What the ledger knew to be asked for; `at`: by this clock, before it was looked at."""
        self._until[whom] = max(self._until.get(whom, 0.0), at + ms / 1000)

    def heeded(self, whom: str) -> str:
        """The last word of an operator that was seen."""
        return self._heeded.get(whom, "")

    def heed(self, whom: str, word: str) -> None:
        """An operator has them asked sooner: what they wished before a new `word` of that was seen is over."""
        if word and word != self._heeded.get(whom, word):
            self._until.pop(whom, None)
        self._heeded[whom] = word

    def left_ms(self, whom: str) -> int:
        """Milliseconds; 0 when a call may go ahead."""
        return max(0, int((self._until.get(whom, 0.0) - self.clock()) * 1000))
