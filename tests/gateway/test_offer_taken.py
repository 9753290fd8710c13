"""What is answered to our offer of RAHASIA: whatever may be a yes protects, a plain refusal lets it go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from node_kit import NodeKit, a_node, answers_of, facts_of, sms, telegram, whatsapp
from test_drafting import HASTY, ago, complaints, whole

from forwarder.listener import Listener
from normalizer.schema import Raw

GRAVE = "Kepala sekolah SDN Cermo minta uang 300 ribu untuk ijazah"
LAMP = "Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin"
WAYS: dict[str, Callable[..., Raw]] = {"sms": sms, "telegram": telegram, "whatsapp": whatsapp}
WAITS, GOES = "waits", "goes"


async def became(node: NodeKit, name: str) -> str:
    """The letters of its protection, or whether it still waits."""
    found = await facts_of(node.ledger, name)
    if found.get("flagged") == "1":
        return found["asked"]
    return WAITS if "held" in found else GOES


@pytest.mark.parametrize("way", sorted(WAYS))
@pytest.mark.parametrize(
    ("said", "then"),
    [
        ("ya", "r"),
        ("Iya pak", "r"),
        ("boleh", "r"),
        ("ok", WAITS),
        ("tidak", WAITS),
        ("isinya jangan dibuka", "r"),
        ("boleh, yang penting nama saya tidak keluar", "ar"),
        ("gak usah rahasia, kirim aja", GOES),
        ("boleh dibuka", GOES),
    ],
)
async def test_what_the_offer_is_answered_with(tmp_path: Path, redis_url: str, way: str, said: str, then: str) -> None:
    write = WAYS[way]
    async with a_node(tmp_path, redis_url, drafting=HASTY, hold_minutes=15) as node:
        await whole(node, ago(write(GRAVE, 1), 60))
        (name,) = await complaints(node)
        assert await became(node, name) == WAITS
        await whole(node, write(said, 2))
        assert await became(node, name) == then
        assert await complaints(node) == [name], "nothing else is made of it"
        if then != WAITS:
            await node.redis.flushall()
            await whole(node)
            assert await became(node, name) == then, "also by a ledger made anew"


@pytest.mark.parametrize(
    ("said", "then"),
    [
        ("iya jangan dibuka", "r"),
        ("mau tolong ditutup", "r"),
        ("iya dirahasiakan saja pak", "r"),
        ("lindungi saya", "ar"),
        ("gak usah anonim, rahasia aja", "r"),
        ("tidak usah, langsung kirim", GOES),
        ("ndak perlu dirahasiakan", GOES),
        ("tidak usah rahasia", GOES),
        ("BUKA", GOES),
        ("tidak usah anonim", WAITS),
        ("setuju", "r"),
        ("silakan pak", "r"),
        ("terserah bapak saja", "r"),
        ("terserah ibu saja gimana baiknya", "r"),
        ("lanjutkan", GOES),
        ("oke lanjut", GOES),
        ("gak masalah kirim saja", GOES),
        ("silakan diteruskan", GOES),
    ],
)
async def test_other_words_for_it(tmp_path: Path, redis_url: str, said: str, then: str) -> None:
    async with a_node(tmp_path, redis_url, drafting=HASTY, hold_minutes=15) as node:
        await whole(node, ago(sms(GRAVE, 1), 60))
        (name,) = await complaints(node)
        await whole(node, sms(said, 2))
        assert await became(node, name) == then


@pytest.mark.parametrize(
    "said",
    [
        "ok kok dibuka",
        "ok",
        "kirim?",
        "harus dibuka ya pak",
        "sudah dikirim belum",
        "dibuka gak",
        "siapa yang baca ini",
    ],
)
async def test_what_chooses_nothing_or_asks_back_is_asked_once_more(tmp_path: Path, redis_url: str, said: str) -> None:
    async with a_node(tmp_path, redis_url, drafting=HASTY, hold_minutes=15) as node:
        await whole(node, ago(sms(GRAVE, 1), 60))
        (name,) = await complaints(node)
        held = int((await facts_of(node.ledger, name))["held"])
        await node.ledger.lease_reply(50, 60_000)
        for place in range(10, 14):
            await whole(node, sms(said, place))
            assert await became(node, name) == WAITS
        asked = [one for one in await node.ledger.lease_reply(50, 60_000) if one.what == "offer"]
        assert len(asked) == 2, "and not for ever"
        assert dict(Listener.decode(asked[0].listener).facts)["minutes"] == "15"
        later = int((await facts_of(node.ledger, name))["held"])
        assert later > held
        assert await complaints(node) == [name]
        await node.redis.flushall()
        await whole(node)
        assert abs(int((await facts_of(node.ledger, name))["held"]) - later) < 60_000, "also by a ledger made anew"
        await whole(node, sms("ya", 20))
        assert await became(node, name) == "r"


async def test_what_is_set_needs_its_word(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url, drafting=HASTY, hold_minutes=15) as node:
        await whole(node, ago(sms(GRAVE, 1), 60))
        (name,) = await complaints(node)
        await whole(node, sms("ya", 2))
        await whole(node, sms("tidak usah rahasia", 3))
        assert await became(node, name) == "r"
        assert any("confirm_lift" in one for one in await answers_of(node.ledger))


async def test_a_version_that_reads_no_such_answer_knows_it_by_the_fact(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url, drafting=HASTY, hold_minutes=15) as node:
        await whole(node, ago(sms(GRAVE, 1), 60))
        (name,) = await complaints(node)
        await whole(node, sms("iya jangan dibuka", 2))
        await node.rebuild.take_facts(node.ledger, block_ms=1, most=100)
        told = [(one.subject, one.data.split()[0]) for one in node.reader.facts(kind="raised")]
        assert told == [(name, "r")]


async def test_a_wish_is_heard_when_nothing_waits_any_more(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url, drafting=HASTY, hold_minutes=15) as node:
        await whole(node, ago(sms(GRAVE, 1), 60))
        (name,) = await complaints(node)
        await node.redis.hset(node.ledger.key(f"c:{name}"), "held", "1")  # its time is over
        for place, said in enumerate(("ya", "setuju", "silakan diproses", "terserah bapak saja", "lanjutkan"), 10):
            await whole(node, sms(said, place))
            assert (await facts_of(node.ledger, name)).get("flagged") != "1", "which may mean anything by now"
        await whole(node, sms("isinya jangan dibuka", 3))
        assert await became(node, name) == "r"


@pytest.mark.parametrize(
    "said", ["ya", "iya jangan dibuka", "tidak usah, langsung kirim", "terserah bapak saja", "lanjutkan"]
)
async def test_to_nothing_it_does_nothing(tmp_path: Path, redis_url: str, said: str) -> None:
    async with a_node(tmp_path, redis_url, drafting=HASTY, hold_minutes=15) as node:
        await whole(node, ago(sms(LAMP, 1), 60))
        (name,) = await complaints(node)
        await whole(node, sms(said, 2))
        assert (await facts_of(node.ledger, name)).get("flagged") != "1"
