"""Part l: how gently calls begin again when the central system is back from an outage and many cases wait."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

import aiohttp

from gateway.bench import place
from gateway.bench.figures import Figure, Part, Plan
from gateway.bench.forwarding import CONCURRENCY, stored, without_workers
from gateway.bench.pumping import due

_WATCHED_SECONDS = 10
_PATIENCE_SECONDS, _LOOK_SECONDS = 60.0, 0.02


async def measure(folder: Path, plan: Plan) -> Part:
    ten = Figure(f"l: calls in the first {_WATCHED_SECONDS} s after an outage", "")
    most = Figure("l: most in one of these seconds", "")
    shown: list[str] = []
    for number in range(plan.rounds):
        calls = await _recovered(folder / str(number), plan.cases)
        shown.append(" ".join(map(str, calls)))
        ten.values.append(sum(calls))
        most.values.append(max(calls))
    note = (
        f"{plan.cases} cases wait, one worker with {CONCURRENCY} calls in flight, all refused at first; then counted "
        f"from the first case that is taken. Calls in each second: {'; '.join(shown)}."
    )
    return Part("l: after an outage", (ten, most), (), (note,))


async def _recovered(folder: Path, cases: int) -> list[int]:
    """Calls in each second from the first that succeeds."""
    async with without_workers(folder, cases) as (here, client, session):
        await due(client, cases)
        await session.post("/_control", json={"down": "refuse"})
        env = here.env() | {"CONCURRENCY": str(CONCURRENCY)}
        async with place.process("gateway.processes", "forward", env=env):
            # The whole first wave: the breaker has opened by then.
            await _until(session, "refused", min(CONCURRENCY, cases))
            await session.post("/_control", json={"down": ""})
            await stored(session, 1)
            begun, counts = perf_counter(), [await _count(session, "calls") - 1]
            for second in range(1, _WATCHED_SECONDS + 1):
                await asyncio.sleep(max(0.0, begun + second - perf_counter()))
                counts.append(await _count(session, "calls"))
    return [after - before for before, after in pairwise(counts)]


async def _until(session: aiohttp.ClientSession, name: str, least: int) -> None:
    deadline = perf_counter() + _PATIENCE_SECONDS
    while await _count(session, name) < least:
        if perf_counter() > deadline:
            raise place.BenchFailed(f"{least} calls were not {name} within {_PATIENCE_SECONDS:g} s.")
        await asyncio.sleep(_LOOK_SECONDS)


async def _count(session: aiohttp.ClientSession, name: str) -> int:
    async with session.get("/_control/state", params={"cases": "0"}) as answer:
        told: dict[str, Any] = await answer.json()
    return int(told["counts"][name])
