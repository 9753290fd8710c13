"""What is kept for a complaint is forgotten with it, also what came when it had its number already."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from node_kit import NodeKit, a_node, sms, whatsapp

from forwarder import decided
from forwarder.decided import Closing
from gateway.row_end import complaints_in

LAMP = "Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin"
OTHER = "Penerangan depan Masjid Al-Ikhlas tidak berfungsi lagi"
LEASE_MS = 60_000


async def numbered(node: NodeKit, name: str) -> None:
    leases = {lease.id: lease for lease in await node.ledger.lease_forward(10, LEASE_MS)}
    await node.ledger.begin_forward(leases[name], LEASE_MS, b"case")
    await node.ledger.numbered(leases[name], "0045117", doubt=False)


async def lasting(node: NodeKit) -> set[str]:
    """Keys of complaints, and of answers that nobody is owed any more, that nothing would ever delete."""
    redis: Any = node.redis
    kinds = ("c:", "l:", "y:", "and:", "B:", "n:", "N:", "w:", "s:", "a:")
    waiting = {*await redis.zrange(node.ledger.key("due:reply"), 0, -1)}
    found = set()
    async for key in redis.scan_iter(match=node.ledger.key("*")):
        name = key.decode().split(":", 2)[2]
        owed = name.removeprefix("a:").encode() in waiting
        if name.startswith(kinds) and not owed and await redis.ttl(key) < 0:
            found.add(name)
    return found


async def test_who_repeats_a_complaint_that_is_done(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        (end,) = await node.pumped(sms(LAMP, 1))
        await numbered(node, complaints_in(end)[0])
        assert await lasting(node) == set()
        assert (await node.pumped(whatsapp(LAMP, 2)))[1].startswith("linked:")
        assert await lasting(node) == set()
        await node.redis.flushall()
        await node.pumped()
        assert await lasting(node) == set(), "nor in a ledger that was made anew"


async def test_who_is_linked_with_one_that_is_done(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        ends = await node.pumped(sms(OTHER, 1, phone="+6281100000002"), sms(LAMP, 2))
        other, mine = (name for end in ends for name in complaints_in(end))
        await numbered(node, other)
        await decided.close(node.ledger, mine, Closing("sama", into=other))
        assert await lasting(node) == set()
        assert (await node.pumped(whatsapp(LAMP, 3)))[2] == f"linked:{mine}"
        assert await lasting(node) == set()
