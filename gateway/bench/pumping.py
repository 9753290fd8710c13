"""Part d: rows a second from the journal into the ledger's due set: opened, read, understood, claimed, given an end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter

from redis import Redis

from forwarder.items import Queue
from gateway.bench import alike_texts, machine, place
from gateway.bench.figures import Figure, Goal, Part, Plan
from gateway.bench.place import Place
from gateway.embedded import EmbeddedRedis

_LOOK_SECONDS = 0.01
_PATIENCE_SECONDS = 120.0
_SEED = 20_261_122
_NOTE = (
    "{rows} SMS of as many citizens lie in the journal when the pump starts; appendfsync always. The readers"
    " (PUMP_READERS) begin within that time. What is told is as alike as part h's; in the storm it is one of four texts"
    " with another house and one of 17 RT, so each is compared with others and joins a cluster."
)


async def measure(folder: Path, plan: Plan) -> Part:
    texts = tuple(islice(alike_texts.texts(Random(_SEED)), plan.rows))  # noqa: S311 - the same texts in each run
    usual = Figure("d: claimed and due", "/s"), Figure("d: the same, with its end in the journal", "/s"), _busy_figure()
    storm = Figure("d: where all tell of the same four matters", "/s"), Figure("", "/s"), _busy_figure(" in that storm")
    for number in range(plan.rounds):
        for figures, said in ((usual, texts), (storm, ())):
            measured = await _round(folder / f"{number}-{bool(said)}", plan.rows, said)
            for figure, value in zip(figures, measured, strict=True):
                figure.values.append(value)
    goal = Goal("d, rows a second", usual[0].median, 1200)
    return Part("d: pumping", (*usual, storm[0], storm[2]), (goal,), (_NOTE.format(rows=plan.rows),))


def _busy_figure(more: str = "") -> Figure:
    return Figure(f"d: processor time of the pump and its readers a row{more}", "us")


async def _round(folder: Path, rows: int, texts: Sequence[str]) -> tuple[float, float, float]:
    redis = EmbeddedRedis(folder / "redis")
    await asyncio.to_thread(redis.start)
    try:
        here = Place(folder / "node", redis.url)
        await here.fill(rows, texts)
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
    family = machine.family(serving)
    return sum(machine.busy_seconds(pid) for pid, role in family.items() if role in ("pump", "reader"))


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
