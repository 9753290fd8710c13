"""The central system down, slow to number, losing its answers, asking for patience."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from crowd import Citizen, Crowd, eventually

from gateway.simulator.town import Town

pytestmark = pytest.mark.process

Act = Callable[[Town], Awaitable[object]]


@pytest.fixture
async def hasty_town(town: Town) -> Town:
    """Receipts go out after a second without a number."""
    town.extra["NUMBER_WAIT_SECONDS"] = "1"
    await town.start()
    return town


def receipts(crowd: Crowd, citizen: Citizen) -> list[str]:
    """Answers that name our own number: ten digits, and no tracking number."""
    told = crowd.numbers_told(citizen)
    return [text for text in crowd.answers_to(citizen) if text not in told]


async def refuse(town: Town) -> None:
    town.central.orders.down = "refuse"


async def fail(town: Town) -> None:
    town.central.orders.down = "error"


async def cut(town: Town) -> None:
    town.central.orders.down = "cut"


async def listen_no_more(town: Town) -> None:
    await town.central.stop()


async def up_again(town: Town) -> None:
    town.central.orders.down = ""


async def listen_again(town: Town) -> None:
    await town.central.start()


DOWN: list[tuple[str, Act, Act]] = [
    ("answers 503", refuse, up_again),
    ("answers 500", fail, up_again),
    ("cuts every connection", cut, up_again),
    ("does not listen", listen_no_more, listen_again),
]


async def test_an_outage_is_told_honestly_and_nothing_is_doubled(hasty_town: Town) -> None:
    town = hasty_town
    everybody = Crowd(town)
    for label, down, up in DOWN:
        crowd = Crowd(town, _row=everybody._row)
        await down(town)
        await crowd.write(12)
        assert all(one.yes for one in crowd.citizens), label
        await eventually(lambda c=crowd: all(c.answers_to(one) for one in c.citizens), 30)  # type: ignore[misc]
        assert [len(crowd.cases_of(one)) for one in crowd.citizens] == [0] * 12, label
        await up(town)
        await crowd.all_answered()
        await crowd.all_quiet()
        crowd.assert_once()
        assert [len(receipts(crowd, one)) for one in crowd.citizens] == [1] * 12, label


LOSSES = ["lose", "fail", "garble"]


async def test_a_lost_answer_is_looked_up(crowd: Crowd) -> None:
    town = crowd.town
    for fault in LOSSES:
        looked, submitted = town.central.store.counts.look_ups, town.central.store.counts.submissions
        setattr(town.central.orders, fault, 1)
        new = await crowd.write(1, ways=("sms",))
        await crowd.all_answered()
        counts = town.central.store.counts
        assert counts.look_ups > looked, fault
        assert counts.submissions == submitted + 1, f"{fault}: what was taken is not told again"
        assert len(crowd.answers_to(new[0])) == 1, fault
    assert town.central.store.counts.lost_answers == len(LOSSES)
    await crowd.all_quiet()
    crowd.assert_once()


async def test_many_answers_lost_under_load(crowd: Crowd) -> None:
    orders = crowd.town.central.orders
    orders.lose = orders.fail = orders.garble = 10
    await crowd.write(60)
    await crowd.all_answered()
    await crowd.all_quiet()
    crowd.assert_once()
    assert crowd.town.central.store.counts.lost_answers == 30
    assert crowd.town.central.store.counts.submissions == 60


@pytest.mark.parametrize("form", ["seconds", "date"])
async def test_retry_after_is_obeyed(crowd: Crowd, form: str) -> None:
    orders, counts = crowd.town.central.orders, crowd.town.central.store.counts
    orders.retry_after, orders.retry_after_form, orders.throttle = 2, form, 2  # type: ignore[assignment]
    await crowd.write(40)
    await crowd.all_answered()
    await crowd.all_quiet()
    crowd.assert_once()
    assert counts.throttled >= 2
    assert counts.early == 0


async def test_a_late_number_comes_by_callback_after_a_receipt(hasty_town: Town) -> None:
    town, crowd = hasty_town, Crowd(hasty_town)
    town.central.teller.url = f"{town.nodes[0].url}/central/callback"
    town.central.orders.number_after, town.central.orders.tell = "told", True
    await crowd.write(8)
    await eventually(lambda: all(crowd.answers_to(one) for one in crowd.citizens), 30)
    assert [len(receipts(crowd, one)) for one in crowd.citizens] == [1] * 8
    # On a busy machine a receipt may leave before the complaint does.
    await eventually(lambda: all(crowd.cases_of(one) for one in crowd.citizens), 60)
    town.central.orders.down = "refuse"  # so that only the callback can tell it
    assert town.central.assign() == 8
    await crowd.all_answered()
    await eventually(lambda: town.central.store.counts.callbacks == 8, 40)
    town.central.orders.down = ""
    await crowd.all_quiet()
    crowd.assert_once()


async def test_a_late_number_is_asked_for_without_callbacks(hasty_town: Town) -> None:
    town, crowd = hasty_town, Crowd(hasty_town)
    town.central.orders.number_after = 3
    await crowd.write(8)
    await crowd.all_answered()
    await crowd.all_quiet()
    crowd.assert_once()
    assert [len(receipts(crowd, one)) for one in crowd.citizens] == [1] * 8


async def test_a_slow_central_system_is_waited_for_by_many_at_once(crowd: Crowd) -> None:
    crowd.town.central.orders.latency = 1.0
    began = asyncio.get_running_loop().time()
    await crowd.write(60)
    await crowd.all_answered()
    assert asyncio.get_running_loop().time() - began < 30, "one after the other takes a minute"
    crowd.assert_once()
