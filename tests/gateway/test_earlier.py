"""What is wished for an earlier report, in the midst of something new: neither is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from node_kit import a_node, facts_of, sms
from test_drafting import HASTY, ago, body_of, complaints, whole

from normalizer.earlier import protects_earlier
from normalizer.schema import Flags

LAMP = "Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin"
TRASH = "Sampah di Pasar Kayumas menumpuk sudah seminggu"


async def test_protection_of_an_earlier_report_holds_for_both(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url, drafting=HASTY) as node:
        await whole(node, ago(sms(LAMP, 1), 7_200))
        (lamp,) = await complaints(node)
        await whole(node, ago(sms(f"Tolong laporan saya kemarin soal lampu dirahasiakan ya. {TRASH}", 2), 60))
        found = {name: await facts_of(node.ledger, name) for name in await complaints(node)}
        assert len(found) == 2
        assert {facts.get("flagged") for facts in found.values()} == {"1"}
        await node.redis.flushall()
        await whole(node)
        assert (await facts_of(node.ledger, lamp)).get("flagged") == "1", "also by a ledger made anew"


@pytest.mark.parametrize(
    "beside",
    [
        "Laporan saya yang kemarin jangan diteruskan dulu ya",
        "Laporan saya kemarin dibatalkan saja, sudah beres",
        "Tolong batalkan laporan saya yang kemarin, sudah diperbaiki",
    ],
)
async def test_what_is_new_goes_on(tmp_path: Path, redis_url: str, beside: str) -> None:
    async with a_node(tmp_path, redis_url, drafting=HASTY) as node:
        told = f"{TRASH}. {beside}"
        await whole(node, ago(sms(told, 1), 60))
        (name,) = await complaints(node)
        assert (await body_of(node, name)).text == told


@pytest.mark.parametrize(
    "text", ["Lampu padam. Jangan dikirim dulu", "Lampu padam, laporan ini jangan dikirim dulu ya"]
)
async def test_what_is_said_of_this_one_waits(tmp_path: Path, redis_url: str, text: str) -> None:
    async with a_node(tmp_path, redis_url, drafting=HASTY) as node:
        await whole(node, ago(sms(text, 1), 700))
        assert await complaints(node) == []


def test_whose_protection_it_is() -> None:
    assert protects_earlier("tolong laporan saya kemarin dirahasiakan, lampu padam") == Flags(rahasia=True)
    assert protects_earlier("lampu padam, mohon laporan ini dirahasiakan") == Flags()
    assert protects_earlier("kemarin lampu padam. RAHASIA") == Flags()
