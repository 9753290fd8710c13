"""Part j: from a webhook to the start of the call at the central system, when nothing else is to be done."""

from __future__ import annotations

import asyncio
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from gateway.bench import letters, place
from gateway.bench.figures import Figure, Goal, Part, Plan
from gateway.bench.place import CENTRAL_KEY, Place
from gateway.embedded import EmbeddedRedis
from gateway.simulator.central import StandInCentral

_MOST, _WARM = 200, 10
_PATIENCE_SECONDS = 30.0


async def measure(folder: Path, plan: Plan) -> Part:
    half, most = Figure("j: webhook to call, median", "ms"), Figure("j: webhook to call, 99th percentile", "ms")
    count = min(_MOST, plan.cases)
    for number in range(plan.rounds):
        times = await _round(folder / str(number), number * (count + _WARM) + 1, count)
        cut = quantiles(times, n=100)
        half.values.append(cut[49] * 1000)
        most.values.append(cut[98] * 1000)
    goals = (
        Goal("j, median ms", half.median, 60, most=True),
        Goal("j, 99th percentile ms", most.median, 150, most=True),
    )
    note = f"{count} signed SMS, one after the other, quiet period off, one worker; fsync, Redis and RQ in between."
    return Part("j: from webhook to call, idle", (half, most), goals, (note,))


async def _round(folder: Path, first: int, count: int) -> list[float]:
    redis, central = EmbeddedRedis(folder / "redis"), StandInCentral({"bench": CENTRAL_KEY})
    await asyncio.to_thread(redis.start)
    try:
        here = Place(folder / "node", redis.url, await central.start())
        env = here.env() | {"CENTRAL_INSTANCE": "bench"}
        async with (
            place.process("gateway", "serve", env=env),
            place.process("gateway.processes", "forward", env=env),
        ):
            await place.answering(f"http://127.0.0.1:{here.ports[1]}/health/ready")
            times = [await _one(central, here.ports[0], n) for n in range(first, first + _WARM + count)]
    finally:
        await central.stop()
        await asyncio.to_thread(redis.stop)
    return times[_WARM:]


async def _one(central: StandInCentral, port: int, n: int) -> float:
    """Seconds until the central system was called for it; then a moment of peace."""
    before = len(central.store.arrivals)
    loop = asyncio.get_running_loop()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    begun = loop.time()
    writer.write(letters.webhook(n, "sms", letters.PUBLIC_URL, letters.ACCOUNT, letters.TOKEN))
    await reader.readline()
    writer.close()
    deadline = perf_counter() + _PATIENCE_SECONDS
    while len(central.store.arrivals) == before:
        if perf_counter() > deadline:
            raise place.BenchFailed("The central system was not called within half a minute.")
        await asyncio.sleep(0.001)
    await asyncio.sleep(0.05)
    return central.store.arrivals[before] - begun
