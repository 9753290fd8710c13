"""Whose turn it is: the oldest of each channel, the channels in turn, whatever lies behind them."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from ledger_kit import LEASE_MS, claim, living
from test_forward import an_office, name_of, told

from forwarder import lanes
from forwarder.drain import Drain
from forwarder.ledger import Ledger

# Complaints as the claim leaves them, made on the server: a hundred thousand claims would take half a minute.
_FLOOD = """
for i = 1, tonumber(ARGV[2]) do
  local id = 'flood' .. i
  redis.call('HSET', ARGV[1] .. 'c:' .. id, 'state', 'due', 'channel', 'whatsapp', 'at', i, 'node', 'node-1',
    'attempts', 0, 'body', 'sealed words of a citizen')
  redis.call('ZADD', ARGV[1] .. 'due:forward', i, id)
end
"""


async def flood(ledger: Ledger, count: int) -> None:
    redis: Any = ledger.redis
    await redis.eval(_FLOOD, 0, ledger.key(""), count)


async def leased(ledger: Ledger, most: int) -> list[str]:
    return [lease.id for lease in await ledger.lease_forward(most, LEASE_MS)]


async def test_a_flood_on_one_channel_does_not_starve_the_others(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await flood(ledger, 300)
        await ledger.take_in([claim(place, channel="sms", received_ms=10_000 + place) for place in (1, 2, 3)])
        await ledger.take_in([claim(place, channel="mail", received_ms=20_000 + place) for place in (4, 5)])
        first = Counter(name.rstrip("0123456789") for name in await leased(ledger, 10))
        assert first == {"flood": 5, "complaint": 5}
        assert all(name.startswith("flood") for name in await leased(ledger, 10))


async def test_channels_take_turns_one_by_one(redis_url: str) -> None:
    """As in a slow start, when a lease takes one at a time."""
    async with living(redis_url) as ledger:
        await flood(ledger, 20)
        await ledger.take_in([claim(place, received_ms=10_000 + place) for place in range(1, 5)])
        turns = [(await leased(ledger, 1))[0] for _ in range(8)]
        assert [name[:5] for name in turns] in (["flood", "compl"] * 4, ["compl", "flood"] * 4)


async def test_what_was_put_off_keeps_its_place(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([claim(place, received_ms=1_000 * place) for place in range(1, 7)])
        old = await ledger.lease_forward(2, LEASE_MS)
        await ledger.later(old[0], 0, "503")
        await ledger.later(old[1], 0, "503")
        assert await leased(ledger, 6) == [f"complaint{place}" for place in range(1, 7)]


async def test_questions_for_late_numbers_have_their_own_turn(redis_url: str) -> None:
    """Numbers are normally late: thousands that wait are all older than what comes in now."""
    async with living(redis_url) as ledger:
        await ledger.take_in([claim(place, received_ms=place) for place in range(1, 41)])
        for lease in await ledger.lease_forward(40, LEASE_MS):
            await ledger.deferred(lease, f"token-{lease.id}", 0)
        await ledger.take_in([claim(place, received_ms=1_000 + place) for place in range(41, 46)])
        assert {f"complaint{place}" for place in range(41, 46)} <= set(await leased(ledger, 10))


async def test_what_has_its_end_is_dropped_from_its_lane(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([claim(place, received_ms=place) for place in range(1, 4)])
        assert await leased(ledger, 1) == ["complaint1"]
        assert await ledger.told_number("complaint2", "0012345")
        assert await leased(ledger, 10) == ["complaint3"]
        assert not await ledger.redis.exists(ledger.key("lane:sms"))


async def test_what_stands_in_a_lane_is_due(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([claim(1), claim(2)])
        await leased(ledger, 1)
        assert not await ledger.redis.zcount(ledger.key("due:forward"), "-inf", 1_000_000)
        assert await ledger.anything_due("forward")
        await leased(ledger, 5)
        await leased(ledger, 5)
        assert not await ledger.anything_due("forward")


async def test_what_waits_in_lanes_is_counted_and_only_waits_since_there_is_a_row(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        seconds, _ = await ledger.redis.time()
        now = int(seconds) * 1000
        await ledger.take_in([claim(place, received_ms=now - 3_600_000) for place in range(1, 6)])
        await leased(ledger, 1)
        found = await lanes.waiting(ledger.redis, ledger.key(""), now)
        assert (found.count, found.seconds) == (4, 0.0), "they came due just now, however old they are"
        await ledger.redis.set(ledger.key("ready"), now - 600_000)
        assert (await lanes.waiting(ledger.redis, ledger.key(""), now)).seconds == 600
        await leased(ledger, 5)
        await leased(ledger, 5)
        assert await lanes.waiting(ledger.redis, ledger.key(""), now) == lanes.Waiting(0, 0.0)


@pytest.mark.parametrize("count", [1_000, 100_000])
async def test_a_lease_costs_the_same_however_much_is_due(redis_url: str, count: int) -> None:
    """500 are sorted into lanes and 8 are leased, whatever lies behind them."""
    async with living(redis_url) as ledger:
        await flood(ledger, count)
        await ledger.redis.config_resetstat()
        assert len(await ledger.lease_forward(8, LEASE_MS)) == 8
        spent: Any = await ledger.redis.info("commandstats")
        assert sum(one["calls"] for one in spent.values()) < 2 * 500 + 8 * 6 + 40


@pytest.mark.once
async def test_ten_thousand_that_wait_do_not_delay_a_new_receipt(redis_url: str) -> None:
    """Answers have a queue and workers of their own: while a backlog drains slowly, and numbers are owed for it, a new
    receipt is there at once."""
    async with an_office(redis_url) as office:
        now = int(time.time() * 1000)
        before: dict[str, Any] = {"received_ms": now - 3_600_000, "wait_ms": 3_600_000}
        for first in range(2, 10_002, 1000):
            await office.ledger.take_in([replace(told(place), **before) for place in range(first, first + 1000)])
        office.central.orders.latency = 0.2
        over = asyncio.Event()
        drain = Drain(office.forward.take, office.forward.handle, concurrency=8, go_on=lambda: not over.is_set())
        draining = asyncio.create_task(drain.run())
        while len(office.central.store.in_order) < 24:  # noqa: ASYNC110 - the stand-in does not announce a case
            await asyncio.sleep(0.01)
        await office.ledger.take_in([replace(told(1), received_ms=now)])
        found = [(lease.what, lease.subject) for lease in await office.ledger.lease_reply(8, LEASE_MS)]
        assert ("receipt", name_of(1)) in found
        assert "number" in {what for what, _ in found}, "numbers were owed, too"
        assert len(office.central.store.in_order) < 1000, "the backlog was still there"
        over.set()
        await draining
