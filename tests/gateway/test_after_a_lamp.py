"""Somebody reports a lamp, and a few minutes later what is dangerous: a complaint of its own, with its own answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from node_kit import a_node, answers_of, facts_of, sms, telegram, whatsapp
from test_drafting import HASTY, ago, complaints, supplements, texts, whole

from normalizer.schema import Raw

LAMP = "Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin"
OFFICIAL = "pak kades minta uang 500 ribu"
FIRE = "tolong apinya makin besar"
HASTE = "tolong cepat, sudah gelap sekali"
LATER: list[tuple[str, list[Raw], list[str], set[str]]] = [
    ("an official", [sms(LAMP, 1), sms(OFFICIAL, 2)], [LAMP, OFFICIAL], {"receipt"}),
    ("a call for help", [telegram(LAMP, 1), telegram(FIRE, 2)], [LAMP, FIRE], {"receipt", "emergency"}),
    ("haste", [whatsapp(LAMP, 1), whatsapp(HASTE, 2)], [LAMP], {"receipt", "supplement"}),
]


@pytest.mark.parametrize(("label", "raws", "told", "answers"), LATER, ids=[row[0] for row in LATER])
async def test_a_danger_after_a_lamp(
    tmp_path: Path, redis_url: str, label: str, raws: list[Raw], told: list[str], answers: set[str]
) -> None:
    async with a_node(tmp_path, redis_url, drafting=HASTY, hold_minutes=15) as node:
        await whole(node, ago(raws[0], 600))
        await whole(node, raws[1])
        assert await texts(node) == sorted(told), label
        assert {name.split()[1] for name in await answers_of(node.ledger)} == answers
        before = await complaints(node)
        held = [name for name in before if "held" in await facts_of(node.ledger, name)]
        assert len(held) == told.count(OFFICIAL), "it waits for an answer to the offer"
        await node.redis.flushall()
        await whole(node)
        assert await complaints(node) == before
        assert await supplements(node) == 2 - len(told)
