"""SIGTERM under load: what is in flight ends within STOP_SECONDS, the status is 0, nothing is lost or doubled."""

from __future__ import annotations

import asyncio

import pytest
from crowd import Crowd, eventually, under_load

from gateway.simulator.town_processes import STOP_SECONDS, Process

pytestmark = pytest.mark.process

MARGIN = 3.0


async def stopped_in_time(process: Process) -> None:
    clock = asyncio.get_running_loop().time
    began = clock()
    assert await process.stop() == 0, process.last_words()
    assert clock() - began <= STOP_SECONDS + MARGIN


@pytest.mark.leaves(missed="who writes by SMS or WhatsApp while the gateway is stopped hears no yes")
async def test_serve_and_work_stop_and_start_under_load(crowd: Crowd) -> None:
    town, node = crowd.town, crowd.town.nodes[0]
    town.central.orders.latency = 0.3  # so that calls are in flight whenever it comes

    async def faults() -> None:
        await at_work(crowd)
        await stopped_in_time(town.workers[-1])
        await town.add_workers(1)
        await at_work(crowd)
        await stopped_in_time(node.serve)
        await node.start()
        await at_work(crowd)
        await asyncio.gather(stopped_in_time(node.serve), stopped_in_time(town.workers[-1]))
        await node.start()
        await town.add_workers(1)

    await under_load(crowd, faults(), pause=0.05)
    await crowd.all_answered()
    await crowd.all_quiet()
    crowd.assert_once()
    assert town.central.store.counts.repeated == 0, "no call was cut in two"


async def test_serve_and_work_stop_without_redis_and_central_system(crowd: Crowd) -> None:
    town = crowd.town
    await crowd.write(4)
    await crowd.all_answered()
    await asyncio.to_thread(town.redis.kill)
    await town.central.stop()
    await crowd.write(8)
    assert all(one.yes for one in crowd.citizens)
    await asyncio.gather(stopped_in_time(town.nodes[0].serve), stopped_in_time(town.workers[-1]))
    await asyncio.to_thread(town.redis.start)
    await town.central.start()
    await town.nodes[0].start()
    await town.add_workers(1)
    await crowd.all_answered()
    await crowd.all_quiet()
    crowd.assert_once()


async def at_work(crowd: Crowd, more: int = 10) -> None:
    before = len(crowd.town.central.store.in_order)
    await eventually(lambda: len(crowd.town.central.store.in_order) >= before + more, 60)
