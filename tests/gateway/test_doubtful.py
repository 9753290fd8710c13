"""What nobody can read, and what becomes of it: its sender is asked once, and nothing is thrown away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from node_kit import NodeKit, a_node, answers_of, facts_of, sms, telegram, until, whatsapp
from test_drafting import SLOW, TRASH, whole

from gateway.doubtful import Doubtful
from gateway.drafting import Drafting
from normalizer.schema import Medium, Raw

PATIENCE = timedelta(minutes=10)
NONSENSE = "asdfghjkl"
DRAFTS = Drafting({Medium.SMS: timedelta(seconds=0.3), Medium.CHAT: timedelta(seconds=0.3)})


async def settled(node: NodeKit, minutes: float) -> int:
    """As the pump does, so long after now."""
    doubtful = Doubtful(node.reader, node.control, PATIENCE)
    return await doubtful.settle(node.ledger, datetime.now(UTC) + timedelta(minutes=minutes))


@pytest.mark.parametrize("channel", [sms, whatsapp, telegram], ids=["sms", "whatsapp", "telegram"])
@pytest.mark.parametrize("drafting", [Drafting(), DRAFTS], ids=["alone", "drafts"])
async def test_what_is_never_explained_is_a_complaint_that_a_person_looks_at(
    tmp_path: Path, redis_url: str, channel: Callable[[str], Raw], drafting: Drafting
) -> None:
    async with a_node(tmp_path, redis_url, drafting=drafting) as node:
        # Received now: a table is as old as the collection of the tests.
        raw = channel(NONSENSE)
        (asked,) = await node.pumped(raw)
        assert asked.startswith(f"asked:unclear:{raw.channel}-")
        assert [key.split()[1] for key in await answers_of(node.ledger)] == ["unclear"]
        assert await settled(node, 9) == 0
        assert await settled(node, 11) == 1
        (kept,) = await node.pumped()
        assert kept.startswith("complaint:")
        assert "gibberish" in (await facts_of(node.ledger, kept.split(":")[1]))["look"]
        assert await settled(node, 30) == 0, "once"
        await node.redis.flushall()
        assert await node.pumped() == [kept]
        assert "gibberish" in (await facts_of(node.ledger, kept.split(":")[1]))["look"]


async def test_the_pump_itself_sees_to_it(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url, drafting=DRAFTS) as node:
        old = replace(sms(NONSENSE), received_at=datetime.now(UTC) - timedelta(minutes=11))
        await node.arrives(old)
        async with node.pumping():
            await until(lambda: any(row.end.startswith("complaint:") for row in node.reader.rows(body=False)))


async def test_who_says_what_was_meant_has_one_complaint(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(sms(NONSENSE, 1), sms(TRASH, 2))
        assert await settled(node, 11) == 1
        asked, told = await node.pumped()
        assert asked == "answered:unclear"
        assert told.startswith("complaint:")
        await node.redis.flushall()
        assert await node.pumped() == [asked, told]


async def test_who_is_still_writing_is_waited_for(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url, drafting=SLOW) as node:
        await node.pumped(sms(NONSENSE, 1))
        await node.pumped(sms(TRASH, 2))
        assert await settled(node, 11) == 0
        await whole(node, sms("KIRIM", 3))
        assert await settled(node, 11) == 1
        assert (await node.pumped())[0] == "answered:unclear"


async def test_another_chat_explains_nothing(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(sms(NONSENSE, 1), sms(TRASH, 2, phone="+6281100000002"), whatsapp(TRASH, 3), sms("halo", 4))
        assert await settled(node, 11) == 1
        assert (await node.pumped())[0].startswith("complaint:")
