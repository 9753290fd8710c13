"""Clocks that are set while citizens write, by minutes and a day, forward and back: a gateway's, workers', Redis's."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from crowd import Crowd, epoch, eventually, ledger, reader, under_load
from moved_clock import Clocks, make_clocks
from patience import Whom, ask, kill_who_heard, known

from gateway.simulator.town import Town

pytestmark = [pytest.mark.process, pytest.mark.timeout(240)]

MINUTES, DAY = 300.0, 86_400.0


@pytest.fixture
async def clocks(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clocks:
    found = make_clocks(tmp_path)
    await found.start(town, monkeypatch)
    return found


def seen_by_redis(town: Town) -> float:
    with ledger(town) as server:
        seconds, micros = server.time()
    return float(seconds) + float(micros) / 1e6


def received(town: Town) -> list[datetime]:
    """When each delivery came in, by the gateway's clock."""
    opened = reader(town, town.nodes[0])
    found = [row.received_at for row in opened.rows(0, 100_000, body=False)]
    opened.close()
    return found


async def patience_asked(town: Town, form: Literal["seconds", "date"]) -> None:
    """The central system wants no call for a while: whoever misreads its clock calls too early."""
    orders = town.central.orders
    orders.retry_after, orders.throttle, orders.retry_after_form = 2.0, 1, form
    await asyncio.sleep(0.5)


async def all_is_well(crowd: Crowd) -> None:
    left = await crowd.all_settled(90)
    counts = crowd.town.central.store.counts
    assert counts.early == 0
    assert crowd.town.twilio.faults.early == 0
    assert len(left) <= len(crowd.citizens) / 20


JUMPS = (MINUTES, -MINUTES, DAY, -DAY, 0.0)


@pytest.mark.parametrize("apart", [1, -1], ids=["one machine", "the workers' is another"])
async def test_a_gateways_clock_is_set(town: Town, clocks: Clocks, apart: int) -> None:
    async def faults() -> None:
        for place, seconds in enumerate(JUMPS):
            await patience_asked(town, "date" if place % 2 else "seconds")
            clocks.serve.set(seconds)
            clocks.work.set(seconds * apart)
            await asyncio.sleep(1.5)

    crowd = Crowd(town)
    await under_load(crowd, faults(), pause=0.1)
    came = received(town)
    assert max(came) - min(came) > timedelta(seconds=1.9 * DAY), "the clock was set"
    await all_is_well(crowd)


async def test_redis_clock_is_set_back(town: Town, clocks: Clocks) -> None:
    """What was due in a second is due in a second, and who wants no call has none before."""

    async def faults() -> None:
        for seconds in (-MINUTES, -2 * MINUTES, -DAY):
            await patience_asked(town, "seconds")
            clocks.redis.set(seconds)
            await asyncio.sleep(1.5)

    crowd, before = Crowd(town), seen_by_redis(town)
    await under_load(crowd, faults(), pause=0.1)
    assert seen_by_redis(town) < before - DAY / 2, "the clock was set"
    await all_is_well(crowd)


async def test_redis_clock_is_set_forward(town: Town, clocks: Clocks) -> None:
    """Leases end at once, and another worker takes what is in a call just now: nothing is told twice. When a day is
    over, free words go to no chat of WhatsApp's."""
    crowd, over = Crowd(town), asyncio.Event()
    town.central.orders.latency = 0.4
    load = asyncio.create_task(crowd.keep_writing(over, 0.1, ways=("sms", "telegram", "mail")))
    for seconds in (MINUTES, DAY):
        await asyncio.sleep(1.0)
        clocks.redis.set(seconds)
    await asyncio.sleep(1.0)
    over.set()
    await load
    await all_is_well(crowd)


@pytest.mark.parametrize("whom", ["central", "twilio"])
async def test_redis_clock_set_forward_ends_nobodys_patience(town: Town, clocks: Clocks, whom: Whom) -> None:
    """What was asked for lies in the ledger, whose clock jumps; who heard it is killed, and nobody calls early."""
    crowd = Crowd(town)
    await crowd.write(4, ways=("sms",))
    await crowd.all_answered()
    ask(town, whom, 6.0, on_its_way=1.0)
    await crowd.write(10, ways=("sms",))
    await eventually(lambda: known(town, whom), 60)
    assert kill_who_heard(town.workers[-1], whom)
    clocks.redis.set(DAY)
    await crowd.write(10, ways=("sms",))
    await all_is_well(crowd)
    with ledger(town) as server:
        assert server.hget(f"sp:{epoch(town)}:count", "clock_set_forward"), "it was noticed"
