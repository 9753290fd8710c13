"""Signed events of the stand-in central system, sent again until they are taken: webhook `event` of the contract."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import aiohttp

from forwarder.callback import signed
from gateway.simulator.central_store import Counts

_PAUSES: Final = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
_MOST_WAITING: Final = 10_000
_VALUE_NAMES: Final = {"number.assigned": "number", "status.changed": "status", "question.asked": "question"}


@dataclass
class Teller:
    """Sends to one address, at most ten at once; silent without an address. `repeat` sends every event twice."""

    url: str
    secret: str = field(repr=False)
    counts: Counts
    repeat: bool = False
    _tasks: set[asyncio.Task[None]] = field(default_factory=set, init=False, repr=False)
    _session: aiohttp.ClientSession | None = field(default=None, init=False, repr=False)
    _last: int = field(default=0, init=False)

    def tell(self, reference: str, kind: str, value: str) -> None:
        """Start sending one event; needs a running loop."""
        if not self.url or len(self._tasks) >= _MOST_WAITING:
            return
        self._last += 1
        now = datetime.now(UTC)
        event = {
            "id": f"ev-{now:%Y%m%d%H%M%S}-{self._last:06d}",
            "type": kind,
            "reference": reference,
            "occurred_at": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            _VALUE_NAMES[kind]: value,
        }
        for _ in range(2 if self.repeat else 1):
            task = asyncio.get_running_loop().create_task(self._send(json.dumps(event).encode()))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _send(self, body: bytes) -> None:
        for pause in (*_PAUSES, 0.0):
            if await self._taken(body):
                self.counts.callbacks += 1
                return
            await asyncio.sleep(pause)
        self.counts.callbacks_failed += 1

    async def _taken(self, body: bytes) -> bool:
        header = signed(self.secret, body, datetime.now(UTC))
        headers = {"Satupintu-Signature": header, "Content-Type": "application/json"}
        try:
            async with self._open().post(self.url, data=body, headers=headers) as response:
                return 200 <= response.status < 300
        except (aiohttp.ClientError, OSError, TimeoutError):
            return False

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=10)
            self._session = aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=10))
        return self._session
