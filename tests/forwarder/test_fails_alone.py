"""One complaint that each kind of central system fails on while it takes all others waits for a person at last."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from central_kinds import CentralKind, called, desk
from ledger_kit import LEASE_MS, living
from test_centrals_ledger import complaint
from test_first_after_outage import drained, states, taken_in
from test_risk import HOUR_MS, passes

from forwarder.forward import ALONE, FAILS_ALONE, Forward
from forwarder.ledger import Ledger

BAD = 1
DAY_MS = 24 * HOUR_MS


async def turns_to(ledger: Ledger, place: int) -> None:
    """So much time passes that this one is due; all others are due a day after it."""
    redis: Any = ledger.redis
    while await redis.pttl(ledger.key("hold:forward")) > 0 or await redis.pttl(ledger.key("hold:risk:forward")) > 0:
        await passes(ledger, "forward", DAY_MS)
    due, mine = ledger.key("due:forward"), complaint(place).id
    for name in await redis.zrange(due, 0, -1):
        seconds, _ = await redis.time()
        await redis.zadd(due, {name: 0 if name.decode() == mine else seconds * 1000 + DAY_MS})
    await redis.hdel(ledger.key(f"c:{mine}"), "ends")


@called
@pytest.mark.parametrize("asked", [False, True], ids=["nothing is answered", "questions are"])
async def test_it_is_left_to_a_person_and_stops_nobody_else(
    kind: CentralKind, asked: bool, redis_url: str, tmp_path: Path
) -> None:
    async with desk(kind, tmp_path) as at, living(redis_url) as ledger:
        forward = Forward(ledger, at.central, LEASE_MS, chance=lambda: 0.0)
        await taken_in(ledger, BAD)
        tries = 0
        while await states(ledger, BAD) == ["due"]:
            tries += 1
            assert tries <= FAILS_ALONE + 3, "it is tried for ever"
            at.orders.down, at.orders.reads = "error", asked
            await turns_to(ledger, BAD)
            await drained(forward)
            at.orders.down = ""
            await taken_in(ledger, BAD + tries)
            await turns_to(ledger, BAD + tries)
            await drained(forward)
        assert await states(ledger, *range(BAD, BAD + tries + 1)) == ["parked", *["done"] * tries]
        assert at.bench.stored() == tries
        (left,) = await ledger.parked(10)
        # Where a look-up that is answered proves nothing, or none is possible, a person is asked after the first.
        can = at.can
        repeats = can.idempotent or (can.look_up and (can.consistent_look_up or not asked))
        assert tries == (FAILS_ALONE + 1 if repeats else 2)
        assert (left.why == ALONE) is repeats
