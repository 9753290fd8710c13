"""kill -9 of the serving process and of its pump, at random moments, while citizens go on writing."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress

import pytest
from chaos import children, dice, runs
from crowd import Crowd, eventually, under_load

pytestmark = [pytest.mark.process, pytest.mark.timeout(120 + 5 * runs())]


@pytest.mark.leaves(missed="who writes by SMS or WhatsApp while the gateway is dead hears no yes")
async def test_what_was_acknowledged_survives_kill_9_of_serve(crowd: Crowd) -> None:
    node, throws = crowd.town.nodes[0], dice()

    async def faults() -> None:
        for _ in range(runs()):
            await asyncio.sleep(throws.uniform(0, 0.6))
            await node.serve.kill()
            await node.start()

    # Most are refused, and all of those are taken in from Twilio's list at the end.
    await under_load(crowd, faults(), pause=0.05)
    await crowd.all_answered()
    await crowd.all_quiet()
    crowd.assert_once()
    kept = sum(one.yes for one in crowd.citizens)
    print(f"{len(crowd.citizens)} wrote, {kept} were acknowledged, {crowd.town.central.store.counts}")
    assert kept > runs()


async def test_what_was_accepted_survives_kill_9_of_the_pump(crowd: Crowd) -> None:
    node, throws = crowd.town.nodes[0], dice()
    assert node.serve.child is not None
    serve = node.serve.child.pid

    def pumps() -> list[int]:
        return [pid for pid, role in children(serve).items() if role == "pump"]

    async def faults() -> None:
        for _ in range(4):
            await eventually(lambda: bool(pumps()), 30)
            cases = len(crowd.town.central.store.in_order)
            await eventually(lambda before=cases: len(crowd.town.central.store.in_order) > before, 30)  # type: ignore[misc]
            await asyncio.sleep(throws.uniform(0, 0.3))
            await eventually(lambda: bool(pumps()), 30)
            with suppress(ProcessLookupError):
                os.kill(pumps()[0], signal.SIGKILL)

    await under_load(crowd, faults())
    assert all(one.yes for one in crowd.citizens), "accepting went on without the pump"
    await crowd.all_answered()
    await crowd.all_quiet()
    crowd.assert_once()
