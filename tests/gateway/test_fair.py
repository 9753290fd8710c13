"""Turns in a line: a flood of one sender does not put off the others."""

from __future__ import annotations

import asyncio

from gateway.fair import FairLine


async def test_senders_take_turns() -> None:
    line = FairLine()
    for row in range(5):
        line.put(row, "flood")
    line.put(10, "a")
    line.put(11, "a")
    line.put(20, "b")
    assert [await line.get() for _ in range(8)] == [0, 10, 20, 1, 11, 2, 3, 4]


async def test_who_comes_later_waits_for_one_turn_only() -> None:
    line = FairLine()
    for row in range(1000):
        line.put(row, "flood")
    assert [await line.get() for _ in range(3)] == [0, 1, 2]
    line.put(5000, "late")
    assert 5000 in [await line.get() for _ in range(2)]


async def test_who_waits_and_gives_up_takes_nothing_along() -> None:
    line = FairLine()
    waiting = asyncio.create_task(line.get())
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    line.put(1, "a")
    line.put(2, "a")
    assert [await line.get(), await line.get()] == [1, 2]
