"""Telegram is polled by one node of several: a poller that is killed or stopped, and Redis away meanwhile."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest
from crowd import Citizen, Crowd, eventually, ledger, reader

from gateway.simulator.town import Town
from gateway.simulator.town_processes import Node

pytestmark = pytest.mark.process

# What a lost poller holds is over after six seconds, and the others look every two.
TAKEN_OVER_SECONDS = 12.0


@pytest.fixture
async def two(town: Town) -> Crowd:
    town.extra["TELEGRAM_MODE"] = "polling"
    await town.start(nodes=2)
    return Crowd(town)


def heard(town: Town, node: Node) -> int:
    """How many updates lie in its journal."""
    opened = reader(town, node)
    try:
        return sum(row.channel == "telegram" for row in opened.rows(0, 100_000, body=False))
    finally:
        opened.close()


async def written(crowd: Crowd, how_many: int = 10) -> list[Citizen]:
    """By Telegram, one after the other, so that each is asked for by itself; all are taken before it returns."""
    new = []
    for _ in range(how_many):
        new += await crowd.write(1, ways=("telegram",))
        await eventually(lambda: not len(crowd.town.telegram.updates), 30, lambda: "an update nobody asked for")
    return new


def poller(town: Town) -> Node:
    with ledger(town) as server:
        (key,) = server.keys("sp:turn-*")
        name = server.get(key)
    assert isinstance(name, bytes)
    return next(node for node in town.nodes if node.name == name.decode())


def other(town: Town, node: Node) -> Node:
    return next(one for one in town.nodes if one is not node)


def quarrels(town: Town) -> int:
    """How often a node heard that another one polls; what one that was killed still asked for, nobody hears of."""
    return sum(node.serve.log.read_text().count("Another program polls") for node in town.nodes)


def freeze(node: Node, *, stop: bool) -> None:
    """All its processes."""
    assert node.serve.child
    os.killpg(node.serve.child.pid, signal.SIGSTOP if stop else signal.SIGCONT)


async def test_one_polls_and_is_taken_over_when_it_is_killed(two: Crowd) -> None:
    town = two.town
    await written(two)
    first = poller(town)
    second = other(town, first)
    assert (heard(town, first), heard(town, second)) == (10, 0)
    await first.serve.kill()
    clock = asyncio.get_running_loop().time
    died = clock()
    await written(two, 1)
    assert clock() - died < TAKEN_OVER_SECONDS
    await first.start()
    await written(two)
    assert (heard(town, first), heard(town, second)) == (10, 11), "who comes back waits for its turn"
    # Told to stop, it says so: nobody waits for the end of its lease.
    await second.serve.stop()
    await written(two, 1)
    assert poller(town) is first
    await second.start()
    await two.all_answered()
    two.assert_once()
    assert quarrels(town) == 0


async def test_while_redis_is_away_who_polled_goes_on(two: Crowd) -> None:
    town = two.town
    await written(two, 3)
    first = poller(town)
    second = other(town, first)
    await asyncio.to_thread(town.redis.kill)
    await written(two)
    # Neither a node that starts, nor the poller killed and started again, needs to ask anybody.
    await second.serve.kill()
    await second.start()
    await written(two)
    await first.serve.kill()
    await first.start()
    await written(two)
    assert (heard(town, first), heard(town, second)) == (33, 0)
    assert quarrels(town) == 0
    await asyncio.to_thread(town.redis.start)
    await two.all_answered()
    two.assert_once()
    assert quarrels(town) == 0


async def test_a_poller_that_was_frozen_doubles_and_loses_nothing(two: Crowd) -> None:
    """It wakes behind its lease, asks once more, and two journals may hold one update."""
    town = two.town
    await written(two, 3)
    first = poller(town)
    freeze(first, stop=True)
    await written(two, 5)
    assert poller(town) is other(town, first)
    freeze(first, stop=False)
    await written(two)
    await eventually(lambda: poller(town) is not first, 10)
    await two.all_answered()
    two.assert_once()
