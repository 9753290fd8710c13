"""What the ledger says of itself."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from ledger_kit import LEASE_MS, claim, living
from node_kit import a_node, until

from forwarder import switches
from gateway.inbox import JOINED
from gateway.probes import Probes
from gateway.supervise import Children
from gateway.vitals import Vitals, too_old


async def test_a_node_forwards_when_its_own_pump_takes_part(redis_url: str, tmp_path: Path) -> None:
    """Another node's ledger lives long before."""
    async with a_node(tmp_path, redis_url, "first") as first, a_node(tmp_path, redis_url, "second") as second:
        await first.pumped()
        for queue in ("forward", "reply"):
            await first.redis.sadd(f"rq:workers:satupintu-{queue}", "worker")
        vitals = Vitals(first.redis)
        await vitals.look()
        probes = Probes(second.journal, second.reader, Children([], 1), vitals)
        assert "this node has not" in await probes.ledger_lives()
        async with second.pumping():
            await until(lambda: second.reader.meta(JOINED))
            assert await probes.ledger_lives() == ""
            await first.redis.flushall()
            await vitals.look()
            assert "rebuilt" in await probes.ledger_lives()


@pytest.mark.parametrize(
    ("info", "is_old"),
    [
        ({"redis_version": "7.0.15"}, True),
        ({"redis_version": "6.2.14"}, True),
        ({"redis_version": "7.2.4"}, False),
        ({"redis_version": "8.0.0"}, False),
        ({"redis_version": "7.2.4", "valkey_version": "9.1.2"}, False),
        ({}, True),
    ],
)
def test_an_old_server_is_told(info: dict[str, object], is_old: bool) -> None:
    assert bool(too_old(info)) == is_old


async def test_what_waits_and_what_fails_is_told(redis_url: str, tmp_path: Path) -> None:
    async with living(redis_url) as ledger:
        vitals = Vitals(ledger.redis)
        probes = Probes(None, None, Children([], 1), vitals)  # type: ignore[arg-type] # not asked here
        await ledger.take_in([claim(1), claim(2)])
        await vitals.look()
        assert "Nobody works" in vitals.wrong
        assert (vitals.due["forward"], vitals.parked, await probes.central_answers()) == (2, 0, "")
        first, second = await ledger.lease_forward(2, LEASE_MS)
        await ledger.park(first, "refused")
        await ledger.later(second, 0, "503", hold_ms=-1)
        await vitals.look()
        assert "does not answer" in await probes.central_answers()
        assert (await probes.is_looked_after()).startswith("1 complaint or answer waits")
        await ledger.redis.flushall()
        await vitals.look()
        assert "rebuilt" in vitals.wrong


async def test_a_draft_that_cannot_be_closed_is_told(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        vitals, now = Vitals(ledger.redis), time.time() * 1000
        for queue in ("forward", "reply"):
            await ledger.redis.sadd(f"rq:workers:satupintu-{queue}", "worker")
        await ledger.redis.zadd(ledger.key("due:draft"), {"sms-1": now + 60_000, "sms-2": now - 60_000})
        await vitals.look()
        assert (vitals.drafts, vitals.wrong) == (2, "")
        await ledger.redis.zadd(ledger.key("due:draft"), {"sms-1": now - 1_000_000})
        await vitals.look()
        assert "draft_not_closed" in vitals.wrong


async def test_the_central_system_that_wants_to_be_left_alone_is_told_of(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        vitals = Vitals(ledger.redis)
        probes = Probes(None, None, Children([], 1), vitals)  # type: ignore[arg-type] # not asked here
        await switches.leave_alone(ledger, "", 600, "429 Too Many Requests")
        await vitals.look()
        assert (await probes.central_answers()).endswith("wants to be left alone for 10 min; complaints wait.")
        await ledger.redis.set(ledger.key("fails:forward"), 3)
        await vitals.look()
        assert (await probes.central_answers()).endswith("complaints wait, and it is not called for 10 min.")
        assert await switches.ask_again(ledger)
        await ledger.redis.delete(ledger.key("fails:forward"))
        await vitals.look()
        assert await probes.central_answers() == ""
