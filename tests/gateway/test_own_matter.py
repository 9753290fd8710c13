"""While an agency's question is open an answer is one, and a matter of its own is a complaint: the question stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from node_kit import a_node, sms, telegram
from test_drafting import complaints, hasty, texts, whole

from forwarder.news import News, hear, open_questions
from gateway.row_end import complaints_in

HOLE = "Lubang besar di jalan Nangka RT 02 sudah dua kali membuat motor jatuh"
LAMP = "Lampu jalan di gang Mawar RT 05 mati total sudah seminggu"


@pytest.mark.parametrize("write", [sms, telegram], ids=["sms", "telegram"])
@pytest.mark.parametrize("held", [False, True], ids=["open", "after a wish for protection"])
async def test_a_matter_of_its_own_is_no_answer(tmp_path: Path, redis_url: str, write: object, held: bool) -> None:
    assert callable(write)
    async with a_node(tmp_path, redis_url) as node:
        (told,) = await node.pumped(write(HOLE, 1))
        (name,) = complaints_in(told)
        await node.ledger.told_number(name, "1916449")
        assert await hear(node.ledger, News(name, "question", "ev-q", "Di depan rumah nomor berapa?", 5_000, tell=True))
        assert set((await open_questions(node.ledger)).values()) == {name}
        other = f"ANONIM. {LAMP}" if held else LAMP
        (*_, own) = await node.pumped(write(other, 2))
        assert own.startswith("complaint:"), own
        assert complaints_in(own) != complaints_in(told)
        assert set((await open_questions(node.ledger)).values()) == {name}, "it is still to be answered"
        ends = await node.pumped(write("Nomor 17, sebelah warung", 3))
        assert ends[-1].startswith(f"supplement:{name}:")
        await node.redis.flushall()
        assert await node.pumped(write("halo", 4)) == [*ends, "answered:help"]


async def test_a_matter_of_its_own_waits_for_its_pieces(tmp_path: Path, redis_url: str) -> None:
    async with hasty(tmp_path, redis_url) as node:
        await whole(node, telegram(HOLE, 1))
        (name,) = await complaints(node)
        await node.ledger.told_number(name, "1916449")
        assert await hear(node.ledger, News(name, "question", "ev-q", "Di depan rumah nomor berapa?", 5_000, tell=True))
        (*_, own) = await whole(node, telegram(LAMP, 2))
        assert own.startswith("draft:"), own
        assert await texts(node) == sorted([HOLE, LAMP])
        (*_, answer) = await node.pumped(telegram("Nomor 17, sebelah warung", 3))
        assert answer.startswith(f"supplement:{name}:")
