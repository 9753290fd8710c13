"""People write in pieces, over real sockets and two gateways: one complaint, one number, whatever the order."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import deque
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import aiohttp
import pytest
import pytest_asyncio
from redis import Redis
from waiting import a_town, until

from forwarder.seal import Sealer, decode_key
from gateway.journal_reader import JournalReader
from gateway.simulator.central_store import Stored
from gateway.simulator.narrator import words_to
from gateway.simulator.town import Town

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="session")]

QUIET = {"SMS_QUIET_SECONDS": "3", "CHAT_QUIET_SECONDS": "3"}
CHATS = ("sms", "whatsapp", "sms_http", "telegram")
JPEG = b"\xff\xd8\xff\xe0" + b"0" * 40
_people = itertools.count(1)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def pair(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """Two gateways, and people who take their time."""
    extra = {**QUIET, "NUMBER_WAIT_SECONDS": "4", "JOURNAL_RESERVE_MB": "1"}
    async with a_town(tmp_path_factory.mktemp("pieces"), **extra) as found:
        found.central.store.seen = deque(maxlen=5_000)
        await found.add_node("node-2")
        with Redis.from_url(found.redis.url) as server:
            await until(lambda: len(marks(server)) == 2)
        yield found


def marks(server: Redis) -> list[object]:
    """The nodes that say how far they have taken in what came: one that has just begun is waited for by nobody."""
    epoch = server.get("sp:epoch")
    name = epoch.decode() if isinstance(epoch, bytes) else ""
    return list(cast("dict[object, object]", server.hgetall(f"sp:{name}:marks")))


def somebody(way: str) -> str:
    n = next(_people)
    return str(620_077_000 + n) if way == "telegram" else f"+62811000077{n:02d}"


async def say(town: Town, way: str, address: str, text: str = "", node: int = 0, **more: Any) -> None:
    """One message, to one of the gateways; Telegram knows one address of ours only. `place` is the provider's number,
    `ago` how many seconds before it was written."""
    place, ago = more.pop("place", 0), more.pop("ago", 0.0)
    at, url = datetime.now(UTC) - timedelta(seconds=ago), town.nodes[node].url
    if way == "sms_http":
        status, _ = await town.aggregator.phone_sends(f"{url}/sms", address, text, at=at)
    elif way != "telegram":
        path = f"{url}/twilio/{way}"
        status, _ = await town.twilio.phone_sends(path, address, text, whatsapp=way == "whatsapp", **more)
    elif place:
        status = await _update(town, node, int(address), text, place, at)
    else:
        await town.telegram.citizen_sends(int(address), text, **more)
        return
    assert status == 200


async def _update(town: Town, node: int, chat: int, text: str, place: int, at: datetime) -> int:
    """As Telegram pushes it, in an order of our own."""
    town.telegram._known.add(chat)  # else nothing could be sent there
    person = {"id": chat, "is_bot": False, "first_name": "Sari"}
    message = {"message_id": place, "date": int(at.timestamp()), "from": person, "text": text}
    message["chat"] = {"id": chat, "type": "private", "first_name": "Sari"}
    secret = {"X-Telegram-Bot-Api-Secret-Token": town.nodes[node].env["TELEGRAM_SECRET"]}
    body = json.dumps({"update_id": 9_000_000 + place, "message": message})
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{town.nodes[node].url}/telegram", data=body, headers=secret) as answer,
    ):
        return answer.status


def cases(town: Town, words: str) -> list[tuple[Stored, dict[str, Any]]]:
    """Cases with these words in their text, as they were submitted."""
    seen = [
        (one.reference, json.loads(one.body)["case"]) for one in town.central.store.seen if one.operation == "submit"
    ]
    texts = {reference: case for reference, case in seen if words in case["text"]}
    return [(one, texts[one.reference]) for one in town.central.store.in_order if one.reference in texts]


async def taken_in(town: Town) -> None:
    """Nobody types an order within the milliseconds that a gateway needs to hear what came before it."""
    for node in town.nodes:
        reader = JournalReader.open(node.folder, Sealer.of(decode_key(town.keys[1])))
        try:
            await until(lambda reader=reader: not reader.open_rows(0, 1))  # type: ignore[misc]
        finally:
            reader.close()


def supplements(town: Town, words: str) -> list[str]:
    bodies = [json.loads(one.body) for one in town.central.store.seen if one.operation == "supplement"]
    return [body["text"] for body in bodies if words in body["text"]]


async def only_case(town: Town, words: str) -> dict[str, Any]:
    await until(lambda: cases(town, words))
    await until(lambda: cases(town, words)[0][0].number)
    ((_, case),) = cases(town, words)
    return case


async def told_once(town: Town, way: str, address: str, words: str) -> None:
    """The number, in one answer."""
    number = cases(town, words)[0][0].number
    await until(lambda: number in "".join(words_to(town, way, address)))
    assert sum(number in text for text in words_to(town, way, address)) == 1


TOLD = {
    "sms": ["1/3 Selokan di depan Pasar Ubung Kaja", "2/3 tersumbat sampah sejak Senin,", "3/3 airnya naik ke jalan"],
    "sms_http": ["Saluran air di Banjar Anyar Kelod", "jebol sejak hari Kamis,", "air masuk ke rumah warga"],
    "telegram": ["Tiang listrik di Dusun Munduk Lestari", "miring setelah hujan kemarin,", "kabelnya menyentuh atap"],
    "whatsapp": ["Jembatan gantung di Desa Tirta Sari putus talinya"],
}
# As they arrive, and in whose order they stand: Telegram counts messages that have the same second.
OTHERWISE = [
    ("telegram", [(1, 30.0), (0, 30.0)]),
    ("sms_http", [(1, 20.0), (0, 30.0)]),
    ("sms", [(1, 0.0), (0, 0.0)]),
    ("whatsapp", [(1, 0.0), (0, 0.0)]),
]


@pytest.mark.parametrize("way", CHATS)
async def test_pieces_in_shuffled_order_over_two_gateways(pair: Town, way: str) -> None:
    address, lines = somebody(way), TOLD[way]
    order = [(2, 1), (0, 0), (1, 1)] if len(lines) == 3 else [(0, 1)]
    if way == "whatsapp":
        await say(pair, way, address, node=0, media=[("image/jpeg", JPEG)])
        await say(pair, way, address, node=1, location=(-8.65, 115.21, "Balai Desa"))
    for line, node in order:
        await say(pair, way, address, lines[line], node, place=line + 1, ago=60.0 - 10 * line)
    case = await only_case(pair, lines[0])
    assert case["text"] == "\n".join(lines)
    assert (len(case["attachments"]), "location" in case) == ((1, True) if way == "whatsapp" else (0, False))
    await told_once(pair, way, address, lines[0])
    assert len(words_to(pair, way, address)) == 1


@pytest.mark.parametrize(("way", "arrives"), OTHERWISE, ids=[row[0] for row in OTHERWISE])
async def test_what_goes_on_came_first(pair: Town, way: str, arrives: list[tuple[int, float]]) -> None:
    """Twilio tells no time of its own: what says that it goes on stands behind what it goes on from."""
    address = somebody(way)
    lines = [f"Gapura di Banjar Pande Kaler miring ({way})", "lanjutan: catnya juga mengelupas sejak lama"]
    for line, ago in arrives:
        await say(pair, way, address, lines[line], line, place=line + 1, ago=ago)
    assert (await only_case(pair, lines[0]))["text"] == "\n".join(lines)
    await told_once(pair, way, address, lines[0])


@pytest.mark.parametrize("way", CHATS)
async def test_a_greeting_then_a_complaint(pair: Town, way: str) -> None:
    address, text = somebody(way), f"Tempat sampah di Taman Kota Lumintang pecah semua ({way})"
    await say(pair, way, address, "halo min")
    await say(pair, way, address, text)
    assert (await only_case(pair, text))["text"] == text
    await told_once(pair, way, address, text)
    assert len(words_to(pair, way, address)) == 2, "the help, and the number"


@pytest.mark.parametrize("way", ["sms", "whatsapp", "telegram"])
async def test_a_photo_after_the_number_goes_to_the_same_report(pair: Town, way: str) -> None:
    address, text = somebody(way), f"Halte bus di Jalan Gunung Agung roboh sebagian ({way})"
    await say(pair, way, address, text)
    await only_case(pair, text)
    await told_once(pair, way, address, text)
    number, before = cases(pair, text)[0][0].number, pair.central.store.counts.supplements
    if way == "telegram":
        await say(pair, way, address, photo=True)
    else:
        await say(pair, way, address, node=1, media=[("image/jpeg", JPEG)])
    await until(lambda: pair.central.store.counts.supplements > before)
    await until(lambda: cases(pair, text)[0][0].supplements)
    await until(lambda: len(words_to(pair, way, address)) == 2)
    assert "tambah" in words_to(pair, way, address)[-1].lower()
    assert len(cases(pair, text)) == 1
    assert number


@pytest.mark.parametrize("way", CHATS)
async def test_rahasia_as_the_last_word(pair: Town, way: str) -> None:
    address, text = somebody(way), f"Petugas loket di Terminal Mengwi Lama tidak ramah ({way})"
    await say(pair, way, address, text)
    await taken_in(pair)
    await say(pair, way, address, "RAHASIA", node=1)
    await until(lambda: any(one.rahasia and one.channel == way for one in pair.central.store.in_order))
    found = cases(pair, text)
    assert [(one.rahasia, case["text"]) for one, case in found] == [(True, text)]
    await until(lambda: words_to(pair, way, address))
    assert "Mengwi" not in "".join(words_to(pair, way, address))


@pytest.mark.parametrize("way", CHATS)
async def test_kirim_sends_at_once(pair: Town, way: str) -> None:
    address, text = somebody(way), f"Keran umum di Banjar Sigaran bocor terus ({way})"
    await say(pair, way, address, text)
    await taken_in(pair)
    await say(pair, way, address, "Kirim!", node=1)
    assert (await only_case(pair, text))["text"] == text
    await told_once(pair, way, address, text)
    assert len(words_to(pair, way, address)) == 1


@pytest.mark.parametrize("way", CHATS)
async def test_batal_before_it_was_sent(pair: Town, way: str) -> None:
    address, text = somebody(way), f"Pagar sekolah di Banjar Kertasari roboh ({way})"
    await say(pair, way, address, text)
    await taken_in(pair)
    await say(pair, way, address, "BATAL", node=1)
    await until(lambda: words_to(pair, way, address))
    assert "atalkan" in words_to(pair, way, address)[0]
    after = f"Lampu taman di Banjar Kertasari padam ({way})"
    await say(pair, way, address, after)
    await only_case(pair, after)
    assert cases(pair, text) == []


async def test_an_edited_message_counts_as_it_reads_now(pair: Town) -> None:
    address, right = somebody("telegram"), "Trotoar di Jalan Kamboja Tengah ambles"
    place = await pair.telegram.citizen_sends(int(address), "Trotoar di Jalan Kambija Tengah ambles")
    await pair.telegram.citizen_sends(int(address), right, edit=place)
    assert (await only_case(pair, "Trotoar di Jalan"))["text"] == right
    await told_once(pair, "telegram", address, right)
    now = f"{right}, di depan nomor 12"
    await pair.telegram.citizen_sends(int(address), now, edit=place)
    await until(lambda: supplements(pair, now))
    assert len(cases(pair, "Trotoar di Jalan")) == 1


async def test_redis_is_emptied_in_the_middle_of_a_sentence(pair: Town) -> None:
    address = somebody("sms")
    first, second = "1/2 Bak truk sampah di Banjar Pemamoran bocor,", "2/2 airnya tercecer sepanjang jalan"
    await say(pair, "sms", address, first)
    with Redis.from_url(pair.redis.url) as server:
        before = server.get("sp:epoch")
        server.flushall()
        await say(pair, "sms", address, second, node=1)
        await until(lambda: server.get("sp:epoch") not in (None, before))
    found = await only_case(pair, first)
    lines = [found["text"], *supplements(pair, second)]
    assert "\n".join(lines) == f"{first}\n{second}", "together, or one after the other: each once"
    await told_once(pair, "sms", address, first)


async def test_one_person_writes_to_both_gateways_at_once(pair: Town) -> None:
    address = somebody("whatsapp")
    lines = [f"Rambu ke-{n} di Simpang Enam Teuku Umar hilang" for n in range(10)]
    await asyncio.gather(*(say(pair, "whatsapp", address, line, n % 2) for n, line in enumerate(lines)))
    case = await only_case(pair, "di Simpang Enam Teuku Umar")
    assert sorted(case["text"].split("\n")) == sorted(lines)
    await told_once(pair, "whatsapp", address, lines[0])
