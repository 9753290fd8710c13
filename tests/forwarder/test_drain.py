"""Draining: everything once, many at a time, and what was begun is finished."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from forwarder.drain import Drain


class Work:
    """Items to take, and what became of them."""

    def __init__(self, items: int) -> None:
        self.left = list(range(items))
        self.done: list[int] = []
        self.running = self.most = 0
        self.takes: list[int] = []

    async def take(self, most: int) -> Sequence[int]:
        self.takes.append(most)
        taken, self.left = self.left[:most], self.left[most:]
        return taken

    async def handle(self, item: int) -> None:
        self.running += 1
        self.most = max(self.most, self.running)
        await asyncio.sleep(0.001)
        self.running -= 1
        self.done.append(item)


@pytest.mark.parametrize(("items", "concurrency"), [(0, 5), (1, 1), (7, 50), (500, 50), (100, 1)])
async def test_everything_is_handled_once(items: int, concurrency: int) -> None:
    work = Work(items)
    handled = await Drain(work.take, work.handle, concurrency=concurrency, go_on=lambda: True).run()
    assert sorted(work.done) == list(range(items))
    assert handled == items
    assert work.most <= concurrency
    assert work.most == min(items, concurrency)


async def test_never_leased_far_ahead() -> None:
    work = Work(1000)
    drain = Drain(work.take, work.handle, concurrency=40, go_on=lambda: True)
    await drain.run()
    assert max(work.takes) <= 45


async def test_stopping_leases_nothing_more_and_finishes_what_was_begun() -> None:
    work, begun = Work(100), asyncio.Event()

    async def handle(item: int) -> None:
        begun.set()
        await work.handle(item)

    await Drain(work.take, handle, concurrency=4, go_on=lambda: not begun.is_set()).run()
    assert begun.is_set()
    assert len(work.done) + len(work.left) == 100
    assert len(work.left) >= 90


async def test_an_error_ends_it_after_the_others_have_finished() -> None:
    work = Work(20)

    async def handle(item: int) -> None:
        if item == 3:
            raise ValueError("3")
        await work.handle(item)

    with pytest.raises(ValueError, match="3"):
        await Drain(work.take, handle, concurrency=10, go_on=lambda: True).run()
    assert work.running == 0
    assert 3 not in work.done


async def test_what_comes_due_meanwhile_does_not_wait_for_a_slow_call() -> None:
    slow, fast = asyncio.Event(), asyncio.Event()
    given: list[list[str]] = [["slow"], [], ["fast"], []]

    async def take(most: int) -> Sequence[str]:
        return given.pop(0) if given else []

    async def handle(item: str) -> None:
        if item == "slow":
            await slow.wait()
        else:
            fast.set()

    draining = asyncio.create_task(Drain(take, handle, concurrency=8, go_on=lambda: True).run())
    await asyncio.wait_for(fast.wait(), 40)
    assert not draining.done()
    slow.set()
    assert await draining == 2
