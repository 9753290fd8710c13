"""A central system that answers questions and takes nothing, for hours: how many cases are left to people by that."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from central_kinds import KINDS, Desk, desk
from ledger_kit import LEASE_MS, claim, living
from test_breaker import living_again
from test_centrals_ledger import complaint
from test_first_after_outage import MAPPED, drained, states, taken_in

from forwarder import supplement, switches
from forwarder.added import Added
from forwarder.central import Central
from forwarder.forward import Forward
from forwarder.ledger import Ledger
from forwarder.seal import new_key
from forwarder.supplement import Supplement
from forwarder.supplement_forward import AddOn
from gateway import switches_cli
from gateway.probes import Probes
from gateway.settings import load
from gateway.supervise import Children
from gateway.vitals import Vitals
from normalizer import codec

HOUR_MS = 3_600_000
MANY = 40
(SEEN,) = (one for one in KINDS if one.label == "open311")
(BLIND,) = (one for one in KINDS if one.label == "open311, no look-up")


async def nothing(_ledger: Ledger) -> None:
    """Nobody asks anything else."""


async def a_status_is_told(ledger: Ledger) -> None:
    """A question how some case stands was answered."""
    await ledger.run_many([("news_asked", (complaint(1).id, 0, "", 0, 0))])


# Lets so much time pass (ARGV: prefix, queue, ms) in what the ledger remembers of it.
_PASS = """
local P, due, ms = ARGV[1], ARGV[1] .. 'due:' .. ARGV[2], tonumber(ARGV[3])
for _, key in ipairs(redis.call('KEYS', P .. 'hold:*')) do
  redis.call('PEXPIRE', key, math.max(0, redis.call('PTTL', key) - ms))
end
for _, name in ipairs(redis.call('ZRANGE', due, 0, -1)) do
  redis.call('ZINCRBY', due, -ms, name)
  local item = P .. 'c:' .. name
  if redis.call('HEXISTS', item, 'ends') == 1 then redis.call('HINCRBY', item, 'ends', -ms) end
end
if redis.call('EXISTS', P .. 'pace') == 1 then redis.call('HINCRBY', P .. 'pace', 'since', -ms) end
"""


async def passes(ledger: Ledger, queue: str, most: int) -> int:
    """Time, until something may be done; how much (ms), `most` at most."""
    redis: Any = ledger.redis
    due = await redis.zrange(ledger.key(f"due:{queue}"), 0, 0, withscores=True)
    lanes = await redis.exists(ledger.key("lanes"))
    if not (lanes or due):
        return most
    seconds, _ = await redis.time()
    held = int(await redis.pttl(ledger.key("hold:forward")))
    ms = min(most, max(held, 500 if lanes else int(due[0][1]) - seconds * 1000, 50))
    await redis.eval(_PASS, 0, ledger.key(""), queue, ms)
    return ms


async def goes_on(
    ledger: Ledger,
    hand: Forward | AddOn,
    hours: float,
    between: Callable[[Ledger], Awaitable[None]] = nothing,
) -> None:
    queue, left = "forward" if isinstance(hand, Forward) else "supplement", int(hours * HOUR_MS)
    while left > 0:
        await drained(hand)
        await between(ledger)
        left -= await passes(ledger, queue, left)


async def parked(ledger: Ledger) -> int:
    return len(await ledger.parked(10 * MANY))


async def all_come(at: Desk, ledger: Ledger, forward: Forward, gone: int) -> None:
    at.orders.down = ""
    await goes_on(ledger, forward, 0.6)
    found = await states(ledger, *range(1, MANY + 1))
    print(f"{gone} of {MANY} left to people")
    assert (found.count("parked"), found.count("done"), at.bench.stored()) == (gone, MANY - gone, MANY - gone)


@pytest.mark.parametrize("between", [nothing, a_status_is_told])
@pytest.mark.parametrize("kind", [SEEN, BLIND], ids=lambda kind: kind.label)
async def test_eight_hours_leave_a_few_to_people(
    kind: Any, between: Callable[[Ledger], Awaitable[None]], redis_url: str, tmp_path: Path
) -> None:
    async with desk(kind, tmp_path) as at, living(redis_url) as ledger:
        await taken_in(ledger, *range(1, MANY + 1))
        forward = Forward(ledger, at.central, LEASE_MS, chance=lambda: 0.0)
        at.orders.down, at.orders.reads = "refuse", True
        await goes_on(ledger, forward, 8, between)
        gone = await parked(ledger)
        assert 3 <= gone <= 25
        await all_come(at, ledger, forward, gone)


async def test_where_a_look_up_is_sure_nobody_is_left_to_a_person(redis_url: str, tmp_path: Path) -> None:
    async with desk(MAPPED, tmp_path) as at, living(redis_url) as ledger:
        await taken_in(ledger, *range(1, MANY + 1))
        forward = Forward(ledger, at.central, LEASE_MS, chance=lambda: 0.0)
        at.orders.down, at.orders.reads = "refuse", True
        await goes_on(ledger, forward, 1)
        assert await parked(ledger) == 0
        await all_come(at, ledger, forward, 0)


async def test_supplements_are_bound_as_well(redis_url: str, tmp_path: Path) -> None:
    """No look-up shows them, so each that is told may be there."""
    async with desk(MAPPED, tmp_path) as at, living(redis_url) as ledger:
        await taken_in(ledger, 1)
        await drained(Forward(ledger, at.central, LEASE_MS, chance=lambda: 0.0))
        assert await states(ledger, 1) == ["done"]
        for place in range(MANY):
            await supplement.claim(ledger, [an_addition(place)])
        at.orders.down, at.orders.reads = "refuse", True
        add_on = AddOn(ledger, at.central, LEASE_MS, chance=lambda: 0.0)
        await goes_on(ledger, add_on, 8, a_status_is_told)
        gone = await parked(ledger)
        assert 3 <= gone <= 25
        at.orders.down = ""
        await goes_on(ledger, add_on, 0.6)
        assert (at.bench.added(), await parked(ledger)) == (MANY - gone, gone)


def an_addition(place: int) -> Supplement:
    body, now = codec.encode(Added(f"Di depan balai desa {place}")), int(time.time() * 1000)
    return Supplement(
        f"delivery-s{place}", f"{place:02d}" * 13, (complaint(1).id,), ("sms-w1",), "node-1", now, body, "sms-w1",
        b"an address", "", claim(100 + place),
    )  # fmt: skip


async def in_vain(ledger: Ledger, central: Central, times: int) -> None:
    """So many that nobody knows the end of."""
    forward = Forward(ledger, central, LEASE_MS, chance=lambda: 0.0)
    while await parked(ledger) < times:
        await passes(ledger, "forward", HOUR_MS)
        await drained(forward)


async def test_what_one_worker_risked_in_vain_holds_for_all_and_a_lost_ledger_begins_anew(
    redis_url: str, tmp_path: Path
) -> None:
    async with (
        desk(BLIND, tmp_path) as at,
        living(redis_url) as ledger,
        living_again(redis_url, ledger) as other,
    ):
        await taken_in(ledger, *range(1, MANY + 1))
        at.orders.down, at.orders.reads = "refuse", True
        await in_vain(ledger, at.central, 4)
        redis: Any = ledger.redis
        await redis.delete(ledger.key("hold:risk:forward"), ledger.key("hold:forward"))
        # Which of them went ahead is chance; who did is looked up later.
        for name in (complaint(place).id for place in range(1, MANY + 1)):
            waits = not await redis.hexists(ledger.key(f"c:{name}"), "begun")
            await redis.zadd(ledger.key("due:forward"), {name: 0 if waits else 2**52}, xx=True)
        (goes,) = await ledger.lease_forward(8, LEASE_MS, feels=True, risks=True)
        assert goes.first, "it asks something harmless"
        await a_status_is_told(ledger)
        await redis.delete(ledger.key("hold:forward"), ledger.key("pace"))
        assert await other.lease_forward(8, LEASE_MS, feels=True, risks=True) == []
        # Whoever cannot be told of it goes on as ever.
        await redis.delete(*[one async for one in redis.scan_iter(match=ledger.key("*risk:*"))])
        await redis.zadd(ledger.key("due:forward"), {complaint(MANY).id: 0})
        assert len(await other.lease_forward(8, LEASE_MS, feels=True, risks=True)) == 1


async def test_one_that_is_taken_ends_it_and_so_does_an_operator(
    redis_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = load({"REDIS_URL": redis_url, "DATA_DIR": str(tmp_path), "ENCRYPTION_KEYS": new_key()})
    async with desk(BLIND, tmp_path) as at, living(redis_url) as ledger:
        await taken_in(ledger, *range(1, MANY + 1))
        at.orders.down, at.orders.reads = "refuse", True
        await in_vain(ledger, at.central, 6)
        redis: Any = ledger.redis
        assert await redis.pttl(ledger.key("hold:risk:forward")) > 100_000
        assert await asyncio.to_thread(switches_cli.pause, settings, "") == 0
        told = capsys.readouterr().out
        assert "The central system is told no other case or addition until" in told
        assert "satupintu resume forward --ask-again" in told
        vitals = Vitals(ledger.redis)
        probes = Probes(None, None, Children([], 1), vitals)  # type: ignore[arg-type] # not asked here
        await vitals.look()
        said = await probes.central_answers()
        assert re.match(r"Nothing more is told to the central system for \d+ min: nobody knows whether it took", said)
        at.orders.down = ""
        assert await switches.ask_again(ledger)
        assert await switches.risking(ledger) is None
        await vitals.look()
        assert (await probes.central_answers()).endswith("complaints wait and are tried again.")
        assert await drained(Forward(ledger, at.central, LEASE_MS, chance=lambda: 0.0)) == 1
        assert at.bench.stored() == 1
        assert not [one async for one in redis.scan_iter(match=ledger.key("*risk:*"))]
