"""Orders, courtesy and calls for help over real sockets: what is answered, how often, and to whom."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import re

import pytest
from citizen import CHATS, Citizen
from waiting import until

from gateway.simulator.narrator import words_to
from gateway.simulator.town import Town

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="session")]

OUR_NUMBER = re.compile(r"\b[1-79]\d{9}\b")
_people = itertools.count(1)


def phone() -> str:
    return f"+628110000{7000 + next(_people)}"


async def write(town: Town, way: str, address: str, text: str) -> None:
    await Citizen(town, way, address).writes(text)


async def answers(town: Town, way: str, address: str, count: int) -> list[str]:
    """The first `count` answers, once they are there."""
    await until(lambda: len(words_to(town, way, address)) >= count)
    return list(words_to(town, way, address))


async def taken(town: Town, text: str) -> str:
    """The national number of the case with these words."""
    wanted = hashlib.sha256(text.encode()).hexdigest()
    await until(lambda: any(case.text == wanted and case.number for case in town.central.store.in_order))
    return next(str(case.number) for case in town.central.store.in_order if case.text == wanted)


async def test_a_greeting_is_answered_once_a_day(town: Town) -> None:
    chat = "620070011"
    for text in ("halo", "assalamualaikum", "tes", "p"):
        await write(town, "telegram", chat, text)
    await write(town, "telegram", chat, "BANTUAN")
    first, second = await answers(town, "telegram", chat, 2)
    assert first == second, "one for all courtesy, and one for whoever asks for help"
    assert "UU 27/2022" in first
    text = "Lampu taman di Jalan Seruni Kelurahan Babakan padam sejak Jumat"
    await write(town, "telegram", chat, text)
    number = await taken(town, text)
    await until(lambda: any(number in said for said in words_to(town, "telegram", chat)))
    assert len(words_to(town, "telegram", chat)) == 3


async def test_a_strangers_status_is_told_nothing(town: Town) -> None:
    """Whichever chat the complaint came by, and whichever the stranger writes in; the same phone is the same person."""
    strangers = {way: str(620_070_020 + place) for place, way in enumerate(CHATS)}

    async def goes(way: str) -> None:
        own = str(620_070_030) if way == "telegram" else phone()
        text = f"Selokan di Gang Nusa Indah RT 7 Desa Pekandangan mampet total ({way})"
        await write(town, way, own, text)
        number = await taken(town, text)
        await answers(town, way, own, 1)
        for other in CHATS:
            stranger = strangers[way] if other == "telegram" else phone()
            await write(town, other, stranger, f"STATUS {number}")
            (told,) = await answers(town, other, stranger, 1)
            assert number not in told
            assert "Selokan" not in told
        same = {"sms": "whatsapp", "whatsapp": "sms_http", "sms_http": "sms"}.get(way, way)
        before = len(words_to(town, same, own))
        await write(town, same, own, f"ststus #{number}")
        assert number in (await answers(town, same, own, before + 1))[-1]

    async with asyncio.TaskGroup() as all_of_them:
        for way in CHATS:
            all_of_them.create_task(goes(way), name=way)


async def test_a_confidential_number_asks_for_its_word(town: Town) -> None:
    own = phone()
    text = "RAHASIA Oknum di kantor Kecamatan Sukaraja meminta uang pelicin"
    await write(town, "sms", own, text)
    number = await taken(town, text)
    await until(lambda: any(number in said for said in words_to(town, "sms", own)))
    said = next(said for said in words_to(town, "sms", own) if number in said)
    word = re.search(rf"{number} ([a-z]{{6}})\b", said)
    assert word, said
    before = len(words_to(town, "sms", own))
    await write(town, "sms", own, f"STATUS {number}")
    without = (await answers(town, "sms", own, before + 1))[-1]
    assert number not in without
    await write(town, "sms", own, f"status {number} {word[1].upper()}")
    assert number in (await answers(town, "sms", own, before + 2))[-1]


async def test_who_says_stop_is_taken_and_not_answered_until_start(town: Town) -> None:
    chat = phone()
    await write(town, "whatsapp", chat, "Berhenti")
    (stopped,) = await answers(town, "whatsapp", chat, 1)
    assert "MULAI" in stopped
    text = "Tiang telepon di Jalan Kemuning Desa Sindangsari hampir roboh"
    await write(town, "whatsapp", chat, text)
    await taken(town, text)
    assert len(words_to(town, "whatsapp", chat)) == 1, "not answered"
    await write(town, "whatsapp", chat, "MULAI")
    await until(lambda: any("Untuk melapor" in said for said in words_to(town, "whatsapp", chat)))
    more = "Papan nama jalan di Perumahan Griya Asri dicoret orang"
    await write(town, "whatsapp", chat, more)
    number = await taken(town, more)
    await until(lambda: any(number in said for said in words_to(town, "whatsapp", chat)))


async def test_twilio_has_answered_stop_itself(town: Town) -> None:
    own = phone()
    url = f"{town.nodes[0].url}/twilio/sms"
    status, _ = await town.twilio.phone_sends(url, own, "STOP", extra={"OptOutType": "STOP"})
    assert status == 200
    text = "Rambu dilarang parkir di Jalan Cempaka Desa Wanasari hilang"
    await write(town, "sms", own, text)
    await taken(town, text)
    other = phone()
    await write(town, "sms", other, "BANTUAN")
    await answers(town, "sms", other, 1)
    assert words_to(town, "sms", own) == []


async def test_a_call_for_help_is_told_whom_to_call_and_is_taken(town: Town) -> None:
    own, text = phone(), "TOLONG kebakaran di Gang Melati RT 2 Desa Cibeber, api makin besar"
    await write(town, "sms", own, text)
    await until(lambda: any("112" in said and "113" in said for said in words_to(town, "sms", own)))
    number = await taken(town, text)
    await until(lambda: any(number in said for said in words_to(town, "sms", own)))


async def test_what_cannot_be_read_is_asked_once_and_then_kept(town: Town) -> None:
    chat = "620070012"
    await write(town, "telegram", chat, "asdfghjkl")
    (asked,) = await answers(town, "telegram", chat, 1)
    assert OUR_NUMBER.search(asked) is None
    await write(town, "telegram", chat, "qwrtpsdfg hjkl")
    await taken(town, "qwrtpsdfg hjkl")


async def test_telegrams_commands_and_its_menu(town: Town) -> None:
    await until(lambda: set(town.telegram.menu) == {"", "id", "en"})
    assert {"status", "rahasia"} <= set(town.telegram.menu["en"]) & set(town.telegram.menu["id"])
    chat, text = "620070013", "Atap SD Negeri 2 Cikembar bocor setiap hujan"
    await write(town, "telegram", chat, text)
    number = await taken(town, text)
    await until(lambda: any(number in said for said in words_to(town, "telegram", chat)))
    before = len(words_to(town, "telegram", chat))
    await write(town, "telegram", chat, f"/status@satupintu_bot {number}")
    assert number in (await answers(town, "telegram", chat, before + 1))[-1]
    await write(town, "telegram", chat, "/language english")
    assert "English" in (await answers(town, "telegram", chat, before + 2))[-1]
    await write(town, "telegram", chat, f"/status {number}")
    assert "passed on" in (await answers(town, "telegram", chat, before + 3))[-1]


async def test_who_shares_their_own_phone_asks_for_its_complaints(town: Town) -> None:
    own, chat, other = phone(), 620070014, 620070015
    text = "Gapura Dusun Margasari miring dan membahayakan pejalan kaki"
    await write(town, "sms", own, text)
    number = await taken(town, text)
    await town.telegram.citizen_sends(other, contact=(own, chat))
    await write(town, "telegram", str(other), f"STATUS {number}")
    await until(lambda: words_to(town, "telegram", str(other)))
    await town.telegram.citizen_sends(chat, contact=(own.removeprefix("+"), chat))
    await answers(town, "telegram", str(chat), 1)
    await write(town, "telegram", str(chat), f"STATUS {number}")
    assert number in (await answers(town, "telegram", str(chat), 2))[-1]
    assert number not in "".join(words_to(town, "telegram", str(other))), "a stranger's contact joins nobody"
