"""A plain yes to our offer of RAHASIA protects what waits for it, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from node_kit import NodeKit, a_node, facts_of, sms, telegram, whatsapp
from test_drafting import HASTY, ago, complaints, whole

from normalizer.confirm_word import agrees
from normalizer.schema import Raw

GRAVE = "Kepala sekolah SDN Cermo minta uang 300 ribu untuk ijazah"
LAMP = "Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin"
WAYS: dict[str, Callable[..., Raw]] = {"sms": sms, "telegram": telegram, "whatsapp": whatsapp}


async def flagged(node: NodeKit, name: str) -> tuple[bool, bool]:
    """Whether it is protected, and whether it still waits."""
    found = await facts_of(node.ledger, name)
    return found.get("flagged") == "1", "held" in found


@pytest.mark.parametrize("way", sorted(WAYS))
@pytest.mark.parametrize(
    ("said", "protected"), [("ya", True), ("Iya pak", True), ("boleh", False), ("ok", False), ("tidak", False)]
)
async def test_yes_to_the_offer_protects(tmp_path: Path, redis_url: str, way: str, said: str, protected: bool) -> None:
    write = WAYS[way]
    async with a_node(tmp_path, redis_url, drafting=HASTY, hold_minutes=15) as node:
        await whole(node, ago(write(GRAVE, 1), 60))
        (name,) = await complaints(node)
        assert await flagged(node, name) == (False, True)
        await whole(node, write(said, 2))
        assert await flagged(node, name) == (protected, not protected)
        assert await complaints(node) == [name], "nothing else is made of it"
        if protected:
            await node.redis.flushall()
            await whole(node)
            assert (await flagged(node, name))[0], "also by a ledger made anew"


async def test_yes_to_nothing_protects_nothing(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url, drafting=HASTY, hold_minutes=15) as node:
        await whole(node, ago(sms(LAMP, 1), 60))
        (name,) = await complaints(node)
        await whole(node, sms("ya", 2))
        assert await flagged(node, name) == (False, False)


@pytest.mark.parametrize(
    ("text", "yes"),
    [("ya", True), ("iya pak", True), ("nggih bu", True), ("pak", False), ("ya jalan rusak", False), ("boleh", False)],
)
def test_what_agrees(text: str, yes: bool) -> None:
    assert agrees(text.split()) is yes
