"""Part d: rows a second from the journal into the ledger's due set: opened, read, understood, claimed, given an end."""

from __future__ import annotations

import asyncio
from pathlib import Path
from time import perf_counter

from redis import Redis

from forwarder.items import Queue
from gateway.bench import place
from gateway.bench.figures import Figure, Goal, Part, Plan
from gateway.bench.place import Place
from gateway.embedded import EmbeddedRedis

_LOOK_SECONDS = 0.01


async def measure(folder: Path, plan: Plan) -> Part:
    claimed, ended = Figure("d: claimed and due", "/s"), Figure("d: the same, with its end in the journal", "/s")
    for number in range(plan.rounds):
        due, end = await _round(folder / str(number), plan.rows)
        claimed.values.append(due)
        ended.values.append(end)
    note = f"{plan.rows} SMS of as many citizens lie in the journal when the pump starts; appendfsync always."
    return Part("d: pumping", (claimed, ended), (Goal("d, rows a second", claimed.median, 1200),), (note,))


async def _round(folder: Path, rows: int) -> tuple[float, float]:
    redis = EmbeddedRedis(folder / "redis")
    await asyncio.to_thread(redis.start)
    try:
        here = Place(folder / "node", redis.url)
        await here.fill(rows)
        async with place.process("gateway", "serve", env=here.env()):
            return await _watch(here, rows)
    finally:
        await asyncio.to_thread(redis.stop)


async def _watch(here: Place, rows: int) -> tuple[float, float]:
    """Rates from the first batch that was seen to the last."""
    with Redis.from_url(here.redis_url) as client:
        first = await due(client, 1)
        begun = perf_counter()
        await due(client, rows)
        claimed = perf_counter() - begun
    reader = here.reader()
    try:
        await place.pumped(reader)
    finally:
        reader.close()
    return (rows - first) / claimed, (rows - first) / (perf_counter() - begun)


def due_now(client: Redis, queue: Queue) -> int:
    """How many wait in a due set, leased ones too."""
    epoch = client.get("sp:epoch") or b""
    name = epoch.decode() if isinstance(epoch, bytes) else epoch
    return int(client.zcard(f"sp:{name}:due:{queue}"))


async def due(client: Redis, least: int, seconds: float = 120.0) -> int:
    """Wait until so many complaints are due; how many are."""
    deadline = perf_counter() + seconds
    while perf_counter() < deadline:
        found = due_now(client, "forward")
        if found >= least:
            return found
        await asyncio.sleep(_LOOK_SECONDS)
    raise place.BenchFailed(f"After {seconds:g} s fewer than {least} complaints are due.")
