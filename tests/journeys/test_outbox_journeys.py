"""Answers that arrive, through real processes: what Twilio reports later moves an answer on to the next way."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from email import message_from_bytes

import pytest
import pytest_asyncio
from citizen import Citizen
from waiting import a_town, until

from gateway.simulator.faults import Fault
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


async def a_closed_chat(town: Town, citizen: Citizen, text: str) -> tuple[str, str]:
    """A complaint whose number is late: its receipt, and the order in it that proves a mailbox ("" where none is)."""
    town.central.orders.number_after = "told"
    await citizen.writes(text)
    said = await citizen.hears("Nomor")
    town.twilio.closed_windows.add(citizen.address)
    order = re.search(r"STATUS [0-9]{10} [a-z]{6}(?= ke lapor@)", said)
    return said, order[0] if order else ""


async def number_comes(town: Town, *, sms: bool) -> str:
    """The central system gives it; the aggregator takes that SMS, or refuses it for good."""
    town.central.orders.tell = True
    if not sms:
        town.aggregator.faults.tell(Fault(kind="refuse", code=5, times=1))
    calls = town.aggregator.calls
    case = town.central.store.in_order[-1]
    assert town.central.assign(case.reference) == 1
    if not sms:
        await until(lambda: town.aggregator.calls > calls)
    return str(case.number)


async def test_who_is_reached_by_nothing_else_has_the_number_by_mail_once(town: Town) -> None:
    """Number late, window closed, no template, SMS refused; the mailbox known by STATUS and the word of the receipt."""
    citizen, owner = Citizen(town, "whatsapp"), Citizen(town, "mail")
    stranger, forged = Citizen(town, "mail"), Citizen(town, "mail")
    _, order = await a_closed_chat(town, citizen, "Pipa air di depan Balai Dusun Pandansari pecah, air terbuang terus")
    assert order
    await stranger.writes(f"{order.rpartition(' ')[0]} bababa")
    await stranger.hears("tidak kami temukan")
    await forged.writes(order, proven=False)
    await owner.writes(order)
    await owner.hears("sedang diproses")
    number = await number_comes(town, sms=False)
    await owner.hears(number)
    assert len([said for said in owner.heard if number in said]) == 1
    assert number not in stranger.told + forged.told + short(town, citizen.address)
    assert got(town, citizen.address)[-1] == ("whatsapp", "undelivered")
    (mail,) = [one for one in town.relay.mails_to(owner.address) if number in one.text]
    head = message_from_bytes(mail.raw)
    assert head["Auto-Submitted"] == "auto-replied"
    assert head["In-Reply-To"] == message_from_bytes(town.relay.mails_to(owner.address)[0].raw)["In-Reply-To"]


async def test_what_became_confidential_goes_to_no_mailbox(town: Town) -> None:
    citizen, owner = Citizen(town, "whatsapp"), Citizen(town, "mail")
    _, order = await a_closed_chat(town, citizen, "Bantuan beras di Kampung Baru Sidomulyo dipotong oleh perangkat")
    await owner.writes(order)
    await owner.hears("sedang diproses")
    await citizen.writes("RAHASIA")
    await citizen.hears("berlaku")
    town.twilio.closed_windows.add(citizen.address)
    number = await number_comes(town, sms=True)
    await until(lambda: ("whatsapp", "undelivered") in got(town, citizen.address))
    assert number not in owner.told + short(town, citizen.address)


async def test_a_confidential_receipt_offers_no_mailbox(town: Town) -> None:
    said, order = await a_closed_chat(
        town, Citizen(town, "whatsapp"), "RAHASIA Kepala pasar Wonosari menarik uang lapak dua kali"
    )
    assert (order, "lapor@" in said) == ("", False)
    await number_comes(town, sms=True)
