"""Parts a, b and c: signed Twilio forms per second, in turns: bare aiohttp, our accept path, and a tutorial's app."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import redis

from gateway.bench import machine, place
from gateway.bench.figures import Figure, Goal, Part, Plan
from gateway.bench.load import Order
from gateway.bench.place import Place
from gateway.embedded import EmbeddedRedis
from gateway.ports import free_ports

BARE, BYTES = "a: bare aiohttp, reading the form", "a: bare aiohttp, not even looking at the bytes"
VALIDATOR = "a: aiohttp with Twilio's RequestValidator"
OURS, PUMPED = "b: ours, accepting alone", "b: ours, with pump and Redis at work"
TUTORIAL, TUTORIAL_2 = "c: Flask, validator, rq.enqueue, gunicorn gthread", "c: the same with two processes"
# What a shot can take at most, a second: so many requests are signed before it.
_MOST_RATE = 12_000
_MOST_RATES = {BARE: 24_000, BYTES: 30_000, TUTORIAL: 3_000, TUTORIAL_2: 4_000}
# More threads do not make the tutorial faster here (tried 4 to 64): Python runs one at a time.
_THREADS = 16


@dataclass(frozen=True, slots=True)
class Turn:
    """One shot at one server: requests a second, the 99th percentile, and the server's processor time per request."""

    rate: float
    p99_ms: float
    busy_us: float


@dataclass(eq=False)
class Range:
    """The servers by label (port, process), and who has written to them so far."""

    plan: Plan
    stack: AsyncExitStack
    servers: dict[str, tuple[int, int]] = field(default_factory=dict)
    after: dict[str, Callable[[], Awaitable[None]]] = field(default_factory=dict)
    next_citizen: int = 1

    async def add(self, label: str, name: str, env: dict[str, str] | None = None) -> None:
        self.servers[label] = await self.stack.enter_async_context(place.server(name, env))

    async def shoot(self, label: str) -> Turn:
        port, pid = self.servers[label]
        rate = _MOST_RATES.get(label, _MOST_RATE)
        most = max(self.plan.connections, min(self.plan.requests, int(self.plan.seconds * rate)))
        order = Order("web", port, self.next_citizen, most, self.plan.connections, self.plan.seconds)
        self.next_citizen += most
        async with place.shooting(order) as load:
            before = _busy(label, pid)
            shot = await place.fire(load)
            busy = _busy(label, pid) - before
        place.must_be_right(order, shot)
        if label in self.after:
            await self.after[label]()
        return Turn(shot.rate, shot.p99_ms, busy / shot.done * 1e6)


def _busy(label: str, pid: int) -> float:
    """Of gunicorn its workers, too; of ours only the accepting process: the pump works besides."""
    pids = [pid] if label == PUMPED else list(machine.family(pid))
    return sum(machine.busy_seconds(one) for one in pids)


async def measure(folder: Path, plan: Plan) -> Part:
    async with AsyncExitStack() as stack:
        range_ = Range(plan, stack)
        await _add_ours(folder, range_)
        if find_spec("flask") and find_spec("gunicorn"):
            await _add_tutorial(folder, range_)
        return _part(await _shots(range_), plan)


async def _redis(folder: Path, stack: AsyncExitStack) -> str:
    server = EmbeddedRedis(folder)
    await asyncio.to_thread(server.start)
    stack.push_async_callback(asyncio.to_thread, server.stop)
    return server.url


async def _add_ours(folder: Path, range_: Range) -> None:
    pumped = Place(folder / "pumped", await _redis(folder / "ledger", range_.stack))
    await range_.add(BARE, "form")
    await range_.add(BYTES, "bare")
    await range_.add(VALIDATOR, "validator")
    await range_.add(OURS, "accepting", Place(folder / "alone").env())
    serving = await range_.stack.enter_async_context(pumped.gateway())
    range_.servers[PUMPED] = pumped.ports[0], serving.pid
    reader = pumped.reader()
    range_.stack.callback(reader.close)
    range_.after[PUMPED] = lambda: place.pumped(reader)


async def _add_tutorial(folder: Path, range_: Range) -> None:
    url = await _redis(folder / "tutorial", range_.stack)
    with redis.Redis.from_url(url) as client:
        client.config_set("appendonly", "no")  # as Redis comes: what it says yes to may be lost
    for label, workers in ((TUTORIAL, 1), (TUTORIAL_2, 2)):
        range_.servers[label] = await range_.stack.enter_async_context(_tutorial(url, workers))
        range_.after[label] = lambda: asyncio.to_thread(_forget_jobs, url)


@asynccontextmanager
async def _tutorial(redis_url: str, workers: int) -> AsyncIterator[tuple[int, int]]:
    (port,) = free_ports(1)
    words = ("--worker-class", "gthread", "--workers", str(workers), "--threads", str(_THREADS))
    where = ("--bind", f"127.0.0.1:{port}", "--log-level", "error", "gateway.bench.tutorial:app()")
    async with place.process("gunicorn", *words, *where, env={"REDIS_URL": redis_url}) as child:
        await _listening(port)
        yield port, child.pid


async def _listening(port: int) -> None:
    for _ in range(600):
        with suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        await asyncio.sleep(0.05)
    raise place.BenchFailed("gunicorn did not come up; what it said stands above.")


def _forget_jobs(redis_url: str) -> None:
    """What nobody works on would only fill the memory."""
    with redis.Redis.from_url(redis_url) as client:
        for key in client.scan_iter("rq:job:*", count=1000):
            client.unlink(key)
        client.unlink("rq:queue:tutorial")


async def _shots(range_: Range) -> dict[str, list[Turn]]:
    """In turns, so that what else the machine does falls on all alike."""
    found: dict[str, list[Turn]] = {label: [] for label in range_.servers}
    for _ in range(range_.plan.rounds):
        for label, turns in found.items():
            turns.append(await range_.shoot(label))
    return found


def _part(found: dict[str, list[Turn]], plan: Plan) -> Part:
    rates = {label: Figure(label, "/s", [turn.rate for turn in turns]) for label, turns in found.items()}
    late = [
        Figure(f"{label}: 99th percentile", "ms", [t.p99_ms for t in found[label]]) for label in (BARE, OURS, PUMPED)
    ]
    busy = [Figure(f"{label}: processor time", "us", [t.busy_us for t in turns]) for label, turns in found.items()]
    ours = rates[OURS].median
    goals = [Goal(f"b over {label}", ours / rates[label].median, 0.45) for label in (BARE, BYTES)]
    if TUTORIAL in rates:
        goals.append(Goal("b over c", ours / rates[TUTORIAL].median, 6))
    note = (
        f"{plan.connections} connections, distinct signed forms, {plan.seconds:g} s a shot, in turns;"
        " b seals (AES-256-GCM) and answers after fsync. Processor time is the server's, per request; it says more than"
        " the rate when the machine has other things to do."
    )
    return Part("a, b, c: accepting", (*rates.values(), *late, *busy), tuple(goals), (note,))
