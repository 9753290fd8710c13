"""kill -9 of workers at random moments: whoever takes over knows what may have been done already."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest
from chaos import children, dice, runs
from crowd import Crowd, eventually, under_load

pytestmark = [pytest.mark.process, pytest.mark.timeout(120 + 15 * runs())]


async def test_nothing_is_lost_or_doubled_by_kill_9_of_workers(crowd: Crowd) -> None:
    town, throws = crowd.town, dice()

    def calls() -> tuple[int, int]:
        return town.central.store.counts.submissions, town.twilio.calls + len(town.relay.mails)

    async def at_work() -> None:
        """Until both queues are being worked on, and then any moment."""
        before = calls()
        await eventually(lambda: all(new > old for new, old in zip(calls(), before, strict=True)), 60)
        await asyncio.sleep(throws.uniform(0, 0.3))

    async def faults() -> None:
        for _ in range(runs() // 2):
            await at_work()
            worker = town.workers[-1]
            assert worker.child is not None
            one = throws.choice(sorted(children(worker.child.pid)))
            os.kill(one, signal.SIGKILL)
            await at_work()
            await worker.kill()
            await town.add_workers(1)

    await under_load(crowd, faults(), pause=0.1)
    # A busy machine takes its time for the kills, and citizens write all the while.
    left = await crowd.all_settled(60 + len(crowd.citizens) / 20)
    assert len(left) < len(crowd.citizens) / 10, "only who was killed twice waits for a person"
    assert all(one.yes for one in crowd.citizens)
