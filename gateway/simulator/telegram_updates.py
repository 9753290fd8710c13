"""The stand-in's updates: kept until they are confirmed, pushed to a webhook again and again or handed to a poller.

https://core.telegram.org/bots/api#getting-updates
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

Json = dict[str, Any]

_AT_ONCE = 40  # Telegram's default max_connections


@dataclass(frozen=True)
class Hook:
    """What setWebhook said; no `kinds` means all."""

    url: str
    secret: str = field(default="", repr=False)
    kinds: frozenset[str] = frozenset()


class Updates:
    """One bot's unconfirmed updates, oldest first. `again_after` is the wait in seconds before a push is repeated."""

    def __init__(self, again_after: float = 0.2) -> None:
        self.again_after = again_after
        self.hook: Hook | None = None
        self.last_error: tuple[int, str] | None = None
        self.pushes = 0
        self._pending: dict[int, Json] = {}
        self._arrived = asyncio.Condition()
        self._tasks: set[asyncio.Task[None]] = set()
        self._turns: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._session: aiohttp.ClientSession | None = None

    def __len__(self) -> int:
        return len(self._pending)

    async def add(self, update: Json) -> None:
        """A new one; kinds the webhook does not want are dropped."""
        if self.hook and self.hook.kinds and not self.hook.kinds & update.keys():
            return
        await self.repeat(update)

    async def repeat(self, update: Json) -> None:
        """Deliver it, whether or not it was delivered before: Telegram sometimes pushes what it heard a yes for."""
        self._pending[update["update_id"]] = update
        self._push([update])
        async with self._arrived:
            self._arrived.notify_all()

    async def after(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Confirm what is below the offset, then wait until there is something or the time is over. A negative offset
        counts from the end."""
        if offset < 0:
            offset = min(list(self._pending)[offset:], default=0)
        for confirmed in [number for number in self._pending if number < offset]:
            del self._pending[confirmed]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds), self._arrived:
                await self._arrived.wait_for(lambda: self._pending)
        return list(self._pending.values())[:limit]

    def set_hook(self, hook: Hook | None) -> None:
        self.hook = hook
        self._push(list(self._pending.values()))

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def _push(self, updates: Iterable[Json]) -> None:
        if self.hook is None:
            return
        for update in updates:
            task = asyncio.create_task(self._deliver(update, self.hook))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _deliver(self, update: Json, hook: Hook) -> None:
        """One chat's updates keep their order, as with Telegram."""
        async with self._turns[_chat(update)], self._places:
            while self.hook is hook:
                error = await self._post(update, hook)
                if not error:
                    self._pending.pop(update["update_id"], None)
                    return
                self.last_error = (int(time.time()), error)
                await asyncio.sleep(self.again_after)

    async def _post(self, update: Json, hook: Hook) -> str:
        """What went wrong, as getWebhookInfo words it; empty after a 2xx."""
        self.pushes += 1
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60))
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        try:
            async with self._session.post(hook.url, json=update, headers=headers, allow_redirects=False) as answer:
                await answer.read()
                right = 200 <= answer.status < 300
                return "" if right else f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError):
            return "Connection failed"


def about(update: Json) -> Json:
    """The message an update tells of."""
    found: Json = update.get("message") or update.get("edited_message") or {}
    return found


def _chat(update: Json) -> int:
    return int(about(update).get("chat", {}).get("id", 0))
