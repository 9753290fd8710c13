"""The circuit breaker and the slow start: as decisions, and as one state for all workers on a real server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import breaker_rules as breaker
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_kit import LEASE_MS, claim, living
from redis import Redis as BlockingRedis

from forwarder.items import ForwardLease
from forwarder.ledger import Ledger
from forwarder.redis_server import connect, source

_DECIDE = """
local allowed, second, spent = permits(tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]))
return { allowed, second, spent, hold_after(tonumber(ARGV[5])), risk_after(tonumber(ARGV[5])) }
"""
seconds = st.integers(0, breaker.PACED_SECONDS - 1)


@given(st.integers(0, 10_000))
def test_a_longer_row_of_failures_never_holds_for_less(failures: int) -> None:
    assert 0 <= breaker.hold_ms(failures) <= breaker.hold_ms(failures + 1) <= breaker.LONGEST_HOLD_MS


def test_the_third_failure_opens_and_each_probe_that_fails_doubles() -> None:
    holds = [breaker.hold_ms(failures) // 1000 for failures in range(10)]
    assert holds == [0, 0, 0, 1, 2, 4, 8, 16, 30, 30]


@given(st.integers(0, 10_000))
def test_a_longer_row_of_risks_never_waits_for_less(row: int) -> None:
    assert 0 <= breaker.risk_ms(row) <= breaker.risk_ms(row + 1) <= breaker.LONGEST_RISK_MS


def test_an_outage_of_eight_hours_is_worth_a_few_risks() -> None:
    assert [breaker.risk_ms(row) // 60_000 for row in range(3, 11)] == [0, 1, 2, 4, 8, 16, 30, 30]
    passed = row = 0
    while passed < 8 * 3_600_000:
        row += 1
        passed += breaker.risk_ms(row)
    assert row == 23


@given(st.lists(st.tuples(st.integers(0, 999), st.integers(0, 5_000)), min_size=14, max_size=14))
def test_a_slow_start_never_passes_its_rate(wanted: list[tuple[int, int]]) -> None:
    """Whoever asks once in each second, and wants whatever: at most 1, 2, 4, 8 … calls begin."""
    window = used = 0
    for second, (late, want) in enumerate(wanted):
        allowed, window, spent = breaker.permits(1000 * second + late, window, used)
        begun = min(want, allowed)
        assert begun <= 2**second
        used = spent + begun


@given(seconds, seconds, st.integers(0, 40_000))
def test_what_was_spent_above_the_rate_is_owed(first: int, more: int, used: int) -> None:
    later = min(first + more, breaker.PACED_SECONDS - 1)
    allowed, second, spent = breaker.permits(1000 * later, first, used)
    budget = sum(2**k for k in range(first, later + 1))
    assert (second, allowed) == (later, min(2**later, max(0, budget - used)))
    assert spent == 2**later - allowed or spent > 2**later


@settings(deadline=None)
@given(st.integers(0, 13_999), seconds, st.integers(0, 40_000))
def test_lua_decides_as_python_does(valkey_url: str, elapsed: int, window: int, used: int) -> None:
    elapsed = max(elapsed, window * 1000)
    with BlockingRedis.from_url(valkey_url) as server:
        server.set("sp:epoch", "lua")
        told: Any = server.eval(source("breaker") + _DECIDE, 0, "lua", elapsed, window, used, used % 12)
    holds = (breaker.hold_ms(used % 12), breaker.risk_ms(used % 12))
    assert tuple(told) == (*breaker.permits(elapsed, window, used), *holds)


# -- on a server ---------------------------------------------------------------------------------------------------


@asynccontextmanager
async def living_again(url: str, ledger: Ledger) -> AsyncIterator[Ledger]:
    """The same ledger as another worker sees it."""
    redis = connect(url)
    try:
        yield Ledger(redis, ledger.epoch, ledger.sealer)
    finally:
        await redis.aclose()


async def fail(ledger: Ledger, *leases: ForwardLease, hold_ms: int = -1) -> None:
    await asyncio.gather(*(ledger.later(lease, 0, "503", hold_ms=hold_ms) for lease in leases))


async def held_ms(ledger: Ledger) -> int:
    return int(await ledger.redis.pttl(ledger.key("hold:forward")))


async def end_hold(ledger: Ledger) -> None:
    await ledger.redis.delete(ledger.key("hold:forward"))


async def turn_back_pace(ledger: Ledger, milliseconds: int) -> None:
    """As if the slow start had begun so much earlier."""
    await ledger.redis.hincrby(ledger.key("pace"), "since", -milliseconds)


async def many(ledger: Ledger, count: int = 40) -> None:
    await ledger.take_in([claim(place) for place in range(1, count + 1)])


async def open_breaker(ledger: Ledger) -> None:
    await fail(ledger, *await ledger.lease_forward(3, LEASE_MS))
    assert await held_ms(ledger) > 0


async def test_two_failures_hold_nobody(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await many(ledger)
        await fail(ledger, *await ledger.lease_forward(2, LEASE_MS))
        assert len(await ledger.lease_forward(10, LEASE_MS)) == 10


async def test_an_answer_between_them_ends_the_row(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await many(ledger)
        for _ in range(3):
            first, second, third = await ledger.lease_forward(3, LEASE_MS)
            await fail(ledger, first, second)
            await ledger.park(third, "422", heard=True)
        assert await held_ms(ledger) < 0


async def test_three_in_a_row_hold_every_worker_and_a_wave_counts_once(redis_url: str) -> None:
    async with living(redis_url) as ledger, living_again(redis_url, ledger) as other:
        await many(ledger)
        leases = await ledger.lease_forward(10, LEASE_MS)
        await fail(ledger, *leases)
        assert 0 < await held_ms(ledger) <= breaker.FIRST_HOLD_MS
        assert await other.lease_forward(10, LEASE_MS) == []


async def test_one_probe_goes_ahead_and_the_breaker_opens_wider_when_it_fails(redis_url: str) -> None:
    async with living(redis_url) as ledger, living_again(redis_url, ledger) as other:
        await many(ledger)
        await open_breaker(ledger)
        holds = []
        for _ in range(6):
            await end_hold(ledger)
            (probe,) = await ledger.lease_forward(10, LEASE_MS)
            assert await other.lease_forward(10, LEASE_MS) == []
            await fail(other, probe)
            holds.append(await held_ms(ledger))
        assert [round(hold, -3) for hold in holds] == [2_000, 4_000, 8_000, 16_000, 30_000, 30_000]


async def test_after_its_answer_calls_begin_slowly_for_all_workers_together(redis_url: str) -> None:
    async with living(redis_url) as ledger, living_again(redis_url, ledger) as other:
        await many(ledger, 80)
        await open_breaker(ledger)
        await end_hold(ledger)
        (probe,) = await ledger.lease_forward(10, LEASE_MS)
        await ledger.numbered(probe, "0012345", doubt=False)
        assert await held_ms(ledger) < 0, "what the probe held is free again"
        begun = []
        for _ in range(6):
            begun.append(sum([len(await one.lease_forward(50, LEASE_MS)) for one in (ledger, other, ledger)]))
            await turn_back_pace(ledger, 1000)
        assert begun == [0, 2, 4, 8, 16, 32], "the probe was the first"
        await ledger.redis.delete(ledger.key("pace"))
        assert len(await ledger.lease_forward(50, LEASE_MS)) == 80 - 1 - 62


async def test_who_tried_in_an_outage_is_not_the_last_when_it_is_over(redis_url: str) -> None:
    """The oldest try; their own delays have grown to ten minutes."""
    async with living(redis_url) as ledger:
        await many(ledger, 4)
        leases = await ledger.lease_forward(4, LEASE_MS)
        for lease in leases:
            await ledger.later(lease, 600_000, "503", hold_ms=-1)
        seconds, _ = await ledger.redis.time()
        due: list[Any] = await ledger.redis.zrange(ledger.key("due:forward"), 0, -1, withscores=True)
        left = sorted(score - int(seconds) * 1000 for _, score in due)
        assert [at <= 61_000 for at in left] == [True, True, False, False]


async def test_what_fails_in_a_slow_start_opens_at_once(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await many(ledger)
        await open_breaker(ledger)
        await end_hold(ledger)
        (probe,) = await ledger.lease_forward(10, LEASE_MS)
        await ledger.numbered(probe, "0012345", doubt=False)
        await turn_back_pace(ledger, 1000)
        first, _ = await ledger.lease_forward(10, LEASE_MS)
        await fail(ledger, first)
        assert await held_ms(ledger) > 0


async def test_after_the_time_it_asked_for_calls_begin_slowly(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await many(ledger)
        (first,) = await ledger.lease_forward(1, LEASE_MS)
        await fail(ledger, first, hold_ms=30_000)
        assert 29_000 < await held_ms(ledger) <= 30_000
        await end_hold(ledger)
        assert len(await ledger.lease_forward(10, LEASE_MS)) == 1
        assert await ledger.lease_forward(10, LEASE_MS) == []
        await turn_back_pace(ledger, 1000)
        assert len(await ledger.lease_forward(10, LEASE_MS)) == 2


async def test_a_look_up_counts_as_two_calls(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([claim(place, doubt=True) for place in range(1, 20)])
        (first,) = await ledger.lease_forward(1, LEASE_MS)
        await fail(ledger, first, hold_ms=30_000)
        await end_hold(ledger)
        begun = []
        for _ in range(4):
            begun.append(len(await ledger.lease_forward(10, LEASE_MS)))
            await turn_back_pace(ledger, 1000)
        assert begun == [1, 1, 2, 4]


async def test_an_answer_while_it_wants_no_call_changes_nothing(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await many(ledger)
        first, second = await ledger.lease_forward(2, LEASE_MS)
        await fail(ledger, first, hold_ms=30_000)
        await ledger.numbered(second, "0012345", doubt=False)
        assert await held_ms(ledger) > 29_000


async def test_a_callback_does_not_close_it(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await many(ledger)
        await open_breaker(ledger)
        assert await ledger.told_number("complaint30", "0012345")
        await end_hold(ledger)
        assert len(await ledger.lease_forward(10, LEASE_MS)) == 1


async def test_a_probe_is_only_out_when_something_was_leased(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.redis.set(ledger.key("fails:forward"), 3)
        assert await ledger.lease_forward(10, LEASE_MS) == []
        assert not await ledger.redis.exists(ledger.key("hold:forward"))


@pytest.mark.parametrize("late", [0, 90])
async def test_outages_count_from_when_it_came_in(redis_url: str, late: int) -> None:
    """Two outages of a minute each, a minute apart; received `late` seconds behind the beginning of the first."""
    async with living(redis_url) as ledger:
        seconds, _ = await ledger.redis.time()
        start = (int(seconds) - 300) * 1000
        for begun in (start, start + 120_000):
            await ledger.redis.zadd(ledger.key("outages"), {f"{begun} {begun + 60_000}": begun + 60_000})
        await ledger.take_in([claim(1, received_ms=start + late * 1000)])
        (lease,) = await ledger.lease_forward(1, LEASE_MS)
        begun_attempt = await ledger.begin_forward(lease, LEASE_MS, b"case")
        assert begun_attempt is not None
        assert begun_attempt.away_ms == (120_000 if late == 0 else 60_000)


async def test_an_outage_is_noted_when_it_is_over_and_until_then_it_grows(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await many(ledger)
        await open_breaker(ledger)
        await ledger.redis.decrby(ledger.key("away"), 600_000)
        await end_hold(ledger)
        (probe,) = await ledger.lease_forward(10, LEASE_MS)
        begun = await ledger.begin_forward(probe, LEASE_MS, b"case")
        assert begun is not None
        assert 600_000 <= begun.away_ms < 660_000
        await ledger.numbered(probe, "0012345", doubt=False)
        assert not await ledger.redis.exists(ledger.key("away"))
        assert await ledger.redis.zcard(ledger.key("outages")) == 1
