"""Part e: cases a second to a central system that takes 200 ms, through one RQ worker with 50 calls in flight."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

import aiohttp
from redis import Redis

from forwarder.redis_server import text
from gateway.bell import queue_name
from gateway.bench import place
from gateway.bench.figures import Figure, Goal, Part, Plan
from gateway.bench.place import CENTRAL_KEY, Place
from gateway.bench.pumping import due
from gateway.embedded import EmbeddedRedis

LATENCY_SECONDS = 0.2
CONCURRENCY = 50
_LOOK_SECONDS = 0.02
# Of the time that what is left will take at least. Who looks all the while takes a tenth of what is measured.
_SLEEPS = 0.5
_PATIENCE_SECONDS = 120.0
# Until several workers that have heard their bells call as often as they will.
_SWING_SECONDS = 1.0


async def measure(folder: Path, plan: Plan) -> Part:
    bound = CONCURRENCY / LATENCY_SECONDS
    rate, share = Figure("e: cases submitted", "/s"), Figure(f"e: as a share of {bound:g}/s", "")
    for number in range(plan.rounds):
        rate.values.append(await submitted(folder / str(number), plan.cases))
        share.values.append(rate.values[-1] / bound)
    note = (
        f"{plan.cases} cases, {CONCURRENCY} calls in flight, {LATENCY_SECONDS:g} s each; the worker's start counts not."
    )
    return Part(
        "e: forwarding", (rate, share), (Goal("e, share of concurrency / latency", share.median, 0.85),), (note,)
    )


async def submitted(folder: Path, cases: int, concurrency: int = CONCURRENCY, workers: int = 1) -> float:
    """Cases a second, from the first to the last; of several workers, from when all are at work. Too few cases for that
    are counted from when the workers were started."""
    async with without_workers(folder, cases) as (here, client, session), AsyncExitStack() as stack:
        await due(client, cases)
        begun, before = perf_counter(), 0
        env = here.env() | {"CONCURRENCY": str(concurrency)}
        for _ in range(workers):
            await stack.enter_async_context(place.process("gateway.processes", "forward", env=env))
        if workers == 1:
            return await _watch(session, cases, concurrency / LATENCY_SECONDS)
        if await _all_at_work(client, session, workers, cases):
            await asyncio.sleep(_SWING_SECONDS)
            done, now = await _count(session), perf_counter()
            before, begun = (done, now) if done < cases else (before, begun)
        await stored(session, cases)
        return (cases - before) / (perf_counter() - begun)


@asynccontextmanager
async def without_workers(folder: Path, cases: int) -> AsyncIterator[tuple[Place, Redis, aiohttp.ClientSession]]:
    """A gateway that pumps so many complaints and forwards none, its Redis, and the central system's control."""
    redis = EmbeddedRedis(folder / "redis")
    await asyncio.to_thread(redis.start)
    # Its usual port may be taken: a demonstration or another measurement runs.
    central = {
        "CENTRAL_INSTANCE": "bench",
        "CENTRAL_KEY": CENTRAL_KEY,
        "STANDIN_LISTEN": "127.0.0.1:0",
        "STANDIN_SEED": "1",  # or it would ask the system twice for each number that it draws
    }
    try:
        async with place.process("gateway.simulator.central", env=central) as stand_in:
            url = await place.line(stand_in)
            here = Place(folder / "node", redis.url, url)
            await here.fill(cases)
            async with place.process("gateway", "serve", env=here.env()), aiohttp.ClientSession(url) as session:
                await session.post("/_control", json={"latency": LATENCY_SECONDS})
                with Redis.from_url(redis.url) as client:
                    yield here, client, session
    finally:
        await asyncio.to_thread(redis.stop)


async def _all_at_work(client: Redis, session: aiohttp.ClientSession, workers: int, cases: int) -> bool:
    """Bells are rung a second apart, and processes start as slowly as the machine lets them: that is not measured.
    False if everything was done before."""
    deadline = perf_counter() + _PATIENCE_SECONDS
    while sum(client.hget(key, "state") == b"busy" for key in _members(client)) < workers:
        if await _count(session) >= cases:
            return False
        if perf_counter() > deadline:
            raise place.BenchFailed(f"{workers} workers were not at work within {_PATIENCE_SECONDS:g} s.")
        await asyncio.sleep(_LOOK_SECONDS)
    return True


def _members(client: Redis) -> list[str]:
    found = client.smembers(f"rq:workers:{queue_name('forward')}")
    return [text(key) for key in found] if isinstance(found, set) else []


async def _watch(session: aiohttp.ClientSession, cases: int, bound: float) -> float:
    """Rate from the first case to the last answer, which comes a latency after its case."""
    await stored(session, 1)
    begun = perf_counter()
    await stored(session, cases, bound)
    return cases / (perf_counter() - begun + LATENCY_SECONDS)


async def stored(session: aiohttp.ClientSession, least: int, bound: float = 0.0) -> None:
    """Wait until the central system holds so many. bound: so many a second it cannot get."""
    deadline = perf_counter() + _PATIENCE_SECONDS
    while (found := await _count(session)) < least:
        if perf_counter() > deadline:
            raise place.BenchFailed(f"The central system did not get everything within {_PATIENCE_SECONDS:g} s.")
        soonest = (least - found) / bound if bound else 0.0
        await asyncio.sleep(max(_LOOK_SECONDS, _SLEEPS * soonest))


async def _count(session: aiohttp.ClientSession) -> int:
    async with session.get("/_control/state", params={"cases": "0"}) as answer:
        told: dict[str, Any] = await answer.json()
    return int(told["counts"]["stored"])
