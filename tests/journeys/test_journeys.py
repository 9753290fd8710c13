"""Each channel the whole way: the real listener → the stand-in central system → the provider holds the answer."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import pytest
from waiting import until

from gateway.simulator.central_store import Stored
from gateway.simulator.leaks import leaks, needles
from gateway.simulator.narrator import words_to
from gateway.simulator.samples import letter
from gateway.simulator.town import Town

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="session")]

_people = itertools.count(1)
# All that was ever written here, for the search at the end.
WRITTEN: list[tuple[str, str, str]] = []
OUR_NUMBER = re.compile(r"\b[1-79]\d{9}\b")


def phone() -> str:
    """A number that cannot ring and that nobody here had before."""
    return f"+628110000{5000 + next(_people)}"


async def write(town: Town, way: str, address: str, text: str, *, mark: str = "", name: str = "Wayan Sukerti") -> None:
    WRITTEN.append((text, name, address))
    node = town.nodes[0]
    if way == "telegram":
        await town.telegram.citizen_sends(int(address), text, name=name)
    elif way == "sms_http":
        status, _ = await town.aggregator.phone_sends(f"{node.url}/sms", address, text)
        assert status == 200
    elif way == "mail":
        await node.mail(letter(address, name, text, mark or hashlib.md5(text.encode()).hexdigest()), address)
    else:
        status, _ = await town.twilio.phone_sends(
            f"{node.url}/twilio/{way}", address, text, sid=mark, name=name, whatsapp=way == "whatsapp"
        )
        assert status == 200


def case_of(town: Town, text: str) -> Stored | None:
    """The case with these words."""
    wanted = hashlib.sha256(text.encode()).hexdigest()
    found = [case for case in town.central.store.in_order if case.text == wanted]
    assert len(found) <= 1
    return found[0] if found else None


def told(town: Town, way: str, address: str) -> str:
    return "\n".join(words_to(town, way, address))


async def number_of(town: Town, text: str) -> str:
    await until(lambda: (case := case_of(town, text)) and case.number)
    case = case_of(town, text)
    assert case
    assert case.number
    return case.number


@contextmanager
def orders(town: Town, **changes: object) -> Iterator[None]:
    """The central system behaves so for a while."""
    before = {name: getattr(town.central.orders, name) for name in changes}
    for name, value in changes.items():
        setattr(town.central.orders, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(town.central.orders, name, value)


@pytest.mark.parametrize(
    ("way", "address"),
    [
        ("sms", "+6281100005901"),
        ("whatsapp", "+6281100005902"),
        ("sms_http", "+6281100005903"),
        ("telegram", "620059031"),
        ("mail", "wayan@warga.example.org"),
    ],
)
async def test_the_whole_way(town: Town, way: str, address: str) -> None:
    text = f"Trotoar di depan Puskesmas Kayumas ambles sedalam lutut ({way})"
    await write(town, way, address, text)
    number = await number_of(town, text)
    await until(lambda: number in told(town, way, address))
    case = case_of(town, text)
    assert case
    assert case.channel == way


async def test_fifty_identical_webhooks_are_one_complaint_and_one_answer(town: Town) -> None:
    address, text, sid = phone(), "Pohon besar tumbang menutup Jl Pattimura arah pasar", "SM" + "5" * 32
    await asyncio.gather(*(write(town, "sms", address, text, mark=sid) for _ in range(50)))
    number = await number_of(town, text)
    await until(lambda: number in told(town, "sms", address))
    assert told(town, "sms", address).count(number) == told(town, "sms", address).count(f"{number} ke") * 2
    assert len(words_to(town, "sms", address)) == 1


async def test_the_same_words_over_another_channel_are_one_submission_and_both_get_the_number(town: Town) -> None:
    address, text = phone(), "Pompa air RW 7 Kelurahan Sukasari rusak sejak awal bulan"
    await write(town, "sms", address, text)
    await write(town, "whatsapp", address, text)
    number = await number_of(town, text)
    await until(lambda: number in told(town, "sms", address) and number in told(town, "whatsapp", address))


async def test_the_same_words_of_another_person_are_another_complaint(town: Town) -> None:
    first, second = phone(), phone()
    text = "Lampu lalu lintas simpang empat Cendana mati total"
    await write(town, "sms", first, text)
    await write(town, "sms", second, text)
    await until(lambda: words_to(town, "sms", first) and words_to(town, "sms", second))
    wanted = hashlib.sha256(text.encode()).hexdigest()
    cases = [case for case in town.central.store.in_order if case.text == wanted]
    assert len(cases) == 2
    for address in (first, second):
        assert sum(str(case.number) in told(town, "sms", address) for case in cases) == 1


@pytest.mark.parametrize("flag", ["RAHASIA", "ANONIM"])
async def test_a_protected_complaint_is_never_joined_with_another_chat(town: Town, flag: str) -> None:
    address, text = phone(), f"{flag} kepala sekolah menahan dana bantuan murid"
    await write(town, "sms", address, text)
    await write(town, "whatsapp", address, text)
    await until(lambda: words_to(town, "sms", address) and words_to(town, "whatsapp", address))
    wanted = hashlib.sha256(text.encode()).hexdigest()
    numbers = {case.channel: case.number for case in town.central.store.in_order if case.text == wanted}
    assert set(numbers) == {"sms", "whatsapp"}
    await until(lambda: all(str(number) in told(town, way, address) for way, number in numbers.items()))
    assert str(numbers["whatsapp"]) not in told(town, "sms", address)
    assert str(numbers["sms"]) not in told(town, "whatsapp", address)
    assert "sekolah" not in told(town, "sms", address) + told(town, "whatsapp", address)


async def test_a_late_number_comes_after_a_receipt_with_ours(town: Town) -> None:
    address, text = phone(), "Bau limbah pabrik tahu masuk ke kelas SD Negeri 4 Karangrejo"
    with orders(town, number_after="told"):
        await write(town, "whatsapp", address, text)
        await until(lambda: words_to(town, "whatsapp", address))
    (receipt,) = words_to(town, "whatsapp", address)
    ours = OUR_NUMBER.search(receipt)
    assert ours
    assert not set(re.findall(r"\d{4}", address)) & set(re.findall(r"(?=(\d{4}))", ours[0]))
    town.central.assign()
    number = await number_of(town, text)
    await until(lambda: number in told(town, "whatsapp", address))
    assert len(words_to(town, "whatsapp", address)) == 2


async def test_the_central_system_calls_back_with_a_late_number(town: Town) -> None:
    """A number that a callback brings is there at once, long before the token is asked for again."""
    address, text = phone(), "Gorong-gorong depan kantor Desa Mekarsari runtuh semalam"
    with orders(town, number_after="told", tell=True):
        await write(town, "sms", address, text)
        await until(lambda: words_to(town, "sms", address))
        town.central.assign()
        number = await number_of(town, text)
        await until(lambda: number in told(town, "sms", address))
    assert town.central.store.counts.callbacks >= 1


async def test_an_honest_receipt_during_an_outage_then_the_number(town: Town) -> None:
    address, text = "620059032", "Ambulans puskesmas keliling tidak datang ke Dusun Watukarung"
    with orders(town, down="refuse"):
        await write(town, "telegram", address, text)
        await until(lambda: words_to(town, "telegram", address))
        assert case_of(town, text) is None
    number = await number_of(town, text)
    await until(lambda: number in told(town, "telegram", address))
    assert len(words_to(town, "telegram", address)) == 2


async def test_status_is_told_to_its_owner_and_to_nobody_else(town: Town) -> None:
    address, stranger, text = phone(), phone(), "Kabel listrik menjuntai rendah di gang Merpati RT 5"
    await write(town, "sms", address, text)
    number = await number_of(town, text)
    await until(lambda: number in told(town, "sms", address))
    await write(town, "whatsapp", address, f"Status #{number}")
    await write(town, "sms", stranger, f"STATUS {number}")
    await until(lambda: words_to(town, "whatsapp", address) and words_to(town, "sms", stranger))
    assert number in told(town, "whatsapp", address)
    assert "Merpati" not in told(town, "whatsapp", address)
    assert number not in told(town, "sms", stranger)


async def test_a_greeting_gets_help_and_is_no_complaint(town: Town) -> None:
    before = len(town.central.store.in_order)
    await write(town, "telegram", "620059033", "halo min")
    await until(lambda: words_to(town, "telegram", "620059033"))
    assert len(town.central.store.in_order) == before


async def test_a_robots_mail_is_never_answered(town: Town) -> None:
    robot = b"From: Postmaster <postmaster@kantor.example.net>\r\nTo: lapor@kab-contoh.example.org\r\n"
    robot += b"Auto-Submitted: auto-replied\r\nMessage-ID: <r1@kantor.example.net>\r\nSubject: Di luar kantor\r\n\r\n"
    await town.nodes[0].mail(robot + b"Saya sedang cuti sampai hari Senin.\r\n", "postmaster@kantor.example.net")
    await write(town, "mail", "sesudah@warga.example.org", "Portal jalan desa Bangunjiwo terkunci siang malam")
    await until(lambda: words_to(town, "mail", "sesudah@warga.example.org"))
    assert words_to(town, "mail", "postmaster@kantor.example.net") == []


async def test_garbage_that_is_authentic_is_kept_and_quarantined(town: Town) -> None:
    node = town.nodes[0]
    secret = {"X-Telegram-Bot-Api-Secret-Token": node.env["TELEGRAM_SECRET"]}
    async with aiohttp.ClientSession() as session:
        for body in (b"{", b"[]", b'{"update_id": 1, "message": {}}'):
            async with session.post(f"{node.url}/telegram", data=body, headers=secret) as answer:
                assert answer.status == 200
        async with session.post(f"{node.url}/telegram", data=b"{}") as answer:
            assert answer.status == 403

        async def quarantine() -> str:
            async with session.get(f"http://127.0.0.1:{node.private}/health/ready") as ready:
                return json.dumps(await ready.json())

        async with asyncio.timeout(40):
            while "quarantine" not in await quarantine():  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.05)


async def test_metrics_and_health_are_private(town: Town) -> None:
    node = town.nodes[0]
    async with aiohttp.ClientSession() as session:
        for path in ("/metrics", "/health/ready", "/health/live"):
            async with session.get(node.url + path) as answer:
                assert answer.status == 404
            async with session.get(f"http://127.0.0.1:{node.private}{path}") as answer:
                assert answer.status == 200
        async with session.get(f"http://127.0.0.1:{node.private}/metrics") as answer:
            text = await answer.text()
    assert "satupintu_journal_kept_total" in text
    assert not re.search(r"62811\d+", text)


async def test_nothing_that_was_written_lies_open_on_the_disk(town: Town) -> None:
    """Runs last, over what all journeys left: journal, write-ahead log, AOF, logs."""
    assert len(WRITTEN) >= 10
    words = needles(*zip(*WRITTEN, strict=True))
    assert list(leaks(town.folder, words)) == []
    planted = town.folder / "planted.log"
    planted.write_text(WRITTEN[0][0])
    assert list(leaks(town.folder, words))
    planted.unlink()
