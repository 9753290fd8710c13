"""What a stand-in does besides answering is waited for, also in the moment in which it ends."""

from __future__ import annotations

import asyncio

import pytest

from gateway.simulator.faults import Server


@pytest.mark.timeout(20)
@pytest.mark.parametrize("turns", range(5))
async def test_work_that_has_just_ended_holds_up_nobody(turns: int) -> None:
    done = []

    async def work() -> None:
        done.append(True)

    server = Server()
    server.besides(work)
    for _ in range(turns):
        await asyncio.sleep(0)
    await server.settled()
    assert done == [True]


async def test_work_that_makes_more_work_is_waited_for_whole() -> None:
    done = []

    async def work() -> None:
        done.append(True)
        if len(done) < 5:
            server.besides(work)

    server = Server()
    server.besides(work)
    await server.settled()
    assert len(done) == 5
