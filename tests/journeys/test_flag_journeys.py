"""Protection, opening, withdrawal over real sockets: the whole way and back, as a citizen with a phone lives it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from citizen import CHATS, Citizen, cases_of
from waiting import a_town, until

from gateway.simulator.central_store import Stored
from gateway.simulator.town import Town

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="module")]

EXTRA = {"NUMBER_WAIT_SECONDS": "2", "JOURNAL_RESERVE_MB": "1", "SENSITIVE_HOLD_MINUTES": "15"}
EXTRA |= {"SMS_QUIET_SECONDS": "1", "CHAT_QUIET_SECONDS": "1"}
OURS = re.compile(r"\b[1-79]\d{9}\b")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    async with a_town(tmp_path_factory.mktemp("flags"), **EXTRA) as found:
        yield found


def calls_about(town: Town, case: Stored) -> list[str]:
    return [one.operation for one in town.central.store.seen if one.reference == case.reference]


async def on_each(goes: Callable[[str], Coroutine[Any, Any, None]]) -> None:
    """On all chats at once, for each of them waits."""
    async with asyncio.TaskGroup() as all_of_them:
        for way in CHATS:
            all_of_them.create_task(goes(way), name=way)


@pytest.mark.parametrize(("flag", "lane"), [("rahasia", "Gang Nuri"), ("ANONIM", "Gang Jalak")])
async def test_a_flag_after_the_number_is_in_force_there_and_told(town: Town, flag: str, lane: str) -> None:
    async def goes(way: str) -> None:
        citizen = Citizen(town, way)
        case = await citizen.complains(f"Saluran air di depan Balai Desa Kertosari mampet lagi, {lane} ({way})")
        assert (case.rahasia, case.anonim) == (False, False)
        await citizen.writes(flag)
        await until(lambda: getattr(case, flag.lower()))
        said = await citizen.hears("sudah berlaku")
        assert "rahasia" not in said.lower(), "phones are shared"
        assert "anonim" not in said.lower()
        assert calls_about(town, case)[0] == "submit"

    await on_each(goes)


async def test_what_does_not_hold_yet_is_told_as_it_is_and_then_that_it_does(town: Town) -> None:
    citizen = Citizen(town, "whatsapp")
    case = await citizen.complains("Pagar lapangan Desa Tirtomoyo roboh menimpa jalan setapak")
    before = len(town.central.store.seen)
    town.central.orders.down = "refuse"
    await citizen.writes("ANONIM")
    await citizen.hears("BELUM berlaku")
    assert not case.anonim
    town.central.orders.down = ""
    await until(lambda: case.anonim)
    await citizen.hears("sudah berlaku")
    assert len(town.central.store.seen) >= before


async def test_buka_needs_the_word_of_the_same_chat(town: Town) -> None:
    async def goes(way: str) -> None:
        citizen, stranger = Citizen(town, way), Citizen(town, way)
        text = f"Genset kantor Desa Sumberejo dipinjamkan tanpa catatan ({way})"
        await citizen.writes(f"RAHASIA {text}")
        await until(lambda: cases_of(town, f"RAHASIA {text}"))
        (case,) = cases_of(town, f"RAHASIA {text}")
        await citizen.hears(str(case.number))
        await stranger.writes(f"BUKA {case.number}")
        await stranger.hears("Tidak ada yang kami temukan")
        await citizen.writes("BUKA")
        word = await citizen.word()
        await stranger.writes(word)
        await citizen.writes("sendok" if word != "sendok" else "payung")
        await citizen.hears("tidak cocok")
        assert case.rahasia
        await citizen.writes(f" {word.upper()}. ")
        await until(lambda: not case.rahasia)
        await citizen.hears("sudah dibuka")
        assert not any("sudah dibuka" in one for one in stranger.heard)
        await citizen.writes("RT 5 dekat mushola")
        await until(lambda: calls_about(town, case)[-1] == "supplement")
        await until(lambda: len(citizen.heard) == 5)
        assert "lindung" not in citizen.heard[-1], "what is added does not close it again"

    await on_each(goes)


async def test_batal_before_submission_needs_no_word_and_nothing_goes(town: Town) -> None:
    citizen, text = Citizen(town, "telegram"), "Trotoar di Jalan Teratai ambles dekat pos kamling"
    town.central.orders.down = "refuse"
    try:
        await citizen.writes(text)
        await until(lambda: citizen.heard)
        await citizen.writes("batal")
        await citizen.hears("sudah ditarik")
    finally:
        town.central.orders.down = ""
    other = await Citizen(town, "telegram").complains("Tempat sampah Pasar Legi penuh sejak kemarin sore")
    assert other.number
    assert cases_of(town, text) == []


async def test_batal_after_submission_needs_the_word(town: Town) -> None:
    async def goes(way: str) -> None:
        citizen, stranger = Citizen(town, way), Citizen(town, way)
        case = await citizen.complains(f"Jembatan kayu Dusun Ngemplak lapuk dan bergoyang ({way})")
        await stranger.writes(f"BATAL {case.number}")
        await stranger.hears("Tidak ada yang kami temukan")
        await citizen.writes(f"BATAL {case.number}")
        word = await citizen.word()
        assert case.status != "ditarik"
        await citizen.writes(word)
        await until(lambda: case.status == "ditarik")
        await citizen.hears("sudah ditarik")

    await on_each(goes)


async def test_what_is_dangerous_in_public_is_offered_protection_and_waits(town: Town) -> None:
    first, second = Citizen(town, "whatsapp"), Citizen(town, "sms")
    texts = (
        "Suami saya sering memukul saya di rumah kontrakan RT 2",
        "Perangkat desa melakukan pungli surat tanah RT 9",
    )
    await first.writes(texts[0])
    await second.writes(texts[1])
    offer = await first.hears("RAHASIA", "KIRIM", "15 menit")
    assert OURS.search(offer)
    await second.hears("RAHASIA", "KIRIM")
    assert [case for text in texts for case in cases_of(town, text)] == [], "held"
    await first.writes("RAHASIA")
    await second.writes("kirim")
    await until(lambda: all(cases_of(town, text) for text in texts))
    assert [case.rahasia for text in texts for case in cases_of(town, text)] == [True, False]


async def test_a_call_for_help_is_told_whom_to_call_and_protected_when_asked_without_waiting(town: Town) -> None:
    """No list of words knows it for a call for help."""

    async def goes(way: str) -> None:
        citizen = Citizen(town, way)
        text = f"suami saya ngamuk bawa pisau memukul saya dan anak, saya ngumpet di kamar mandi rumah RT 6 ({way})"
        await citizen.writes(text)
        await citizen.hears("110", "112", "113", "119", "RAHASIA")
        await until(lambda: cases_of(town, text))
        (case,) = cases_of(town, text)
        await until(lambda: case.number)
        assert not case.rahasia
        await citizen.writes("RAHASIA")
        await until(lambda: case.rahasia)

    await on_each(goes)


async def test_nobody_is_shown_in_logs_or_metrics(town: Town) -> None:
    citizen = Citizen(town, "sms")
    await citizen.complains("Pagar makam di Desa Mekarmukti roboh menimpa dua nisan")
    await citizen.writes("RAHASIA")
    await citizen.hears("sudah berlaku")
    url = f"http://127.0.0.1:{town.nodes[0].private}/metrics"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        metrics: Any = await answer.text()
    logs = "".join(path.read_text("utf-8", "replace") for path in town.folder.glob("*.log"))
    for secret in ("Wayan Sukerti", "Mekarmukti", "memukul", "pungli surat", "+62811000071"):
        assert secret not in logs
        assert secret not in metrics
    assert "act_amended" in metrics
