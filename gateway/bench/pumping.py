"""Part d: rows a second from the journal into the ledger's due set: opened, read, understood, claimed, given an end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from redis import Redis

from forwarder.items import Queue
from gateway.bench import machine, place
from gateway.bench.figures import Figure, Goal, Part, Plan
from gateway.bench.place import Place
from gateway.embedded import EmbeddedRedis

_LOOK_SECONDS = 0.01
_PATIENCE_SECONDS = 120.0


async def measure(folder: Path, plan: Plan) -> Part:
    claimed, ended = Figure("d: claimed and due", "/s"), Figure("d: the same, with its end in the journal", "/s")
    busy = Figure("d: the pump's processor time a row", "us")
    for number in range(plan.rounds):
        for figure, value in zip((claimed, ended, busy), await _round(folder / str(number), plan.rows), strict=True):
            figure.values.append(value)
    note = f"{plan.rows} SMS of as many citizens lie in the journal when the pump starts; appendfsync always."
    return Part("d: pumping", (claimed, ended, busy), (Goal("d, rows a second", claimed.median, 1200),), (note,))


async def _round(folder: Path, rows: int) -> tuple[float, float, float]:
    redis = EmbeddedRedis(folder / "redis")
    await asyncio.to_thread(redis.start)
    try:
        here = Place(folder / "node", redis.url)
        await here.fill(rows)
        async with place.process("gateway", "serve", env=here.env()) as serving:
            return await _watch(here, rows, serving.pid)
    finally:
        await asyncio.to_thread(redis.stop)


async def _watch(here: Place, rows: int, serving: int) -> tuple[float, float, float]:
    """Rates from the moment the pump has its ledger."""
    with Redis.from_url(here.redis_url) as client:
        await _until(lambda: bool(client.exists("sp:epoch")))
        begun, busy = perf_counter(), _busy(serving)
        await due(client, rows)
        claimed = perf_counter() - begun
    reader = here.reader()
    try:
        await place.pumped(reader)
    finally:
        reader.close()
    return rows / claimed, rows / (perf_counter() - begun), (_busy(serving) - busy) / rows * 1e6


def _busy(serving: int) -> float:
    return sum(machine.busy_seconds(pid) for pid, role in machine.family(serving).items() if role == "pump")


def due_now(client: Redis, queue: Queue) -> int:
    """How many wait in a due set, leased ones too."""
    epoch = client.get("sp:epoch") or b""
    name = epoch.decode() if isinstance(epoch, bytes) else epoch
    return int(client.zcard(f"sp:{name}:due:{queue}"))


async def due(client: Redis, least: int) -> None:
    """Wait until so many complaints are due."""
    await _until(lambda: due_now(client, "forward") >= least)


async def _until(holds: Callable[[], bool]) -> None:
    deadline = perf_counter() + _PATIENCE_SECONDS
    while not holds():
        if perf_counter() > deadline:
            raise place.BenchFailed(f"The pump did not claim everything within {_PATIENCE_SECONDS:g} s.")
        await asyncio.sleep(_LOOK_SECONDS)
