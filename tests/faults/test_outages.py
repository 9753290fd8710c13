"""Outages ridden out by several workers: who calls when, how calls begin again, and who takes over from whom."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from chaos import children
from crowd import Crowd, eventually

from gateway.simulator.town import Town
from gateway.simulator.town_processes import Process

pytestmark = [pytest.mark.process, pytest.mark.timeout(240)]

BACKLOG, OUTAGE_SECONDS = 300, 10.0


@pytest.fixture
async def busy(town: Town) -> Crowd:
    """A town with two workers of each queue, all of them at work."""
    await town.start(workers=2)
    found = Crowd(town)
    await found.write(20, ways=("sms",))
    await found.all_answered()
    await eventually(lambda: len(forwarding(town.workers[0])) == 2, 30)
    return found


def now() -> float:
    return asyncio.get_running_loop().time()


def arrivals(crowd: Crowd, since: float) -> list[float]:
    """Seconds from `since` to each later call."""
    return [at - since for at in crowd.town.central.store.arrivals if at >= since]


async def test_an_outage_is_ridden_out_and_calls_begin_again_slowly(busy: Crowd) -> None:
    """One breaker for all: few probes while it is away; then at most 1, 2, 4, 8 … calls a second; nothing is lost."""
    central = busy.town.central
    central.orders.down, away = "refuse", now()
    await busy.write(BACKLOG, ways=("sms", "whatsapp"))
    assert all(one.yes for one in busy.citizens)
    await asyncio.sleep(max(0.0, OUTAGE_SECONDS - (now() - away)))
    tried = arrivals(busy, away)
    assert tried, "somebody must have seen that it is away"
    assert len([at for at in tried if at > tried[0] + 3]) <= 4, "one probe at a time, ever more seldom"
    central.orders.down, back = "", now()
    await busy.all_answered(120)
    first = min(at for at in central.store.arrivals if at >= back)
    came = arrivals(busy, first)
    total = [sum(at < second for at in came) for second in range(1, 11)]
    print(f"calls in the first ten seconds after recovery: {[b - a for a, b in zip([0, *total], total, strict=False)]}")
    for second, count in enumerate(total, 1):
        assert count <= 2**second, f"{count} calls in the first {second} s: {total}"
    assert total[-1] >= 64, f"they double: {total}"
    await busy.all_quiet()
    busy.assert_once()


@pytest.mark.parametrize("form", ["seconds", "date"])
async def test_no_worker_calls_before_the_time_that_one_was_told(busy: Crowd, form: str) -> None:
    orders, counts = busy.town.central.orders, busy.town.central.store.counts
    orders.retry_after, orders.retry_after_form, orders.throttle = 3, form, 3  # type: ignore[assignment]
    await busy.write(60, ways=("sms", "whatsapp"))
    await busy.all_answered(120)
    await busy.all_quiet()
    busy.assert_once()
    assert counts.throttled >= 1
    assert counts.early == 0


def forwarding(worker: Process) -> list[int]:
    """The processes that call the central system."""
    assert worker.child is not None
    return [pid for pid, what in children(worker.child.pid).items() if what == "forward"]


@asynccontextmanager
async def in_a_call(crowd: Crowd, *, stored: bool) -> AsyncIterator[None]:
    """Until the central system has a call before it, or has even taken its case; then no later call takes long."""
    orders, central = crowd.town.central.orders, crowd.town.central
    orders.latency, orders.stall = (8.0, 0.0) if stored else (0.0, 8.0)
    await crowd.write(1, ways=("sms",))
    await eventually(lambda: bool(central.store.in_order if stored else central.store.arrivals), 30)
    orders.latency = orders.stall = 0.0
    yield


@pytest.mark.parametrize("stored", [True, False], ids=["after it was taken", "before it was taken"])
async def test_a_worker_killed_in_its_call_is_followed_within_its_lease(crowd: Crowd, stored: bool) -> None:
    town = crowd.town
    async with in_a_call(crowd, stored=stored):
        for pid in forwarding(town.workers[0]):
            os.kill(pid, signal.SIGKILL)
        killed = now()
        await crowd.all_answered(60)
    assert now() - killed < float(town.extra["LEASE_SECONDS"]) + 10
    await crowd.all_quiet()
    crowd.assert_once()
    assert len(town.central.store.in_order) == 1
    assert len(crowd.numbers_told(crowd.citizens[0])) == 1


async def test_a_worker_that_stood_still_in_its_call_changes_nothing_when_it_wakes(crowd: Crowd) -> None:
    town = crowd.town
    async with in_a_call(crowd, stored=True):
        slow = forwarding(town.workers[0])
        for pid in slow:
            os.kill(pid, signal.SIGSTOP)
        try:
            await town.add_workers(1)
            await crowd.all_answered(60)
        finally:
            for pid in slow:
                os.kill(pid, signal.SIGCONT)
    await crowd.write(5, ways=("sms",))
    await crowd.all_answered(60)
    await crowd.all_quiet()
    crowd.assert_once()
    assert town.central.store.counts.submissions == 6, "nobody told it twice"
    assert [len(crowd.numbers_told(one)) for one in crowd.citizens] == [1] * 6
