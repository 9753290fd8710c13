"""A line in which senders take turns: whoever stands in it a thousand times holds up nobody but themselves."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from dataclasses import dataclass, field


@dataclass(eq=False)
class FairLine:
    """Rows by number; of one sender first in, first out."""

    _rows: OrderedDict[str, deque[int]] = field(default_factory=OrderedDict)
    _there: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    def put(self, row: int, who: str) -> None:
        self._rows.setdefault(who, deque()).append(row)
        self._there.release()

    async def get(self) -> int:
        """The next sender's oldest row; waits for one."""
        await self._there.acquire()
        who, rows = next(iter(self._rows.items()))
        row = rows.popleft()
        if rows:
            self._rows.move_to_end(who)
        else:
            del self._rows[who]
        return row
