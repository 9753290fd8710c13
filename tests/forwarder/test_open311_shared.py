"""Many look-ups at once read one list, which began after each of them asked."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from forwarder.central import Unavailable
from forwarder.open311_answer import Entry
from forwarder.open311_shared import Shared, whole_days

NOON = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
DAY = (NOON - timedelta(days=1), NOON)


class Lists:
    """A server; each list that it is asked for ends when it is let go, or fails."""

    def __init__(self) -> None:
        self.begun: list[asyncio.Future[list[Entry]]] = []
        self.asked = asyncio.Event()

    async def __call__(self, start: datetime, end: datetime) -> list[Entry]:
        self.begun.append(asyncio.get_running_loop().create_future())
        self.asked.set()
        return await self.begun[-1]

    async def wait(self, many: int) -> None:
        while len(self.begun) < many:
            self.asked.clear()
            await self.asked.wait()


async def test_who_asks_while_a_list_is_read_shares_the_next_one() -> None:
    lists = Lists()
    shared = Shared(lists)
    first = asyncio.create_task(shared.between(*DAY))
    await lists.wait(1)
    others = [asyncio.create_task(shared.between(*DAY)) for _ in range(50)]
    await asyncio.sleep(0)
    lists.begun[0].set_result([{"old": 1}])
    assert await first == [{"old": 1}]
    await lists.wait(2)
    lists.begun[1].set_result([{"new": 1}])
    assert await asyncio.gather(*others) == [[{"new": 1}]] * 50
    assert len(lists.begun) == 2
    again = asyncio.create_task(shared.between(*DAY))
    await lists.wait(3)
    lists.begun[2].set_result([])
    assert await again == []


async def test_another_time_is_another_list() -> None:
    lists = Lists()
    shared = Shared(lists)
    asked = [asyncio.create_task(shared.between(NOON - timedelta(days=days), NOON)) for days in (1, 2)]
    await lists.wait(2)
    for one in lists.begun:
        one.set_result([])
    assert await asyncio.gather(*asked) == [[], []]


async def test_where_it_fails_those_who_wait_are_told_so_and_nobody_asks_again() -> None:
    lists = Lists()
    shared = Shared(lists)
    first = asyncio.create_task(shared.between(*DAY))
    await lists.wait(1)
    others = [asyncio.create_task(shared.between(*DAY)) for _ in range(3)]
    await asyncio.sleep(0)
    lists.begun[0].set_exception(Unavailable("slow down", 30))
    found = await asyncio.gather(first, *others, return_exceptions=True)
    assert [type(one) for one in found] == [Unavailable] * 4
    assert len(lists.begun) == 1
    later = asyncio.create_task(shared.between(*DAY))
    await lists.wait(2)
    lists.begun[1].set_result([])
    assert await later == []


async def test_who_has_waited_long_enough_leaves_and_the_others_go_on() -> None:
    lists = Lists()
    shared = Shared(lists)
    asked = [asyncio.create_task(shared.between(*DAY)) for _ in range(2)]
    await lists.wait(1)
    asked[0].cancel()
    await asyncio.wait([asked[0]])
    lists.begun[0].set_result([{"one": 1}])
    await lists.wait(2)
    lists.begun[1].set_result([{"two": 2}])
    assert await asked[1] == [{"two": 2}]


async def test_closing_leaves_nothing_behind() -> None:
    lists = Lists()
    shared = Shared(lists)
    asked = [asyncio.create_task(shared.between(*DAY)) for _ in range(2)]
    await lists.wait(1)
    await shared.close()
    assert [type(one) for one in await asyncio.gather(*asked, return_exceptions=True)] == [asyncio.CancelledError] * 2


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [(NOON, NOON, 1), (NOON - timedelta(hours=13), NOON, 2), (NOON.replace(hour=0, minute=0), NOON, 1)],
)
def test_whole_days_hold_both(start: datetime, end: datetime, days: int) -> None:
    first, last = whole_days(start, end)
    assert first <= start <= end <= last
    assert last - first == timedelta(days=days)
