"""Whoever names a complaint by its number tells something of that one: over real sockets, in one chat and another."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from citizen import Citizen
from waiting import a_town, until

from gateway.simulator.town import Town

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def naming(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    extra = {"SMS_QUIET_SECONDS": "1", "CHAT_QUIET_SECONDS": "1", "NUMBER_WAIT_SECONDS": "4", "JOURNAL_RESERVE_MB": "1"}
    async with a_town(tmp_path_factory.mktemp("naming"), **extra) as found:
        found.central.store.seen = deque(maxlen=5_000)
        yield found


def told(town: Town, words: str) -> list[tuple[str, str, dict[str, Any]]]:
    """What the central system was told with these words: how, of which case, and what."""
    seen = [(one.operation, str(one.reference), one.body) for one in town.central.store.seen if one.body]
    bodies = [(how, about, json.loads(body)) for how, about, body in seen if how in ("submit", "supplement")]
    return [(how, about, body) for how, about, body in bodies if words in body.get("case", body).get("text", "")]


def flags(body: dict[str, Any]) -> dict[str, bool]:
    return dict(body.get("case", body)["flags"])


@pytest.mark.parametrize("way", ["sms_http", "telegram", "mail"])
async def test_what_names_the_older_complaint_is_added_to_that(naming: Town, way: str) -> None:
    citizen = Citizen(naming, way)
    older = await citizen.complains(f"Jalan di depan balai desa Ngadi{way[:3]} berlubang")
    newer = await citizen.complains(f"Guru SDN Ngadi{way[:3]} 2 jarang masuk sudah sebulan")
    await citizen.writes(f"tambahan laporan {older.number}: lubangnya sedalam 30 cm")
    await until(lambda: told(naming, f"{older.number}: lubangnya"))
    ((how, about, _),) = told(naming, f"{older.number}: lubangnya")
    assert (how, about) == ("supplement", older.reference) != ("supplement", newer.reference)


async def test_what_names_a_protected_complaint_stays_in_it(naming: Town) -> None:
    citizen = Citizen(naming, "telegram")
    secret = await citizen.complains("RAHASIA Bendahara SD Negeri Wetan minta uang 300 ribu per murid")
    await citizen.complains("Lampu jalan di Dusun Kulon mati sejak Jumat")
    await citizen.writes(f"untuk nomor {secret.number} bendahara itu bernama Bu Hartini")
    await until(lambda: told(naming, "Bu Hartini"))
    ((how, about, _),) = told(naming, "Bu Hartini")
    assert (how, about) == ("supplement", secret.reference)


@pytest.mark.parametrize("before", ["Lampu jalan di Dusun Girimulyo mati sejak Jumat", ""])
async def test_what_names_it_from_another_chat_is_as_protected(naming: Town, before: str) -> None:
    """Neither with the open complaint of that chat, nor as a public one of its own; that chat hears nothing of it."""
    phone = Citizen(naming, "sms")
    secret = await phone.complains(f"RAHASIA Bidan Puskesmas minta uang 400 ribu untuk melahirkan {before[-5:]}")
    chat = Citizen(naming, "whatsapp", address=phone.address)
    if before:
        await chat.complains(before)
    words = f"tambahan laporan {secret.number}: bidannya bernama Bu Ratmi"
    await chat.writes(words)
    await until(lambda: told(naming, words))
    ((how, about, body),) = told(naming, words)
    assert how == "submit"
    assert about != secret.reference
    assert flags(body)["rahasia"]
    await chat.hears("dijaga")
    assert str(secret.number) not in chat.told


async def test_the_number_of_somebody_else_is_nothing(naming: Town) -> None:
    secret = await Citizen(naming, "telegram").complains("RAHASIA Lurah Kidul minta uang 100 ribu untuk surat")
    stranger = Citizen(naming, "telegram")
    mine = await stranger.complains("Selokan di Dusun Lor mampet sejak Senin")
    await stranger.writes(f"tambahan laporan {secret.number}: baunya menyengat")
    await until(lambda: told(naming, "baunya menyengat"))
    ((how, about, _),) = told(naming, "baunya menyengat")
    assert (how, about) == ("supplement", mine.reference)
    assert "dijaga" not in stranger.told
