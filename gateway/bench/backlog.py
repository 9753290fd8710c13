"""Part k: a backlog of 100,000 complaints: how fast it drains beside an empty ledger, and what it costs in Redis."""

from __future__ import annotations

import asyncio
from pathlib import Path
from time import perf_counter

from redis import Redis

from gateway.bench import place
from gateway.bench.figures import Figure, Goal, Part, Plan
from gateway.bench.forwarding import CONCURRENCY, stored, submitted, without_workers
from gateway.bench.place import Place

_MOST_SECONDS = 900.0


async def measure(folder: Path, plan: Plan) -> Part:
    """Once: filling it takes minutes."""
    empty, full = Figure("k: cases a second, nothing behind", "/s"), Figure("k: with a backlog behind them", "/s")
    whole = Figure("k: Redis, for each byte of the cases' JSON", "")
    size = Figure("k: the same without the sketches of duplicates", "")
    empty.values.append(await submitted(folder / "empty", plan.cases))
    rate, cost, sketches = await _full(folder / "full", plan.cases, plan.backlog)
    full.values.append(rate)
    whole.values.append(cost)
    size.values.append(cost - sketches)
    goals = (
        Goal("k, with the backlog over without", full.median / empty.median, 0.9),
        Goal("k, bytes in Redis over bytes as JSON", size.median, 1.5, most=True),
    )
    note = f"{plan.backlog:,} complaints due, {plan.cases} measured; with each its receipt, its listener, its claim."
    return Part("k: a backlog", (empty, full, whole, size), goals, (note,))


async def _full(folder: Path, cases: int, backlog: int) -> tuple[float, float, float]:
    """Cases a second, and bytes for each byte of JSON: all, and the sketches."""
    async with without_workers(folder, backlog) as (here, client, session):
        empty = int(client.info("memory")["used_memory"])
        await _due(client, backlog)
        used = int(client.info("memory")["used_memory"]) - empty
        cost, sketches = (size / (backlog * _json_bytes(client, here)) for size in (used, _sketches(client)))
        env = here.env() | {"CONCURRENCY": str(CONCURRENCY)}
        async with place.process("gateway.processes", "forward", env=env):
            await stored(session, 1)
            begun = perf_counter()
            await stored(session, cases)
            return cases / (perf_counter() - begun), cost, sketches


async def _due(client: Redis, backlog: int) -> None:
    deadline = perf_counter() + _MOST_SECONDS
    while True:
        name = client.get("sp:epoch")
        if isinstance(name, bytes) and int(str(client.zcard(f"sp:{name.decode()}:due:forward"))) >= backlog:
            return
        if perf_counter() > deadline:
            raise place.BenchFailed(f"The backlog was not there within {_MOST_SECONDS:g} s.")
        await asyncio.sleep(0.5)


def _sketches(client: Redis) -> float:
    """What complaints are compared by (their gists and the keys they lie under), in bytes: as many as there are, the
    mean size of some hundred, and what each key takes in Redis's tables of keys and of their ends."""
    name, total = (client.get("sp:epoch") or b""), 0.0
    assert isinstance(name, bytes)  # noqa: S101 - for the type checker; asked before
    in_tables = _in_tables(client)
    for kind in ("gist", "like"):
        keys = list(client.scan_iter(match=f"sp:{name.decode()}:{kind}:*", count=5000))
        some = [int(str(client.memory_usage(key) or 0)) for key in keys[:: max(1, len(keys) // 300)]]
        total += len(keys) * (sum(some) / max(1, len(some)) + in_tables)
    return total


def _in_tables(client: Redis) -> float:
    """Bytes for a key that ends, which stands in two tables: https://valkey.io/commands/memory-stats/"""
    counts = client.info("keyspace")["db0"]
    tables = float(client.memory_stats()["overhead.db.hashtable.lut"])
    return 2 * tables / float(counts["keys"] + counts["expires"])


def _json_bytes(client: Redis, here: Place) -> float:
    """The mean length of a complaint as it was understood, in JSON, of some hundred."""
    sealer, name = here.settings().sealer(), (client.get("sp:epoch") or b"")
    assert isinstance(name, bytes)  # noqa: S101 - for the type checker; asked before
    found = []
    for key in client.scan_iter(match=f"sp:{name.decode()}:c:*", count=1000):
        body = client.hget(key, "body")
        if isinstance(body, bytes):
            found.append(len(sealer.open(body, b"c:" + key.rpartition(b":")[2])))
        if len(found) >= 200:
            break
    return sum(found) / len(found)
