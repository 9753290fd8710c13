"""What many calls in flight note at once is one call of the server's, and still each its own step."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from ledger_kit import LEASE_MS, claim, living

from forwarder.items import Begun, ForwardLease
from forwarder.ledger import Ledger

MANY = 20
CASE = b'{"text":"words"}'


async def leased(ledger: Ledger) -> list[ForwardLease]:
    await ledger.take_in([claim(place) for place in range(1, MANY + 1)])
    return sorted(await ledger.lease_forward(MANY, LEASE_MS), key=lambda lease: lease.number)


async def asked(ledger: Ledger) -> int:
    """How often the server was called with a script."""
    redis: Any = ledger.redis
    told = await redis.info("commandstats")
    return int(told["cmdstat_evalsha"]["calls"])


async def begun(ledger: Ledger, leases: list[ForwardLease]) -> list[Begun | None]:
    return await asyncio.gather(*(ledger.begin_forward(lease, LEASE_MS, CASE) for lease in leases))


async def test_attempts_and_numbers_of_one_moment_are_few_calls(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        leases = await leased(ledger)
        before = await asked(ledger)
        assert await begun(ledger, leases) == [Begun(1, CASE, 0)] * MANY
        numbers = [f"{7_000_000 + place}" for place in range(MANY)]
        pairs = zip(leases, numbers, strict=True)
        assert all(await asyncio.gather(*(ledger.numbered(lease, number, doubt=False) for lease, number in pairs)))
        # Of each the first tries tell that the server does not know the script yet.
        assert await asked(ledger) - before <= 6
        found = [await ledger.standing(lease.number) for lease in leases]
        assert [one and one.national for one in found] == numbers


async def test_a_lost_lease_among_them_is_lost_alone(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        leases = await leased(ledger)
        lost = {0, 7, MANY - 1}
        stale = [replace(lease, fence="0") if place in lost else lease for place, lease in enumerate(leases)]
        told = await begun(ledger, stale)
        assert {place for place, one in enumerate(told) if one is None} == lost
        kept = await asyncio.gather(*(ledger.numbered(lease, lease.number, doubt=False) for lease in stale))
        assert {place for place, one in enumerate(kept) if not one} == lost


async def test_one_that_the_server_refuses_stops_no_other(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        leases = await leased(ledger)
        redis: Any = ledger.redis
        await redis.delete(ledger.key(f"c:{leases[3].id}"))
        await redis.set(ledger.key(f"c:{leases[3].id}"), "no hash")
        told = await asyncio.gather(
            *(ledger.begin_forward(lease, LEASE_MS, CASE) for lease in leases), return_exceptions=True
        )
        assert [place for place, one in enumerate(told) if one != Begun(1, CASE, 0)] == [3]
        assert isinstance(told[3], Exception)


async def test_a_server_that_forgot_the_scripts_learns_them_again_and_nothing_runs_twice(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        leases = await leased(ledger)
        redis: Any = ledger.redis
        for attempt in (1, 2):
            await redis.script_flush()
            assert await begun(ledger, leases) == [Begun(attempt, CASE, 0)] * MANY
