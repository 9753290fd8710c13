"""What a central system cannot digest stops nobody else, and waits for a person; an outage leaves nothing to one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from test_forward import Office, an_office, told

from forwarder.drain import Drain
from forwarder.forward import ALONE, FAILS_ALONE
from forwarder.patience import Patience

FEW, MANY = 6, 40
# The oldest: whoever is asked to go first is one of them.
POISONED, GOOD = tuple(range(1, FEW + 1)), tuple(range(FEW + 1, FEW + MANY + 1))
BAD = "BERACUN"


def crowd() -> list[Any]:
    return [told(place, BAD if place in POISONED else "Lampu jalan mati") for place in (*POISONED, *GOOD)]


async def waited(office: Office) -> None:
    """As if what holds everybody, and what each waits for, were over."""
    redis: Any = office.ledger.redis
    await redis.delete(office.ledger.key("hold:forward"), office.ledger.key("pace"))
    for name in await redis.zrange(office.ledger.key("due:forward"), 0, -1):
        await redis.zadd(office.ledger.key("due:forward"), {name: 0})
    forward = replace(office.forward, patience=Patience())
    await Drain(forward.take, forward.handle, concurrency=4, go_on=lambda: True).run()


async def states(office: Office, places: tuple[int, ...]) -> list[str]:
    return [(await office.of(place, "state"))[0] for place in places]


async def test_what_it_cannot_digest_stops_nobody_else_and_waits_for_a_person(redis_url: str) -> None:
    async with an_office(redis_url, *crowd()) as office:
        office.central.orders.indigestible = BAD
        turns = 0
        while "due" in await states(office, GOOD):
            turns += 1
            assert turns < 60, "the good ones are kept waiting"
            await waited(office)
        good = turns
        for _ in range(20 * FAILS_ALONE):
            if set(await states(office, POISONED)) == {"parked"}:
                break
            # Others are taken in between.
            turns += 1
            await office.ledger.take_in([told(1000 + turns, "Lampu jalan mati")])
            await waited(office)
        assert set(await states(office, POISONED)) == {"parked"}
        assert {(await office.of(place, "why"))[0] for place in POISONED} == {ALONE}
        there = [case.reference for case in office.central.store.in_order]
        assert len(there) == len(set(there)) == MANY + turns - good
        # Mended there, a person sends it on.
        office.central.orders.indigestible = ""
        for one in await office.ledger.parked(100):
            assert await office.ledger.retry(one.id)
        await waited(office)
        assert set(await states(office, POISONED)) == {"done"}


@pytest.mark.parametrize("reads", [False, True], ids=["nothing is answered", "questions are"])
async def test_an_outage_leaves_nothing_to_a_person(redis_url: str, reads: bool) -> None:
    async with an_office(redis_url, *crowd()) as office:
        office.central.orders.down, office.central.orders.reads = "error", reads
        for _ in range(4 * FAILS_ALONE):
            await waited(office)
        assert set(await states(office, (*POISONED, *GOOD))) == {"due"}
        office.central.orders.down = ""
        for _ in range(12):
            await waited(office)
        assert set(await states(office, (*POISONED, *GOOD))) == {"done"}
