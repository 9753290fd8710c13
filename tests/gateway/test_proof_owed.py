"""The proof finds what goes beside complaints and is in nobody's hands any more, planted in the ledger."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from journal_samples import HASHER
from node_kit import NodeKit, a_node, sms, whatsapp

from gateway.proof_owed import Debts
from gateway.proof_pieces import Pieces
from gateway.proof_rows import account
from gateway.row_end import complaints_in

LAMP = "Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin"
MORE = f"{LAMP}. Tiangnya miring ke arah rumah nomor 12 dan kabelnya putus."
LEASE_MS = 60_000


async def owed(node: NodeKit) -> list[str]:
    """Of the last hour."""
    now = datetime.now(UTC)
    found = await account(
        Pieces(node.reader, node.ledger, HASHER, {}), now - timedelta(hours=1), now + timedelta(hours=1)
    )
    found.differences.clear()
    await Debts(node.reader, node.ledger, node.name).compare(found)
    return [f"{one.kind} {one.about}" for one in found.differences]


async def sent(node: NodeKit, name: str, later: str = "") -> None:
    (lease,) = await node.ledger.lease_forward(10, LEASE_MS)
    assert lease.id == name
    assert await node.ledger.begin_forward(lease, LEASE_MS, b"case", later)
    await node.ledger.numbered(lease, "0045117", doubt=False)


async def hands(node: NodeKit, queue: str, kind: str, item: str) -> None:
    """Out of the list of what is due, then out of Redis."""
    redis: Any = node.redis
    assert await owed(node) == []
    about = f"{item}~act" if kind == "x" else item
    assert await redis.zrem(node.ledger.key(queue), item) == 1
    assert await owed(node) == [f"stuck {about}"]
    assert await redis.delete(node.ledger.key(f"{kind}:{item}")) == 1
    assert await owed(node) == [f"lost {about}"]


async def test_what_a_repeat_added(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        ends = await node.pumped(sms(LAMP, 1), whatsapp(MORE, 2))
        (first,) = complaints_in(ends[0])
        assert ends[1].startswith(f"linked:{first}")
        ((added, _),) = await node.redis.zrange(node.ledger.key("due:supplement"), 0, -1, withscores=True)
        await hands(node, "due:supplement", "u", added.decode())


async def test_files_that_follow_their_complaint(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        (name,) = complaints_in((await node.pumped(sms(LAMP)))[0])
        await sent(node, name, "1,2")
        await node.pumped()
        await hands(node, "due:supplement", "u", f"{name}+late-{name}")


@pytest.mark.parametrize("wish", ["RAHASIA", "ANONIM"])
async def test_a_wish_for_protection(tmp_path: Path, redis_url: str, wish: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        name, number = (await node.pumped(sms(LAMP)))[0].split(":")[1:3]
        await sent(node, name)
        ends = await node.pumped(sms(f"{wish} {number}", 2))
        assert f":raise-{wish[0].lower()}" in ends[-1]
        await hands(node, "due:act", "x", name)


async def test_protection_that_a_repeat_asked_for(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        name = (await node.pumped(sms(LAMP)))[0].split(":")[1]
        await sent(node, name)
        ends = await node.pumped(sms(f"RAHASIA. {LAMP}", 2))
        assert ends[-1].startswith(f"linked:{name}")
        assert await owed(node) == []
        assert await node.redis.zrem(node.ledger.key("due:act"), name) == 1
        assert await owed(node) == [f"stuck {name}~act"]


async def test_what_was_erased_is_owed_to_nobody(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        name = (await node.pumped(sms(LAMP), whatsapp(MORE, 2)))[0].split(":")[1]
        await sent(node, name, "1")
        await node.pumped()
        await node.control.erase([1, 2], [])
        redis: Any = node.redis
        async for key in redis.scan_iter(match=node.ledger.key("u:*")):
            await redis.delete(key)
        assert [one for one in await owed(node) if not one.startswith("untold")] == []
