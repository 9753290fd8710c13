"""What a node that is lost for ever had told Redis of people's words: used up by the others, or gone."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from node_kit import NodeKit, a_node, until, whatsapp
from test_drafting import HASTY, SLOW, TRASH, all_closed, complaints, photo, texts

from forwarder import epoch
from gateway.drafting import Drafting


async def kept_without_end(node: NodeKit, name: str) -> list[str]:
    """Keys by that name which nothing takes away."""
    redis: Any = node.redis
    found = [key async for key in redis.scan_iter(match=f"sp:*:{name}*")]
    return [key.decode() for key in found if await redis.ttl(key) < 0]


async def lost_with_a_draft(folder: Path, url: str, drafting: Drafting) -> str:
    """The epoch; its machine went while a citizen's pieces waited for more."""
    async with a_node(folder, url, "lost", drafting=drafting) as lost:
        await lost.pumped(whatsapp(TRASH, 1), photo(2))
        assert await kept_without_end(lost, "D:"), "it waits, however long that takes"
        await lost.redis.hdel(lost.ledger.key("marks"), "lost")
        return lost.ledger.epoch


async def test_its_open_drafts_become_complaints_of_those_who_live(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url, "heir", drafting=HASTY) as heir:
        async with heir.at_work():
            await until(lambda: heir.reader.meta("epoch"))
            await lost_with_a_draft(tmp_path, redis_url, HASTY)
            await all_closed(heir)
        (told,) = await texts(heir)
        assert TRASH in told
        assert await kept_without_end(heir, "D:") == []


async def test_nothing_of_it_is_left_by_a_rebuild_without_it(tmp_path: Path, redis_url: str) -> None:
    before = await lost_with_a_draft(tmp_path, redis_url, SLOW)
    async with a_node(tmp_path, redis_url, "heir", drafting=SLOW) as heir:
        # As `satupintu journal rebuild --without lost` does.
        await epoch.drop(heir.redis, before)
        await epoch.excuse(heir.redis, "lost")
        redis: Any = heir.redis
        async with heir.at_work():
            await until(lambda: heir.reader.meta("epoch"))
            async with asyncio.timeout(20):
                while [key async for key in redis.scan_iter(match=f"sp:{before}:*")]:  # noqa: ASYNC110 - as in `until`
                    await asyncio.sleep(0.02)
        assert await complaints(heir) == []
        assert await kept_without_end(heir, "D:") == []
