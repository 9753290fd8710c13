"""Whoever was erased stays so when a journal turns up that nobody waited for: drained, or of a node that comes back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from journal_samples import HASHER
from node_kit import NodeKit, a_node, facts_of, mail
from test_erase_reports import ago, word_of

from forwarder import epoch
from gateway.erase import Erasing
from gateway.inbox import ERASED
from gateway.journal_drain import estate
from gateway.proof_pieces import Pieces
from gateway.proof_rows import account
from gateway.rebuild import HEIR_OF

SARI, BUDI = "sari@warga.example.org", "budi@warga.example.org"
LAMP = "Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin"
ROAD = "Jalan di depan pasar Kliwon berlubang besar dan licin"
DITCH = "Selokan di Gang Melati RT 2 tersumbat sampah dan meluap"
# Minutes: what she wrote, that it be erased, and what is newer than that.
BEFORE, WISH, SINCE = 30 * 60, 28 * 60, 60


@asynccontextmanager
async def a_forgetful(folder: Path, url: str, name: str = "heir") -> AsyncIterator[NodeKit]:
    async with a_node(folder, url, name) as node:
        node.erasing = Erasing(node.reader, node.control, node.rebuild.understanding, folder / name, name)
        yield node


async def settled(node: NodeKit) -> int:
    assert node.erasing
    return await node.erasing.settle(node.ledger, datetime.now(UTC))


async def wants_to_be_forgotten(node: NodeKit) -> None:
    """A day and more ago: now it is done."""
    await node.pumped(ago(mail("HAPUS DATA", 50), WISH + 1))
    ends = await node.pumped(ago(mail(await word_of(node), 51), WISH))
    assert ends[-1].endswith(":erase")
    while await settled(node):
        pass


async def lost_node(folder: Path, url: str) -> str:
    """What it had told of Sari; it took in more that it told nobody before its end, of others, too."""
    async with a_node(folder, url, "lost") as node:
        (end,) = await node.pumped(ago(mail(LAMP, 1), BEFORE))
        await node.arrives(
            ago(mail(ROAD, 2), BEFORE), ago(mail(DITCH, 3), SINCE), ago(mail(DITCH + " lagi", 4, sender=BUDI), BEFORE)
        )
    return end.split(":")[1]


async def drained(heir: NodeKit, source: Path) -> None:
    """As `satupintu journal drain` does, beside the pump."""
    names = estate(source, "lost")
    await heir.control.set_meta(HEIR_OF, " ".join(sorted(names)))
    for name in names:
        await epoch.bequeath(heir.redis, name, heir.name)
    await heir.control.adopt(source)
    await epoch.excuse(heir.redis, "lost")


def read(node: NodeKit) -> list[tuple[str, bool]]:
    """How its rows ended, and whether their bytes are there."""
    return [(row.end.split(":")[0], row.raw is not None) for row in node.reader.rows()]


async def in_words(node: NodeKit) -> set[str]:
    """Complaints whose words are in Redis."""
    redis: Any = node.redis
    names = [key.decode().split(":", 3)[3] async for key in redis.scan_iter(match=node.ledger.key("c:*"))]
    return {name for name in names if "body" in await facts_of(node.ledger, name)}


@pytest.mark.parametrize("heir_knew", [True, False])
async def test_a_drained_journal_brings_nobody_back(tmp_path: Path, redis_url: str, heir_knew: bool) -> None:
    async with a_forgetful(tmp_path, redis_url, "other") as other:
        told = await lost_node(tmp_path, redis_url)
        await other.pumped()
        await epoch.excuse(other.redis, "lost")
        async with a_forgetful(tmp_path, redis_url) as heir:
            if heir_knew:
                await heir.pumped()
            await wants_to_be_forgotten(other)
            await heir.pumped()
            await settled(heir)
            async with heir.pumping():
                await drained(heir, tmp_path / "lost")
                ends = await heir.settled()
            assert [end.split(":")[0] for end in ends] == ["complaint", "withdrawn", "complaint", "complaint"]
            assert ends[1] == ERASED, "nobody was told of it"
            now = datetime.now(UTC)
            pieces = Pieces(heir.reader, heir.ledger, HASHER, {})
            sums = (await account(pieces, now - timedelta(days=3), now + timedelta(hours=1))).sums
            assert sums["of somebody whose data was erased before: told to nobody"] == 1
            assert "withdrawn by the citizen" not in sums
            await settled(heir)
            assert [has for _, has in read(heir)] == [False, False, True, True], "what came since, and Budi's"
            stays = {end.split(":")[1] for end in ends[2:]}
            assert await in_words(heir) == stays
            assert told not in stays
            assert await settled(heir) == 0, "once is enough"
            await heir.pumped()
            await other.pumped()
            await heir.redis.flushall()
            async with other.pumping():
                await heir.pumped()
            assert await in_words(heir) == stays
            await settled(heir)
            assert await in_words(heir) == stays


async def test_a_node_that_signs_in_again_forgets_them_too(tmp_path: Path, redis_url: str) -> None:
    async with a_forgetful(tmp_path, redis_url, "other") as other:
        told = await lost_node(tmp_path, redis_url)
        await other.pumped()
        await epoch.excuse(other.redis, "lost")
        await wants_to_be_forgotten(other)
        assert told in await in_words(other), "only who has its row knows whose it is"
        async with a_forgetful(tmp_path, redis_url, "lost") as back:
            ends = await back.pumped()
            assert ends[1] == ERASED
            while await settled(back):
                pass
            assert [has for _, has in read(back)] == [False, False, True, True]
            assert told not in await in_words(back)


async def test_whom_a_node_that_is_given_up_kept_waiting(tmp_path: Path, redis_url: str) -> None:
    async with a_forgetful(tmp_path, redis_url) as heir:
        await lost_node(tmp_path, redis_url)
        await wants_to_be_forgotten(heir)
        redis: Any = heir.redis
        (key,) = await redis.zrange(heir.ledger.key("due:erase"), 0, -1)
        assert await redis.hexists(heir.ledger.key(f"E:{key.decode()}"), "person"), "the lost node has to say so, too"
        await epoch.excuse(redis, "lost")
        await settled(heir)
        assert not await redis.exists(heir.ledger.key("due:erase"))
        assert not await redis.hexists(heir.ledger.key(f"E:{key.decode()}"), "person")
