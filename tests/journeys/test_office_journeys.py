"""A village office passes on what citizens wrote: the whole way over real sockets, and Redis emptied in the middle."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Callable
from email import message_from_bytes
from email.message import EmailMessage, Message

import pytest
import pytest_asyncio
from office_mail import OFFICE, PEOPLE, address_of, citizens, forward, office_mail
from redis.asyncio import Redis
from waiting import a_town, until

from gateway.simulator.central_store import Stored
from gateway.simulator.narrator import words_to
from gateway.simulator.town import Town

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="session")]

OURS = re.compile(r"\b[1-79]\d{9}\b")
EXTRA = {
    # Longer than a busy machine takes for five cases: their one answer has all numbers.
    "NUMBER_WAIT_SECONDS": "10",
    "JOURNAL_RESERVE_MB": "1",
    "MAIL_FORWARDERS": "desa-sukamaju.example.id, kades@desa-lain.example.id",
    "CONTACT": "SMS 1708",
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def office(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    async with a_town(tmp_path_factory.mktemp("office"), **EXTRA) as found:
        yield found


def case_of(town: Town, text: str) -> Stored | None:
    wanted = hashlib.sha256(text.encode()).hexdigest()
    return next((case for case in town.central.store.in_order if case.text == wanted), None)


def told(text: str) -> Callable[[str], str]:
    return lambda name: f"{text} ({name})"


def five(town: Town, words: Callable[[str], str], mark: str) -> bytes:
    # A subject of its own: the same one above other words would be taken for the same matter.
    people: list[EmailMessage] = [citizens(name, words(name), words(name)[:24]) for name in PEOPLE]
    return office_mail("Terlampir.", attached=people, mark=mark)


def mails_to(town: Town, address: str, mark: str) -> list[Message]:
    """The answers to that one mail, oldest first."""
    found = [message_from_bytes(mail.raw) for mail in town.relay.mails_to(address)]
    return [mail for mail in found if mark in str(mail["In-Reply-To"])]


def body_of(mail: Message) -> str:
    plain = next(part for part in mail.walk() if part.get_content_type() == "text/plain")
    data = plain.get_payload(decode=True)
    return data.decode() if isinstance(data, bytes) else ""


def pages_of(mail: Message) -> list[bytes]:
    """The words of each page of the printed receipts."""
    (paper,) = [part for part in mail.walk() if part.get_content_type() == "application/pdf"]
    data = paper.get_payload(decode=True)
    assert isinstance(data, bytes)
    assert data.startswith(b"%PDF")
    return re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL)


async def quiet(town: Town) -> None:
    """Everything that was written before is through: another mail came in after it and has its answer."""
    mark = f"quiet-{len(town.relay.mails)}"
    sender = f"{mark}@warga.example.org"
    await town.nodes[0].mail(office_mail(f"Portal jalan terkunci {mark}", mark=mark, sender=sender), sender)
    await until(lambda: words_to(town, "mail", sender))


async def test_five_attached_mails_are_five_cases_and_one_answer_with_five_pages(office: Town) -> None:
    words = told("Sumur kering sejak bulan lalu, mohon bantuan air bersih")
    raw = five(office, words, "lima")
    await office.nodes[0].mail(raw, OFFICE)
    await until(lambda: mails_to(office, OFFICE, "terusan-lima"))
    cases = [case_of(office, words(name)) for name in PEOPLE]
    numbers = [case.number for case in cases if case]
    assert len(set(numbers)) == 5
    (answer,) = mails_to(office, OFFICE, "terusan-lima")
    assert [number for number in numbers if number not in body_of(answer)] == []
    pages = pages_of(answer)
    assert len(pages) == 5
    for page, name, number in zip(pages, PEOPLE, numbers, strict=True):
        assert name.encode() in page
        assert str(number).encode() in page
        assert b"SMS 1708" in page
    for name, number in zip(PEOPLE, numbers, strict=True):
        await until(lambda name=name: words_to(office, "mail", address_of(name)))  # type: ignore[misc]
        (copy,) = words_to(office, "mail", address_of(name))
        assert str(number) in copy
        assert not re.search(r"sumur|kering|desa|dusun", copy, re.IGNORECASE)
    await office.nodes[0].mail(raw, OFFICE)
    await quiet(office)
    assert len(mails_to(office, OFFICE, "terusan-lima")) == 1
    assert len(words_to(office, "mail", address_of(PEOPLE[0]))) == 1


async def test_late_numbers_come_in_one_answer_though_redis_was_emptied_between(office: Town) -> None:
    words, before = told("Saluran irigasi jebol di blok sawah timur"), len(office.central.store.in_order)
    usual, office.central.orders.number_after = office.central.orders.number_after, "told"
    await office.nodes[0].mail(five(office, words, "lambat"), OFFICE)
    await until(lambda: mails_to(office, OFFICE, "terusan-lambat"))
    (receipt,) = mails_to(office, OFFICE, "terusan-lambat")
    ours = OURS.findall(body_of(receipt))
    assert len(set(ours)) == 5
    assert len(pages_of(receipt)) == 5
    redis = Redis.from_url(office.redis.url)
    first = await redis.get("sp:epoch")
    await redis.flushall()
    async with asyncio.timeout(40):
        while (await redis.get("sp:epoch")) in (None, first):  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.05)
        # Each case was asked for again, so that a number that comes now is news.
        while await _doubts(redis):  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.05)
    office.central.assign()
    office.central.orders.number_after = usual
    await until(lambda: len(mails_to(office, OFFICE, "terusan-lambat")) == 2)
    numbers = [case.number for name in PEOPLE if (case := case_of(office, words(name)))]
    answer = body_of(mails_to(office, OFFICE, "terusan-lambat")[1])
    assert [number for number in numbers if number not in answer] == []
    assert sorted(OURS.findall(answer)) == sorted(ours)
    assert len(office.central.store.in_order) - before == 5
    await quiet(office)
    assert len(mails_to(office, OFFICE, "terusan-lambat")) == 2
    await redis.aclose()


async def _doubts(redis: Redis) -> int:
    """Complaints of which nobody knows yet whether they were told."""
    count = 0
    async for key in redis.scan_iter(match="sp:*:c:*", count=500):
        state, doubt = await redis.hmget(key, ["state", "doubt"])
        count += state in (b"due", b"waiting") and doubt == b"1"
    return count


async def test_a_protected_forward_tells_the_office_and_nobody_else(office: Town) -> None:
    text = "RAHASIA. Kepala dusun memungut uang untuk air"
    raw = forward(text, name="Gita Rahayu", mark="rahasia")
    await office.nodes[0].mail(raw, OFFICE)
    await until(lambda: mails_to(office, OFFICE, "terusan-rahasia"))
    (answer,) = mails_to(office, OFFICE, "terusan-rahasia")
    (page,) = pages_of(answer)
    assert b"Gita" not in page
    assert not re.search(r"gita|uang|dusun", body_of(answer), re.IGNORECASE)
    await quiet(office)
    assert words_to(office, "mail", address_of("Gita Rahayu")) == []


async def test_a_stranger_who_forwards_is_answered_alone(office: Town) -> None:
    stranger = "warga@tetangga.example.org"
    raw = forward("Tiang listrik miring di gang Cempaka", name="Hasan Basri", mark="asing", sender=stranger)
    await office.nodes[0].mail(raw, stranger)
    await until(lambda: mails_to(office, stranger, "terusan-asing"))
    (answer,) = mails_to(office, stranger, "terusan-asing")
    assert not answer.is_multipart()
    await quiet(office)
    assert words_to(office, "mail", address_of("Hasan Basri")) == []


async def test_one_citizen_gets_three_numbers_a_day_at_most(office: Town) -> None:
    for place in range(5):
        raw = forward(f"Jalan lingkungan nomor {place} berlubang dalam", name="Indra Permana", mark=f"sering{place}")
        await office.nodes[0].mail(raw, OFFICE)
    await until(lambda: all(mails_to(office, OFFICE, f"terusan-sering{place}") for place in range(5)))
    await until(lambda: len(words_to(office, "mail", address_of("Indra Permana"))) >= 3)
    await quiet(office)
    assert len(words_to(office, "mail", address_of("Indra Permana"))) == 3


async def test_nobody_is_written_to_because_their_phone_was_typed(office: Town) -> None:
    typed = "1. Nama: Joko Susilo\nHP: 0811-0000-7001\nIsi: Jembatan kayu dekat masjid lapuk dan berbahaya.\n\n"
    typed += "2. Nama: Kartini\nHP: 0811-0000-7002\nIsi: Lampu jalan di pertigaan pasar padam sejak Senin.\n\n"
    typed += "3. Nama: Lukman\nIsi: Posyandu di dusun bawah tutup sejak dua bulan.\n"
    await office.nodes[0].mail(office_mail(typed, mark="ketik"), OFFICE)
    await until(lambda: mails_to(office, OFFICE, "terusan-ketik"))
    await quiet(office)
    (answer,) = mails_to(office, OFFICE, "terusan-ketik")
    pages = pages_of(answer)
    assert [b"Lukman" in page for page in pages] == [False, False, True]
    assert [words_to(office, "sms", phone) for phone in ("+6281100007001", "+6281100007002")] == [[], []]


async def test_a_list_for_the_office_and_help_for_others(office: Town) -> None:
    other, citizen = "kades@desa-lain.example.id", "warga2@tetangga.example.org"
    await office.nodes[0].mail(office_mail("REKAP", subject="", mark="rekap1"), OFFICE)
    await office.nodes[0].mail(office_mail("Mohon rekap bulan ini", subject="", mark="rekap2", sender=other), other)
    await office.nodes[0].mail(office_mail("REKAP", subject="", mark="rekap3", sender=citizen), citizen)
    await until(lambda: all(words_to(office, "mail", one) for one in (other, citizen)))
    await until(lambda: mails_to(office, OFFICE, "terusan-rekap1"))
    listed = body_of(mails_to(office, OFFICE, "terusan-rekap1")[0])
    assert len(OURS.findall(listed)) >= 10
    assert "Jalan lingkungan" in listed or "Jembatan putus" in listed
    assert "Kepala dusun" not in listed
    assert not OURS.findall("".join(words_to(office, "mail", other)))
    assert "RAHASIA" in words_to(office, "mail", citizen)[0]
    # Below our letter, as a mail program answers: the letter's own words ask for nothing, and take nothing away.
    below = "\n".join(f"> {line}" for line in listed.splitlines())
    asked = f"Rekap\n\nPada Min, 22 Nov 2026 pukul 18.22 LAPOR! <lapor@kab.example> menulis:\n{below}"
    await office.nodes[0].mail(office_mail(asked, subject="Re: Nomor untuk 3 laporan", mark="rekap4"), OFFICE)
    await until(lambda: mails_to(office, OFFICE, "terusan-rekap4"))
    assert OURS.findall(body_of(mails_to(office, OFFICE, "terusan-rekap4")[0])) == OURS.findall(listed)
