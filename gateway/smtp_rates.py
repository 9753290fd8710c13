"""How often one address may do something: a bucket for each, that fills again with time."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

_MOST = 10_000


@dataclass(eq=False)
class Rates:
    """`often` times within `seconds`, then evenly; 0: without a limit. Of the addresses that were quiet for longest
    nothing is remembered beyond 10,000."""

    often: int
    seconds: float
    clock: Callable[[], float] = time.monotonic
    _used: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def take(self, who: str) -> bool:
        """Count once; false, and not counted, when there is no room."""
        used = self.used(who)
        if self.often and used + 1 > self.often:
            return False
        self._set(who, used + 1)
        return True

    def give_back(self, who: str) -> None:
        self._set(who, max(self.used(who) - 1, 0.0))

    def used(self, who: str) -> float:
        """What still counts: everything is forgotten evenly within `seconds`."""
        count, at = self._used.get(who, (0.0, 0.0))
        return max(count - (self.clock() - at) * self.often / self.seconds, 0.0)

    def _set(self, who: str, count: float) -> None:
        self._used[who] = count, self.clock()
        self._used.move_to_end(who)
        if len(self._used) > _MOST:
            self._used.popitem(last=False)
