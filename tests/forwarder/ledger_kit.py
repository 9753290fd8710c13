"""A living ledger on a real server, and short ways to fill it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from forwarder import epoch
from forwarder.items import Claim, Keep, Note
from forwarder.ledger import Ledger
from forwarder.linking import Call
from forwarder.outbox_view import owed_receipt
from forwarder.redis_server import connect
from forwarder.seal import Sealer

KEY = bytes(range(32))
LEASE_MS = 60_000

CLAIM = Claim(
    delivery="delivery-1",
    id="complaint1",
    same="same-1",
    node="node-1",
    channel="sms",
    received_ms=1_000,
    body=b"the words of a citizen",
    who="sms-w1",
    listener=b"an address",
    owner="owner-1",
    numbers=("1111111111", "2222222222"),
    wait_ms=0,
    flagged=False,
)
NOTE = Note("delivery-n", "answered:help", "node-1", "help", "sms-w1", b"an address")


def claim(place: int, **changes: object) -> Claim:
    """The claim of another delivery with other words."""
    number = f"{3_000_000_000 + place}"
    own = replace(CLAIM, delivery=f"delivery-{place}", id=f"complaint{place}", same=f"same-{place}", numbers=(number,))
    return replace(own, **changes)  # type: ignore[arg-type]


@asynccontextmanager
async def living(url: str, keep: Keep | None = None) -> AsyncIterator[Ledger]:
    redis = connect(url)
    try:
        name = await epoch.begin_rebuild(redis)
        assert await epoch.go_live(redis, name, "node-1", ["node-1"]) == []
        yield Ledger(redis, name, Sealer.of(KEY), keep)
    finally:
        await redis.aclose()


def overtaken(ledger: Ledger, trip: int, meanwhile: Callable[[], Awaitable[object]]) -> asyncio.Event:
    """Right before that round trip of its linking (1 is the first) something else happens; whether it was reached."""
    left, run, reached = trip, ledger.linking.run, asyncio.Event()

    async def overtaken_run(calls: Iterable[Call]) -> list[Any]:
        nonlocal left
        left -= 1
        if not left:
            reached.set()
            await meanwhile()
        return await run(calls)

    ledger.linking = replace(ledger.linking, run=overtaken_run)
    return reached


async def answers(ledger: Ledger) -> dict[str, str]:
    """Every answer and its state."""
    redis: Any = ledger.redis
    prefix = ledger.key("a:")
    names = [str(name, "utf-8") for name in await redis.zrange(ledger.key("due:reply"), 0, -1)]
    whole = [await owed_receipt(ledger, name[:-1]) if name.endswith(".") else name for name in names]
    due = dict.fromkeys(whole, "due")
    written = [str(key, "utf-8") async for key in redis.scan_iter(match=prefix + "*")]
    states = {key.removeprefix(prefix): str(await redis.hget(key, "state") or b"", "utf-8") for key in written}
    return dict(sorted((due | states).items()))
