"""What every process remembers of patience is over when an operator says so, or when it was to be by any clock."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from ledger_kit import claim, living
from patience_kit import CENTRAL, DAY_MS, MINUTE, TWILIO, another_process, asks, heed_once, hold, looks
from test_forward import LEASE_MS, an_office, told

from forwarder import switches
from forwarder.ledger import Ledger
from forwarder.patience import Patience
from forwarder.switches import heed

# -- an operator has them asked sooner ---------------------------------------------------------------------------------


async def test_what_an_operator_has_asked_sooner_is_held_back_by_nobody(redis_url: str) -> None:
    """Every process remembers it, also one that heard nothing itself; and none brings it back."""
    async with an_office(redis_url, *map(told, range(1, 5))) as office:
        asks(office)
        await looks(office.forward)
        every = [office.forward, *(another_process(office) for _ in range(2))]
        for process in every:
            assert await process.take(5) == []
            assert process.patience.left_ms("national") > 50_000
        assert await switches.ask_again(office.ledger)
        for process in reversed(every):
            await heed(office.ledger, process.patience, CENTRAL)
            assert process.patience.left_ms("national") == 0
        assert await hold(office.ledger) == -2
        await looks(every[-1])
        assert office.central.store.counts.calls == 2, "one goes first"
        for process in every:
            await office.hasten()
            await looks(process)
        assert len(office.central.store.in_order) == 4
        assert await hold(office.ledger) == -2


async def test_a_provider_that_is_asked_sooner_is_held_back_by_nobody(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        every = [Patience(), Patience(), Patience()]
        every[0].asked("twilio", MINUTE)
        for one in every:
            await heed(ledger, one, TWILIO)
        assert await switches.ask_again(ledger, "twilio")
        for one in reversed(every):
            await heed(ledger, one, TWILIO)
            assert one.left_ms("twilio") == 0
        assert await hold(ledger, "reply:twilio") == -2


@pytest.mark.parametrize("account", ["", "twilio"], ids=["the central system", "a provider"])
async def test_what_only_processes_remember_is_over_too(redis_url: str, account: str) -> None:
    """The ledger lost it, and nobody has looked since."""
    whom = TWILIO if account else CENTRAL
    (whose,) = whom.values()
    async with living(redis_url) as ledger:
        hears = Patience()
        await heed(ledger, hears, whom)
        hears.asked(whose, MINUTE)
        assert not await switches.ask_again(ledger, account), "it knows of nothing"
        await heed(ledger, hears, whom)
        assert hears.left_ms(whose) == 0
        assert await switches.patience(ledger, account) is None


async def test_what_is_asked_for_after_an_operators_word_holds_as_ever(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        hears, idle = Patience(), Patience()
        for one in (hears, idle):
            one.asked("national", MINUTE)
            await heed(ledger, one, CENTRAL)
        assert await switches.ask_again(ledger)
        await heed(ledger, hears, CENTRAL)
        hears.asked("national", 2 * MINUTE)
        for one in (hears, idle, hears):
            await heed(ledger, one, CENTRAL)
            assert one.left_ms("national") > 100_000
        assert await hold(ledger) > 100_000
        # In a ledger that is made anew, where nobody knows of the word, too.
        await ledger.redis.flushall()
        async with living(redis_url) as anew:
            await heed(anew, idle, CENTRAL)
            assert await hold(anew) > 100_000
            assert await switches.ask_again(anew)
            for one in (hears, idle):
                await heed(anew, one, CENTRAL)
                assert one.left_ms("national") == 0
            assert await hold(anew) == -2


async def test_a_process_that_starts_after_the_word_hears_what_is_asked_next(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        before = Patience()
        before.asked("national", MINUTE)
        await heed(ledger, before, CENTRAL)
        assert await switches.ask_again(ledger)
        starts, other = Patience(), Patience()
        await heed(ledger, starts, CENTRAL)
        starts.asked("national", MINUTE)
        for one in (starts, other):
            await heed(ledger, one, CENTRAL)
            assert one.left_ms("national") > 50_000


# -- what is not remembered, and not for longer ------------------------------------------------------------------------


async def fails(ledger: Ledger, times: int) -> None:
    (lease,) = await ledger.lease_forward(1, LEASE_MS)
    for _ in range(times):
        await ledger.later(lease, 1_000, "cut", hold_ms=-1)


async def test_what_the_breaker_decides_by_itself_is_remembered_by_nobody(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([claim(1)])
        await fails(ledger, 8)
        assert await hold(ledger) > 0
        patience = Patience()
        await heed(ledger, patience, CENTRAL)
        assert patience.left_ms("national") == 0
        # What is asked for then counts, and what the breaker decides after that does not.
        patience.asked("national", MINUTE)
        other = Patience()
        for one in (patience, other):
            await heed(ledger, one, CENTRAL)
        assert other.left_ms("national") > 50_000
        await ledger.redis.delete(ledger.key("hold:forward"))
        await ledger.redis.zadd(ledger.key("due:forward"), {"complaint1": 0})
        await fails(ledger, 1)
        assert await hold(ledger) > 0
        later = Patience()
        await heed(ledger, later, CENTRAL)
        assert later.left_ms("national") == 0


async def test_one_that_goes_ahead_keeps_nobody_waiting_longer(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await heed_once(ledger)
        await ledger.redis.set(ledger.key("hold:forward"), "probing", px=2000)
        patience = Patience()
        await heed(ledger, patience, CENTRAL)
        assert patience.left_ms("national") == 0


async def test_however_often_it_is_told_it_is_over_when_it_was_to_be(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        every = [await heed_once(ledger), Patience(), Patience()]
        until = asyncio.get_running_loop().time() + MINUTE
        for _ in range(20):
            for one in every:
                await heed(ledger, one, CENTRAL)
        left = (until - asyncio.get_running_loop().time()) * 1000
        assert max(await hold(ledger), *(one.left_ms("national") for one in every)) < left + 1_000


async def test_nobody_waits_longer_than_a_wish_may_be(redis_url: str) -> None:
    async with an_office(redis_url, told(1)) as office:
        asks(office, DAY_MS / 1000)
        await office.pass_once()
        other = another_process(office)
        await other.take(1)
        assert DAY_MS - 60_000 < other.patience.left_ms("national") <= DAY_MS


async def test_a_process_that_stood_still_counts_from_before_it_looked() -> None:
    at = [100.0]
    patience = Patience(lambda: at[0])
    at[0] = 103.0
    patience.learn("central", 100.0, 5_000)
    assert patience.left_ms("central") == 2_000
    patience.learn("central", 103.0, 1_000)
    assert patience.left_ms("central") == 2_000, "it was told so before"
    at[0] = 106.0
    assert patience.left_ms("central") == 0


# -- clocks ------------------------------------------------------------------------------------------------------------


async def test_who_looks_first_at_a_clock_that_was_set_back_remembers_no_day(redis_url: str) -> None:
    """Nothing has told it what Redis's clock showed, and what holds everybody seems to hold a day longer."""
    async with living(redis_url) as ledger:
        await heed_once(ledger)
        redis: Any = ledger.redis
        seconds, _ = await redis.time()
        await redis.set(ledger.key("clock"), int(seconds) * 1000 + DAY_MS)
        await redis.pexpire(ledger.key("hold:forward"), DAY_MS + 60_000)
        starts = Patience()
        await heed(Ledger(redis, ledger.epoch, ledger.sealer), starts, CENTRAL)
        assert 40_000 < starts.left_ms("national") <= 61_000


@pytest.mark.parametrize("asked", [True, False], ids=["asked for", "the breaker's own"])
async def test_what_holds_after_a_clock_was_set_forward_is_still_what_it_was(redis_url: str, asked: bool) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([claim(1)])
        await (heed_once(ledger) if asked else fails(ledger, 8))
        redis, name = ledger.redis, ledger.key("hold:forward")
        left, (seconds, _) = await hold(ledger), await redis.time()
        await redis.set(ledger.key("clock"), int(seconds) * 1000 - DAY_MS)
        await redis.zadd(ledger.key("holds"), {name: int(seconds) * 1000 - DAY_MS + left})
        await redis.delete(name)
        starts = Patience()
        await heed(Ledger(redis, ledger.epoch, ledger.sealer), starts, CENTRAL)
        assert left - 5_000 < await hold(ledger) <= left + 1_000
        assert (starts.left_ms("national") > 0) is asked


async def test_what_ends_early_by_redis_clock_is_told_again(redis_url: str) -> None:
    """It was set forward by less than anybody minds."""
    async with living(redis_url) as ledger:
        patience = await heed_once(ledger, 2.0)
        await ledger.redis.delete(ledger.key("hold:forward"))
        await heed(ledger, patience, CENTRAL)
        assert 500 < await hold(ledger) <= 2_000
