"""What is known of outages survives a lost Redis, and so does when a complaint was taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from node_kit import a_node, facts_of, sms

LEASE_MS = 60_000
TEXT = "Jembatan bambu di Dusun Kalibening putus, anak sekolah memutar jauh, nomor"


@pytest.mark.parametrize("again", [1, 2])
async def test_outage_minutes_and_the_time_of_taking_come_back(tmp_path: Path, redis_url: str, again: int) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(*(sms(f"{TEXT} {place}", place) for place in range(1, 6)))
        first, second, third, fourth, _ = await node.ledger.lease_forward(5, LEASE_MS)
        for lease in (first, second, third):
            await node.ledger.later(lease, 0, "503", hold_ms=-1)
        # As if it had been away for ten minutes when somebody heard of it again.
        await node.redis.decrby(node.ledger.key("away"), 600_000)
        await node.redis.delete(node.ledger.key("hold:forward"))
        begun = await node.ledger.begin_forward(fourth, LEASE_MS, b"case")
        assert begun is not None
        await node.ledger.deferred(fourth, "token-4", 60_000)
        taken = (await facts_of(node.ledger, fourth.id))["taken"]
        known = await node.redis.zrange(node.ledger.key("outages"), 0, -1)
        assert len(known) == 1
        for _ in range(again):
            await node.pumped()
            await node.redis.flushall()
            await node.pumped()
        assert await node.redis.zrange(node.ledger.key("outages"), 0, -1) == known
        assert abs(int((await facts_of(node.ledger, fourth.id))["taken"]) - int(taken)) < 1_000
