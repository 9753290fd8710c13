"""Part i: more calls in flight, and more workers, against a central system that takes 200 ms."""

from __future__ import annotations

from pathlib import Path

from gateway.bench.figures import Figure, Goal, Part, Plan
from gateway.bench.forwarding import LATENCY_SECONDS, submitted

_WIDE, _NARROW = 200, 10


async def measure(folder: Path, plan: Plan) -> Part:
    """One worker with many calls; then one and two workers with few, in turns."""
    wide = Figure(f"i: {_WIDE} calls in flight, as a share of {_WIDE / LATENCY_SECONDS:g}/s", "")
    one, two = Figure(f"i: one worker, {_NARROW} calls in flight", "/s"), Figure("i: two workers of these", "/s")
    few = plan.cases // 4
    for number in range(plan.rounds):
        here = folder / str(number)
        rate = await submitted(here / "wide", 2 * plan.cases, _WIDE)
        wide.values.append(rate * LATENCY_SECONDS / _WIDE)
        one.values.append(await submitted(here / "one", few, _NARROW))
        two.values.append(await submitted(here / "two", few, _NARROW, workers=2))
    goals = (
        Goal(f"i, share at {_WIDE} calls", wide.median, 0.78),
        Goal("i, two workers over one", two.median / one.median, 1.9),
    )
    note = f"{2 * plan.cases} and {few} cases; load, stand-in, Redis and workers share the machine."
    return Part("i: many calls, several workers", (wide, one, two), goals, (note,))
