"""Three gateways and three machines with workers at one ledger behind Sentinel, killed at random while citizens write
to all of them; once it is the primary Redis (CHAOS_RUNS kills, six where nobody says)."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from pathlib import Path
from typing import Any, cast

import pytest
from chaos import children, dice
from crowd import Crowd, eventually
from sentinels import Guarded

from gateway.simulator.town import Town

KILLS = int(os.environ.get("CHAOS_RUNS", "6"))
MACHINES = 3
pytestmark = [pytest.mark.process, pytest.mark.timeout(400 + 15 * KILLS)]


@pytest.fixture
async def nation(town: Town, tmp_path: Path) -> tuple[Town, Guarded]:
    guarded = Guarded(tmp_path / "redis")
    town.redis = cast(Any, guarded)
    town.extra["REDIS_URL"] = guarded.sentinel_url
    await town.start(nodes=MACHINES, workers=1)
    for _ in range(MACHINES - 1):
        await town.add_workers(1)
    return town, guarded


@pytest.mark.leaves(missed="who writes by SMS or WhatsApp to a gateway that is dead hears no yes")
async def test_whoever_is_killed_each_complaint_is_submitted_once(nation: tuple[Town, Guarded]) -> None:
    town, guarded = nation
    crowd, throws, over, seen = Crowd(town), dice(), asyncio.Event(), Counter[str]()
    failover = throws.randrange(KILLS)

    async def a_gateway() -> None:
        node = throws.choice(town.nodes)
        await node.serve.kill()
        await node.start()

    async def a_machine_with_workers() -> None:
        machine = throws.choice(town.workers)
        await machine.kill()
        await machine.start()

    async def a_child() -> None:
        """A pump or a worker: its parent goes on and makes another."""
        process = throws.choice([*(node.serve for node in town.nodes), *town.workers])
        assert process.child is not None
        if alive := sorted(children(process.child.pid)):
            os.kill(throws.choice(alive), 9)

    async def the_primary_redis() -> None:
        gone = await asyncio.to_thread(guarded.kill_primary)
        await eventually(lambda: guarded.primary() != gone, 60)

    load = [asyncio.create_task(crowd.keep_writing(over, 0.3, node)) for node in town.nodes]
    try:
        for kill in range(KILLS):
            fault = (
                the_primary_redis if kill == failover else throws.choice((a_gateway, a_machine_with_workers, a_child))
            )
            seen[fault.__name__] += 1
            await fault()
            await asyncio.sleep(throws.uniform(0.2, 1.5))
    finally:
        over.set()
        await asyncio.gather(*load)
    left = await crowd.all_settled(180 + KILLS)
    counts = town.central.store.counts
    print(f"{dict(seen)}; {len(crowd.citizens)} wrote, {len(left)} left to a person; {counts}")
    assert (counts.same_text, counts.conflicts, counts.early) == (0, 0, 0)
    # At its end (conftest.py) the books of all three are compared with the ledger and the central system.
    assert all(node.serve.running for node in town.nodes)
    assert len(left) <= max(KILLS, len(crowd.citizens) / 20)
