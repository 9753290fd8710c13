"""What is wished for an earlier report, in the midst of something new: neither is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from node_kit import a_node, answers_of, facts_of, sms
from test_drafting import HASTY, ago, body_of, complaints, whole

from forwarder.listener import Listener
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


NEW = "Jalan di depan SD Negeri 3 Sukasari rusak parah, banyak lubang dalam"


@pytest.mark.parametrize(
    "said",
    [
        f"Laporan saya yang kemarin soal lampu tolong dibatalkan, sekarang yang ini: {NEW}",
        f"{NEW}. Yang kemarin soal lampu sudah nyala, laporan itu dibatalkan saja",
        f"laporan saya yg td soal lampu ga jadi ya, yg ini aja: {NEW}",
        f"Please cancel my earlier report about the lampu jalan. {NEW}",
    ],
)
async def test_the_one_that_is_called_off_is_asked_back_and_the_new_one_is_taken(
    tmp_path: Path, redis_url: str, said: str
) -> None:
    async with a_node(tmp_path, redis_url, drafting=HASTY) as node:
        await whole(node, ago(sms(TRASH, 1), 9_000))
        await whole(node, ago(sms(LAMP, 2), 7_200))
        (lamp,) = [name for name in await complaints(node) if (await body_of(node, name)).text == LAMP]
        await whole(node, ago(sms(said, 3), 60))
        assert said in [(await body_of(node, name)).text for name in await complaints(node)]
        asked = [one for one in await node.ledger.lease_reply(50, 60_000) if one.what == "confirm_withdraw"]
        assert [one.id.partition(".")[0] for one in asked] == [lamp]
        word = dict(Listener.decode(asked[0].listener).facts)["word"]
        assert (await facts_of(node.ledger, lamp)).get("state") != "withdrawn"
        await whole(node, sms(word, 4))
        states = {name: (await facts_of(node.ledger, name)).get("state") for name in await complaints(node)}
        assert [name for name, state in states.items() if state == "withdrawn"] == [lamp]


@pytest.mark.parametrize(
    "said",
    [
        f"Laporan saya yang kemarin tolong dibatalkan, sekarang yang ini: {NEW}",
        f"Laporan saya yang kemarin soal jembatan tolong dibatalkan. {NEW}",
    ],
)
async def test_where_it_may_be_any_its_writer_is_told_how_and_nothing_is_lost(
    tmp_path: Path, redis_url: str, said: str
) -> None:
    async with a_node(tmp_path, redis_url, drafting=HASTY) as node:
        await whole(node, ago(sms(TRASH, 1), 9_000))
        await whole(node, ago(sms(LAMP, 2), 7_200))
        await whole(node, ago(sms(said, 3), 60))
        assert len(await complaints(node)) == 3
        answers = " ".join(await answers_of(node.ledger))
        assert "confirm_withdraw" not in answers
        assert "act_unknown" in answers


@pytest.mark.parametrize(
    "said",
    [
        f"Laporan saya kemarin dibatalkan petugas tanpa alasan. {NEW}",
        f"Laporan yang kemarin jangan dibatalkan. {NEW}",
        f"Laporan tetangga saya kemarin dibatalkan, sekarang saya yang lapor. {NEW}",
    ],
)
async def test_what_is_only_told_of_it_asks_nothing(tmp_path: Path, redis_url: str, said: str) -> None:
    async with a_node(tmp_path, redis_url, drafting=HASTY) as node:
        await whole(node, ago(sms(LAMP, 1), 7_200))
        await whole(node, ago(sms(said, 2), 60))
        answers = " ".join(await answers_of(node.ledger))
        assert "confirm_withdraw" not in answers
        assert "act_unknown" not in answers


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
