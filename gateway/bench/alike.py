"""Part h: what it costs us to compare each complaint with 10,000 recent ones, and what a flood of copies costs."""

from __future__ import annotations

import asyncio
import os
import resource
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

from forwarder import epoch
from forwarder.items import Claim, Keep
from forwarder.ledger import Ledger
from forwarder.redis_server import connect
from forwarder.seal import Hasher, Sealer
from forwarder.trace import Trace, trace_of
from gateway.bench.alike_texts import texts
from gateway.bench.figures import Figure, Goal, Part, Plan
from gateway.embedded import EmbeddedRedis
from normalizer import codec
from normalizer.likeness_told import told_of
from normalizer.schema import ChannelName, Complaint, Kind, Party

_AT_ONCE = 200
_SHARE = 10  # one new complaint for so many recent ones


async def measure(folder: Path, plan: Plan) -> Part:
    cost = Figure("h: comparing with recent ones, our processor time a complaint", "ms")
    copies = Figure("h: the same in a flood of copies", "ms")
    kept = Figure("h: Redis, for each recent complaint", "kB")
    flood = Figure("h: Redis, for each copy of a flood", "kB")
    figures = (cost, copies, kept, flood)
    grown = 0.0
    for number in range(plan.rounds):
        values, more = await _round(folder / str(number), plan.messages, number)
        grown = max(grown, more)
        for figure, value in zip(figures, values, strict=True):
            figure.values.append(value)
    goals = (
        Goal("h, ms a complaint", cost.median, 0.3, most=True),
        Goal("h, MB that our process grew by", grown, 20, most=True),
    )
    note = (
        f"{plan.messages} recent complaints of as many people in a real Redis, one in sixteen a copy; then new ones. "
        "Counted are understanding what a text is about, its sketch, comparing, and what the claim's call needs more "
        "than a claim that is compared with none; not the claim itself."
    )
    return Part("h: duplicates", figures, goals, (note,))


async def _round(folder: Path, recent: int, seed: int) -> tuple[tuple[float, float, float, float], float]:
    server = EmbeddedRedis(folder / "redis")
    await asyncio.to_thread(server.start)
    redis = connect(server.url)
    try:
        name = await epoch.begin_rebuild(redis)
        await epoch.go_live(redis, name, "bench", ["bench"])
        return await _measured(Ledger(redis, name, Sealer.of(os.urandom(32)), Keep(storm=recent * 10)), recent, seed)
    finally:
        await redis.aclose()
        await asyncio.to_thread(server.stop)


async def _measured(ledger: Ledger, recent: int, seed: int) -> tuple[tuple[float, float, float, float], float]:
    hasher, words = Hasher(os.urandom(32)), texts(Random(seed))  # noqa: S311 - the same texts each time
    new = max(_SHARE, recent // _SHARE)
    warm = _complaints(words, new, "warm")
    await _cost(ledger, hasher, warm)
    bare, size = await _used(ledger), _resident()
    await _cost(ledger, hasher, _complaints(words, recent, "recent"))
    kept = (await _used(ledger) - bare) / recent / 1e3
    cost = await _cost(ledger, hasher, _complaints(words, new, "new")) / new * 1e3
    before = await _used(ledger)
    same = _complaints(iter([next(words)] * new), new, "copy")
    copied = await _cost(ledger, hasher, same) / new * 1e3
    flood = (await _used(ledger) - before) / new / 1e3
    return (cost, copied, kept, flood), _resident() - size


async def _cost(ledger: Ledger, hasher: Hasher, complaints: Sequence[Complaint]) -> float:
    """Processor seconds for claiming them with a trace, less those for claiming as many without."""
    spent = 0.0
    for at in range(0, len(complaints), _AT_ONCE):
        plain = [_claim(one) for one in complaints[at : at + _AT_ONCE]]
        begun = process_time()
        traces = [_trace(claim, one, hasher) for claim, one in zip(plain, complaints[at:], strict=False)]
        made = process_time() - begun
        traced = [replace(claim, trace=trace) for claim, trace in zip(plain, traces, strict=True)]
        begun = process_time() - made
        await ledger.take_in(traced)
        half = process_time()
        await ledger.take_in([_other(claim) for claim in plain])
        spent += (half - begun) - (process_time() - half)
    return max(spent, 1e-6)


def _trace(claim: Claim, complaint: Complaint, hasher: Hasher) -> Trace:
    return trace_of(told_of(complaint, hasher.short("person", complaint.person), claim.who), hasher)


def _other(claim: Claim) -> Claim:
    return replace(claim, delivery=f"{claim.delivery}-plain", id=f"{claim.id}-plain", numbers=(f"{claim.numbers[0]}0",))


def _complaints(words: Iterator[str], count: int, mark: str) -> list[Complaint]:
    now = datetime.now(UTC)
    return [_complaint(next(words), f"{mark}-{at}", now) for at in range(count)]


def _complaint(text: str, name: str, now: datetime) -> Complaint:
    who, sms = Party("+6281100000001"), ChannelName("sms")
    return Complaint(name, Kind.COMPLAINT, sms, name, who, who, f"tel:{name}", text[:100], text, now)


def _claim(complaint: Complaint) -> Claim:
    return Claim(
        delivery=complaint.delivery,
        id=complaint.id,
        same="",
        node="bench",
        channel="sms",
        received_ms=int(complaint.received_at.timestamp() * 1000),
        body=codec.encode(complaint),
        who=f"sms-{complaint.id}",
        listener=b"",
        owner="",
        numbers=(complaint.id,),
        wait_ms=0,
        flagged=False,
    )


async def _used(ledger: Ledger) -> float:
    """Bytes that keys, values and Redis's tables of them take (https://valkey.io/commands/memory-stats/): of values
    alone, a key that moves from one table to another would count as gone."""
    stats: dict[str, Any] = await ledger.redis.memory_stats()
    return float(stats["dataset.bytes"]) + sum(map(float, stats["db.0"].values()))


def _resident() -> float:
    """The most memory this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
