"""BUKA while a complaint is being written: asked back with a word, then it goes without protection."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from node_kit import NodeKit, a_node, facts_of, sms, whatsapp
from test_drafting import ROAD, SLOW, TRASH, body_of, complaints, open_drafts, whole

from forwarder import drafts
from forwarder.listener import Listener
from normalizer.schema import Flags, Raw

STRANGER = "+6281100000002"
NONE, R, A = Flags(), Flags(rahasia=True), Flags(anonim=True)


async def word_of(node: NodeKit, what: str = "confirm_open") -> str:
    """The one that is asked back."""
    asked = [lease for lease in await node.ledger.lease_reply(50, 1) if lease.what == what]
    return dict(Listener.decode(asked[-1].listener).facts)["word"]


async def sent(node: NodeKit) -> tuple[Flags, str]:
    """The flags of the one complaint, and what its ledger says of them."""
    (name,) = await complaints(node)
    return (await body_of(node, name)).flags, (await facts_of(node.ledger, name)).get("flagged", "0")


PROTECTED: list[tuple[str, list[Raw], str]] = [
    ("in its words", [sms(f"RAHASIA {TRASH}", 1)], "BUKA"),
    ("by a later message", [sms(TRASH, 1), sms("RAHASIA", 2)], "buka"),
    ("by an earlier message", [sms("ANONIM", 1), sms(TRASH, 2)], "BUKA ANONIM"),
    ("both", [sms(f"ANONIM RAHASIA {TRASH}", 1)], "Buka"),
]


@pytest.mark.parametrize(("raws", "buka"), [row[1:] for row in PROTECTED], ids=[row[0] for row in PROTECTED])
@pytest.mark.parametrize("flushed", ["never", "asked", "opened"])
async def test_a_draft_is_opened_with_the_word_of_its_chat(
    tmp_path: Path, redis_url: str, raws: list[Raw], buka: str, flushed: str
) -> None:
    async with a_node(tmp_path, redis_url, drafting=SLOW) as node:
        # The table was made when the tests were collected: in a long run its quiet periods are over by now.
        await node.pumped(*(replace(raw, received_at=datetime.now(UTC)) for raw in raws))
        asked = (await node.pumped(sms(buka, 3)))[-1]
        assert asked.rpartition(":")[2].startswith("ask_lift"), asked
        word = await word_of(node)
        if flushed == "asked":
            await node.redis.flushall()
        opened = (await node.pumped(sms(word, 4)))[-1]
        assert opened.rpartition(":")[2].startswith("open-"), opened
        assert await open_drafts(node) == 1
        if flushed == "opened":
            await node.redis.flushall()
        else:
            assert "draft_opened" in [lease.what for lease in await node.ledger.lease_reply(50, 1)]
        await whole(node, sms("KIRIM", 5))
        assert await sent(node) == (NONE, "0")
        await node.redis.flushall()
        await whole(node)
        assert await sent(node) == (NONE, "0")


async def test_what_is_not_confirmed_stays_protected(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url, drafting=SLOW) as node:
        await node.pumped(sms(f"RAHASIA {TRASH}", 1), sms("BUKA", 2))
        word = await word_of(node)
        other = "sendok" if word != "sendok" else "payung"
        ends = await node.pumped(sms(other, 3), sms(word, 4, phone=STRANGER), whatsapp(word, 5))
        assert ends[2].endswith(":wrong")
        assert not any(":open" in end for end in ends)
        await whole(node, sms("KIRIM", 6), sms("KIRIM", 7, phone=STRANGER), whatsapp("KIRIM", 8))
        flags = [(await body_of(node, name)).flags for name in await complaints(node)]
        assert flags.count(R) == 1


async def test_one_of_two_flags_is_opened_and_what_is_asked_for_again_holds(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url, drafting=SLOW) as node:
        await node.pumped(sms(f"ANONIM RAHASIA {TRASH}", 1), sms("BUKA RAHASIA", 2))
        await node.pumped(sms(await word_of(node), 3))
        await whole(node, sms("KIRIM", 4))
        assert await sent(node) == (A, "1")
    async with a_node(tmp_path, redis_url, "node-2", drafting=SLOW) as node:
        await node.redis.flushall()
        await node.pumped(whatsapp(f"RAHASIA {ROAD}", 1), whatsapp("BUKA", 2))
        await node.pumped(whatsapp(await word_of(node), 3))
        await whole(node, whatsapp("rahasiakan saja", 4), whatsapp("KIRIM", 5))
        assert (await sent(node))[0].rahasia


async def test_the_word_of_a_draft_that_was_sent_meanwhile_opens_the_complaint(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url, drafting=SLOW) as node:
        await node.pumped(sms(f"RAHASIA {TRASH}", 1), sms("BUKA", 2))
        word = await word_of(node)
        await whole(node, sms("KIRIM", 3))
        assert await sent(node) == (R, "1")
        assert (await node.pumped(sms(word, 4)))[-1].endswith(":lift-ar")
        (name,) = await complaints(node)
        assert (await facts_of(node.ledger, name))["asked"] == "AR"


async def test_buka_means_no_draft_that_is_open_already(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url, drafting=SLOW) as node:
        ends = await node.pumped(sms(TRASH, 1), sms("BUKA", 2))
        assert ends[1] == "answered:act_unknown"
        await whole(node, sms("KIRIM", 3))
        assert await sent(node) == (NONE, "0")


async def test_whoever_closes_it_in_that_moment_reads_it_again(tmp_path: Path, redis_url: str) -> None:
    """Another gateway read the draft just before it was opened."""
    async with a_node(tmp_path, redis_url, drafting=SLOW) as node:
        await node.pumped(sms(f"RAHASIA {TRASH}", 1), sms("BUKA", 2))
        (who,) = await node.redis.zrange(node.ledger.key("due:draft"), 0, -1)
        (before,) = await drafts.read(node.ledger, "node-2", {who.decode(): ()})
        await node.pumped(sms(await word_of(node), 3))
        assert await drafts.take(node.ledger, [(drafts.Move(before, before.state, 1, "node-2"), {})]) == ["moved"]
