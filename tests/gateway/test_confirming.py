"""What somebody says instead of the word that was asked for: yes, no, another word, or that it shall not be."""

from __future__ import annotations

from pathlib import Path

import pytest
from node_kit import NodeKit, a_node, sms
from test_opening import word_of

TOLD = "RAHASIA Kepala dusun meminta uang untuk kartu keluarga di Desa Karangjati"
STRANGER = "+6281100000002"
# What is said after BUKA and after HAPUS DATA, and what comes of it: the last part of the row's end.
SAID = [
    ("ya", "wrong"),
    ("Iya benar pak", "wrong"),
    ("ok", "wrong"),
    ("yes", "wrong"),
    ("kucing", "wrong"),
    ("glng", "wrong"),
    ("tidak", "dropped"),
    ("Jangan!", "dropped"),
    ("no", "dropped"),
]
NOT_SAID = ["lampu di depan rumah saya juga mati", "BANTUAN", "terima kasih", "halo", "tolong kebakaran"]


async def last(node: NodeKit, text: str, place: int, *, phone: str = "+6281100000001") -> str:
    ends = await node.pumped(sms(text, place, phone=phone))
    return ends[-1].rpartition(":")[2] if ends[-1].startswith("act:") else ends[-1]


@pytest.mark.parametrize("order", ["BUKA", "HAPUS DATA"])
@pytest.mark.parametrize(("text", "end"), SAID, ids=[text for text, _ in SAID])
async def test_it_is_no_word(tmp_path: Path, redis_url: str, order: str, text: str, end: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(sms(TOLD, 1), sms(order, 2))
        word = await word_of(node, "confirm_lift" if order == "BUKA" else "confirm_erase")
        assert await last(node, text, 3) == end
        told = [lease.what for lease in await node.ledger.lease_reply(50, 1)]
        assert ("confirm_wrong" in told) == (end == "wrong")
        # What was said is no complaint; the word counts as long as nobody said no, also in another ledger.
        await node.redis.flushall()
        confirmed = await last(node, word, 4)
        assert confirmed.startswith(("lift-", "erase")) == (end == "wrong"), confirmed


@pytest.mark.parametrize("text", NOT_SAID)
async def test_what_tells_or_orders_something_is_no_answer(tmp_path: Path, redis_url: str, text: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(sms(TOLD, 1), sms("BUKA", 2))
        assert await last(node, text, 3) not in ("wrong", "dropped", "late")


@pytest.mark.parametrize("text", ["ya", "tidak", "kucing"])
async def test_nobody_was_asked(tmp_path: Path, redis_url: str, text: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        unasked = await last(node, text, 1)
        await node.pumped(sms(TOLD, 2), sms("BUKA", 3))
        assert (await last(node, text, 4, phone=STRANGER)).partition(":")[0] == unasked.partition(":")[0]
        assert unasked not in ("wrong", "dropped")


async def test_batal_takes_the_question_back(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(sms(TOLD, 1), sms("HAPUS DATA", 2))
        word = await word_of(node, "confirm_erase")
        assert await last(node, "BATAL", 3) == "dropped"
        assert "erase_revoked" in [lease.what for lease in await node.ledger.lease_reply(50, 1)]
        await node.redis.flushall()
        assert not (await last(node, word, 4)).startswith("erase")
        assert (await last(node, "BATAL", 5)).startswith("withdraw"), "it never left, so no word is asked for"
