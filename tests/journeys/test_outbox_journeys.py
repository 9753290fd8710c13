"""Answers that arrive, through real processes: what Twilio reports later moves an answer on to the next way."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from waiting import a_town, until

from gateway.simulator.town import Town

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="module")]

TEXT = "Lampu jalan di Dusun Kalibening padam sejak hari Senin, gelap sekali kalau malam"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    async with a_town(tmp_path_factory.mktemp("outbox"), NUMBER_WAIT_SECONDS="1") as found:
        yield found


async def write(town: Town, phone: str, text: str) -> None:
    url = f"{town.nodes[0].url}/twilio/whatsapp"
    status, _ = await town.twilio.phone_sends(url, phone, text, whatsapp=True, name="Wayan Sukerti")
    assert status == 200


def got(town: Town, phone: str) -> list[tuple[str, str]]:
    """Way and status of each message of Twilio's to that phone."""
    ways = {True: "whatsapp", False: "sms"}
    return [(ways[one.to.startswith("whatsapp:")], one.status) for one in town.twilio.messages_to(phone)]


def short(town: Town, phone: str) -> str:
    """What the aggregator brought: an SMS to an Indonesian number goes by it, where there is one."""
    return "\n".join(one.text for one in town.aggregator.messages_to(phone))


async def test_a_chat_that_turns_out_closed_is_answered_by_sms(town: Town) -> None:
    phone = "+6281100007001"
    await write(town, phone, TEXT)
    # Their phone wrote, and all the same the provider says that the chat is closed.
    town.twilio.closed_windows.add(phone)
    await until(lambda: any(case.number and case.number in short(town, phone) for case in town.central.store.in_order))
    assert got(town, phone)[0] == ("whatsapp", "undelivered")


async def test_a_protected_one_stays_where_it_came_from(town: Town) -> None:
    phone = "+6281100007002"
    await write(town, phone, f"RAHASIA {TEXT}, dan kepala dusun tahu")
    town.twilio.closed_windows.add(phone)
    await until(lambda: ("whatsapp", "undelivered") in got(town, phone), 60)
    await until(lambda: len(town.central.store.in_order) == 2, 60)
    await write(town, phone, "halo")
    await until(lambda: [way for way, status in got(town, phone) if status == "read"], 60)
    assert {way for way, _ in got(town, phone)} == {"whatsapp"}
    assert short(town, phone) == ""


async def test_another_country_earns_nothing(town: Town) -> None:
    stranger, ours = "+4915200007003", "+6281100007003"
    await write(town, stranger, "Jembatan bambu di Kalibening putus, anak sekolah memutar jauh")
    await write(town, ours, "Sampah di Pasar Kliwon tidak diangkut sejak seminggu, baunya menyengat")
    await until(lambda: ("whatsapp", "read") in got(town, ours), 60)
    await until(lambda: len(town.central.store.in_order) == 4, 60)
    assert got(town, stranger) == [], "its complaint is forwarded all the same"
