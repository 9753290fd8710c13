"""Albums and voice notes over real sockets, on all chats at once: what came together is one complaint."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import pytest
import pytest_asyncio
from waiting import a_town, until

from gateway.simulator.narrator import words_to
from gateway.simulator.town import Town

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="module")]

EXTRA = {"SMS_QUIET_SECONDS": "2", "CHAT_QUIET_SECONDS": "2", "NUMBER_WAIT_SECONDS": "5", "JOURNAL_RESERVE_MB": "1"}
VOICE = b"OggS" + b"\x01" * 400
_people = itertools.count(1)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    async with a_town(tmp_path_factory.mktemp("media"), **EXTRA) as found:
        yield found


def somebody(way: str) -> str:
    n = next(_people)
    return str(620_079_000 + n) if way == "telegram" else f"+62811000079{n:02d}"


def photo(n: int) -> tuple[str, bytes]:
    return "image/jpeg", b"\xff\xd8\xff\xe0" + b"%d" % n * 40


async def by_twilio(town: Town, way: str, address: str, text: str = "", *media: tuple[str, bytes]) -> None:
    url = f"{town.nodes[0].url}/twilio/{way}"
    status, _ = await town.twilio.phone_sends(url, address, text, whatsapp=way == "whatsapp", media=media)
    assert status == 200


async def album(town: Town, way: str, address: str, caption: str) -> int:
    """Of three photos; only one has the words. How many files that are."""
    if way == "telegram":
        for words in ("", caption, ""):
            await town.telegram.citizen_sends(int(address), words, photo=True, album="1357")
    else:  # several files in one message, and what WhatsApp sends as messages of their own
        await by_twilio(town, way, address, caption, photo(1), photo(2))
        await by_twilio(town, way, address, "", photo(3))
    return 3


async def voice(town: Town, way: str, address: str) -> None:
    if way == "telegram":
        await town.telegram.citizen_sends(int(address), voice=VOICE)
    else:
        await by_twilio(town, way, address, "", ("audio/ogg", VOICE))


def submitted(town: Town, words: str) -> list[dict[str, Any]]:
    bodies = [json.loads(one.body)["case"] for one in town.central.store.seen if one.operation == "submit"]
    return [case for case in bodies if words in case["text"]]


def kinds(case: dict[str, Any]) -> list[str]:
    return [str(one["media_type"]).partition("/")[0] for one in case["attachments"]]


async def number_told(town: Town, way: str, address: str, reference: str) -> None:
    """In one answer."""
    number = town.central.store.find("town", reference)
    assert number
    await until(lambda: str(number.number) in "".join(words_to(town, way, address)))
    assert sum(str(number.number) in text for text in words_to(town, way, address)) == 1


def added(town: Town, reference: str) -> list[int]:
    """How many files came with each addition to a case."""
    seen = [one for one in town.central.store.seen if (one.operation, one.reference) == ("supplement", reference)]
    return [len(json.loads(one.body)["attachments"]) for one in seen]


async def writes(town: Town, way: str, address: str, text: str) -> None:
    if way == "telegram":
        await town.telegram.citizen_sends(int(address), text)
    else:
        await by_twilio(town, way, address, text)


async def the_case(town: Town, words: str) -> dict[str, Any]:
    await until(lambda: submitted(town, words))
    (case,) = submitted(town, words)
    return case


async def together(*ways: Coroutine[Any, Any, None]) -> None:
    async with asyncio.TaskGroup() as all_of_them:
        for way in ways:
            all_of_them.create_task(way)


CHATS = ("whatsapp", "telegram")


async def test_an_album_is_one_complaint_with_all_its_files(town: Town) -> None:
    async def goes(way: str) -> None:
        address, text = somebody(way), f"Tumpukan ban bekas di lapangan Desa Pejeng Kelod terbakar ({way})"
        count = await album(town, way, address, text)
        case = await the_case(town, text)
        assert (case["text"], kinds(case)) == (text, ["image"] * count)
        await number_told(town, way, address, case["reference"])
        assert len(words_to(town, way, address)) == 1

    await together(*map(goes, ("sms", *CHATS)))


async def test_a_voice_note_goes_with_the_words_around_it(town: Town) -> None:
    async def goes(way: str, first: str) -> None:
        address, text = somebody(way), f"Suara mesin pabrik es di Dusun Kutri keras sekali {first} ({way})"
        if first == "voice":
            await voice(town, way, address)
        await writes(town, way, address, text)
        if first == "words":
            await voice(town, way, address)
        case = await the_case(town, text)
        assert (case["text"], kinds(case)) == (text, ["audio"])
        await number_told(town, way, address, case["reference"])
        assert len(words_to(town, way, address)) == 1

    await together(*(goes(way, first) for way in CHATS for first in ("voice", "words")))


async def test_a_voice_note_alone_is_taken_and_says_who_writes_it_down(town: Town) -> None:
    before = len(town.central.store.in_order)

    async def goes(way: str) -> None:
        address = somebody(way)
        await voice(town, way, address)
        await until(lambda: words_to(town, way, address))
        (receipt,) = words_to(town, way, address)
        assert "petugas akan menuliskan isi pesan suara" in receipt

    await together(*map(goes, CHATS))
    assert len(town.central.store.in_order) == before, "a person writes it down first"


async def test_an_album_after_the_number_is_added_to_the_report_and_told_once(town: Town) -> None:
    async def goes(way: str) -> None:
        address, text = somebody(way), f"Pintu air di Subak Pejeng Kaja macet ({way})"
        await writes(town, way, address, text)
        case = await the_case(town, text)
        await number_told(town, way, address, case["reference"])
        count = await album(town, way, address, "")
        await until(lambda: added(town, case["reference"]) and len(words_to(town, way, address)) == 2)
        assert added(town, case["reference"]) == [count]

    await together(*map(goes, CHATS))
