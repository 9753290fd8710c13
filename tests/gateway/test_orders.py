"""Orders and courtesy in a node: what their rows end as, and what outlasts a Redis that was emptied."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from node_kit import CHAT, NodeKit, a_node, answers_of, contact, mail, sms, telegram, understanding, whatsapp

from forwarder.joins import all_names
from forwarder.listener import Listener
from forwarder.preferences import Preferences, preferences_of
from gateway import tray
from gateway.drafting import Drafting
from gateway.row_end import complaints_in
from gateway.tray_sms import SmsTray
from normalizer.schema import ChannelName, Language, Medium, Raw

LAMP = "Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin"
FIRE = "Tolong kebakaran di Pasar Baru, api makin besar"
EARLIER = datetime(2026, 11, 1, tzinfo=UTC)


def who_of(node: NodeKit, channel: str, address: str) -> str:
    return f"{channel}-{node.rebuild.understanding.hasher.short('who', channel, address)[:16]}"


async def test_courtesy_is_answered_once_a_day_whatever_it_is(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        ends = await node.pumped(
            *(telegram(text, at) for at, text in enumerate(("halo", "tes", "ok", "P", "BANTUAN", "makasih"), 1))
        )
        assert ends == ["answered:help", *["unanswered:help"] * 3, "answered:help", "thanks"]
        assert len(await answers_of(node.ledger)) == 2
        await node.redis.flushall()
        assert await node.pumped(telegram("halo lagi", 9)) == [*ends, "unanswered:help"]
        assert len(await answers_of(node.ledger)) == 2


async def test_one_person_is_greeted_once_on_whatever_channels(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        said = await node.pumped(sms("halo", 1), whatsapp("halo", 2), sms("selamat pagi", 3))
        assert said == ["answered:help", "unanswered:help", "unanswered:help"]


async def test_who_asked_for_help_is_not_told_it_again_for_a_greeting(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        said = await node.pumped(sms("BANTUAN", 1), sms("halo", 2), sms("BANTUAN", 3))
        assert said == ["answered:help", "unanswered:help", "answered:help"]


async def test_a_wish_beside_courtesy_is_asked_of_the_newest_complaint(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        (told,) = await node.pumped(sms(LAMP))
        (name,) = complaints_in(told)
        for at, text in enumerate(("Tes, rahasia ya", "Terima kasih sudah dibantu, mohon dirahasiakan"), 2):
            (*_, end) = await node.pumped(sms(text, at))
            assert end.startswith(f"act:{name}:")
            assert end.endswith(":raise-r")


ORDERS = [
    ("stop", sms("STOP"), "answered:stopped", Preferences(stopped=True)),
    ("berhenti, then mulai", sms("mulai", 2), "answered:started", Preferences()),
    ("english", sms("language english", 2), "answered:language_set", Preferences(language=Language.ENGLISH)),
    ("a language we do not speak", sms("bahasa madura", 2), "answered:language_ask", Preferences()),
    ("twilio answered it", sms("ARRET", 2, OptOutType="STOP"), "unanswered:stopped", Preferences(stopped=True)),
]


@pytest.mark.parametrize(("label", "raw", "end", "wanted"), ORDERS, ids=[row[0] for row in ORDERS])
async def test_what_is_ordered_outlasts_a_flush(
    tmp_path: Path, redis_url: str, label: str, raw: Raw, end: str, wanted: Preferences
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        if "then" in label:
            await node.pumped(replace(sms("berhenti"), received_at=EARLIER))
        assert (await node.pumped(raw))[-1] == end
        who = who_of(node, "sms", "+6281100000001")
        assert await preferences_of(node.ledger, who) == wanted
        await node.redis.flushall()
        await node.pumped()
        assert await preferences_of(node.ledger, who) == wanted
        assert await preferences_of(node.ledger, who_of(node, "whatsapp", "+6281100000001")) == Preferences()


async def test_the_latest_word_counts_in_whatever_order_it_is_looked_at(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        started = sms("mulai", 2)
        stopped = replace(sms("stop", 1), received_at=EARLIER)
        await node.pumped(started)
        await node.pumped(stopped)
        assert await preferences_of(node.ledger, who_of(node, "sms", "+6281100000001")) == Preferences()


WISHES = [("STOP", Preferences(stopped=True)), ("language english", Preferences(language=Language.ENGLISH))]


@pytest.mark.parametrize(("text", "wanted"), WISHES, ids=[row[0] for row in WISHES])
async def test_nobody_orders_in_a_name_that_was_borrowed(
    tmp_path: Path, redis_url: str, text: str, wanted: Preferences
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        own = mail(text, 2, sender="sari@warga.example.org")
        borrowed = replace(own, headers=(("MAIL FROM", "x@evil.example"), *own.headers[1:]))
        who = who_of(node, "mail", "sari@warga.example.org")
        (end,) = await node.pumped(borrowed)
        assert end.startswith("unanswered:")
        assert await preferences_of(node.ledger, who) == Preferences()
        await node.pumped(own)
        assert await preferences_of(node.ledger, who) == wanted


CONTACTS = [
    ("their own", contact("6281100000001", CHAT), True),
    ("their own, with a plus", contact("+62 811-0000-0001", CHAT), True),
    ("somebody else's", contact("6281100000001", CHAT + 1), False),
    ("forwarded", contact("6281100000001", CHAT, forwarded=True), False),
]


@pytest.mark.parametrize(("label", "raw", "joins"), CONTACTS, ids=[row[0] for row in CONTACTS])
async def test_only_ones_own_contact_joins_and_outlasts_a_flush(
    tmp_path: Path, redis_url: str, label: str, raw: Raw, joins: bool
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        first = (await node.pumped(sms(LAMP)))[0]
        number = first.split(":")[2]
        assert ("answered:joined" in (await node.pumped(raw))[1]) is joins, label
        hasher = node.rebuild.understanding.hasher
        account, phone = (hasher.short("person", name) for name in (f"telegram:{CHAT}", "tel:+6281100000001"))
        for _ in range(2):
            names = await all_names(node.ledger, [account])
            assert names == ({account, phone} if joins else {account})
            assert await all_names(node.ledger, [phone]) == ({account, phone} if joins else {phone})
            await node.redis.flushall()
            await node.pumped()
        end = (await node.pumped(telegram(f"STATUS {number}", 2)))[-1]
        assert end == ("answered:status" if joins else "answered:status_unknown")


async def test_a_phone_asks_for_what_its_telegram_account_wrote(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        ends = await node.pumped(telegram(LAMP, 1))
        number = ends[0].split(":")[2]
        assert (await node.pumped(sms(f"STATUS {number}", 1)))[-1] == "answered:status_unknown"
        await node.pumped(contact("6281100000001", CHAT, 2))
        assert (await node.pumped(whatsapp(f"STATUS {number}", 2)))[-1] == "answered:status"


async def test_what_cannot_be_read_is_asked_once_and_then_kept(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        asked, kept = await node.pumped(sms("asdfghjkl", 1), sms("qwrtpsdfg", 2))
        assert asked.startswith("asked:unclear:sms-")
        assert kept.startswith("complaint:")
        found = await node.ledger.standing_of(complaints_in(kept)[0])
        assert found
        assert "gibberish" in found.look
        await node.redis.flushall()
        assert await node.pumped() == [asked, kept]
        assert await node.ledger.standing_of(complaints_in(kept)[0])


async def test_a_call_for_help_is_answered_beside_its_complaint(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        (end,) = await node.pumped(sms(FIRE))
        taken, told = end.split(" ")
        assert (taken.partition(":")[0], told) == ("complaint", "answered:emergency")
        before = await answers_of(node.ledger)
        assert {key.split()[1] for key in before} == {"receipt", "emergency"}
        await node.redis.flushall()
        assert await node.pumped() == [end]
        assert set(await answers_of(node.ledger)) == set(before)


async def test_a_call_for_help_in_a_conversation_is_answered_at_once(tmp_path: Path, redis_url: str) -> None:
    quiet = Drafting({Medium.SMS: timedelta(seconds=30), Medium.CHAT: timedelta(seconds=30)})
    async with a_node(tmp_path, redis_url, drafting=quiet) as node:
        ends = await node.pumped(sms(FIRE), telegram("halo", 1), telegram("asdfghjkl", 2))
        assert [end.partition(":")[2].rpartition(":")[2] for end in ends[:2]] == ["emergency", "help"]
        assert ends[2].startswith("asked:unclear:")
        assert ends[0].startswith("draft:")
        assert await told(node) == ["emergency", "help", "unclear"]
        await node.redis.flushall()
        assert await node.pumped() == ends
        assert await told(node) == ["emergency", "help", "unclear"]


async def told(node: NodeKit) -> list[str]:
    """Without the receipt: a call for help waits for no more words, so its complaint may have left by now."""
    whats = [key.split()[1] for key in await answers_of(node.ledger)]
    return sorted(what for what in whats if what != "receipt")


async def test_four_calls_for_help_a_day_are_told_three_times(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        ends = await node.pumped(*(sms(f"{FIRE} blok {place}", place) for place in range(1, 5)))
        assert [end.split(" ")[1] for end in ends] == ["answered:emergency"] * 3 + ["unanswered:emergency"]


MACHINES = [
    ("a sender's name", sms("Promo akhir tahun", phone="BANKCONTOH"), "held:sender-name"),
    ("a short code", sms("Sisa pulsa Anda Rp1.250", phone="4444"), "held:short-code"),
    ("a bank's code", sms("Kode OTP Anda 482913. Jangan berikan kepada siapapun."), "held:otp"),
    (
        "an advert",
        sms("Pinjaman dana tunai tanpa jaminan bunga rendah, cair hari ini. WA 0811-0000-7777"),
        "held:advert",
    ),
]


@pytest.mark.parametrize(("label", "raw", "end"), MACHINES, ids=[row[0] for row in MACHINES])
async def test_machines_wait_in_the_tray_and_a_person_lets_them_out(
    tmp_path: Path, redis_url: str, label: str, raw: Raw, end: str
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        assert await node.pumped(raw) == [end], label
        assert await answers_of(node.ledger) == {}
        await node.redis.flushall()
        assert await node.pumped() == [end]
        assert await tray.release(node.control, [1]) == 1
        released = (await node.pumped(sms(f"{LAMP}, {label}", 7)))[0]
        assert released.startswith("complaint:")
        assert not [key for key in await answers_of(node.ledger) if complaints_in(released)[0] in key]


def test_a_tray_shows_no_code() -> None:
    shown = SmsTray(understanding().channels[ChannelName("sms")])
    raw = MACHINES[2][1]
    assert shown.waits(raw) == "held:otp"
    assert "482913" not in "".join(shown.summary(raw))
    assert "482913" in shown.words(raw)


RECEIPTS = [
    ("where it is", sms(LAMP), ""),
    ("no place", sms("Lampu jalan mati sudah tiga hari"), "where"),
    ("nothing is told", sms("Tolong pak bantu kami segera"), "what"),
    ("protected", sms("RAHASIA lampu jalan mati sudah tiga hari"), ""),
    ("a pin alone", whatsapp("", Latitude="-8.65", Longitude="115.21", Label="Balai Desa"), "what"),
    ("an empty mail", replace(mail(""), body=mail("").body.replace(b"Subject: Laporan warga\n", b"")), "what"),
]


@pytest.mark.parametrize(("label", "raw", "asking"), RECEIPTS, ids=[row[0] for row in RECEIPTS])
async def test_a_receipt_asks_for_what_is_missing(
    tmp_path: Path, redis_url: str, label: str, raw: Raw, asking: str
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        (end,) = await node.pumped(raw)
        assert end.startswith("complaint:")
        leases = {lease.what: lease for lease in await node.ledger.lease_reply(10, 60_000)}
        assert dict(Listener.decode(leases["receipt"].listener).facts).get("asking", "") == asking


async def test_a_later_wish_means_all_that_was_told_in_the_last_day(tmp_path: Path, redis_url: str) -> None:
    road = "Jalan di depan pasar Kayumas berlubang, motor sering jatuh"
    async with a_node(tmp_path, redis_url) as node:
        told = await node.pumped(sms(LAMP), sms(road, 2))
        names = {name for end in told for name in complaints_in(end)}
        (*_, end) = await node.pumped(sms("laporan jalan rusak yang tadi jangan pakai nama saya", 3))
        about, what = end.split(":")[1], end.split(":")[-1]
        assert (set(about.split(",")), what) == (names, "raise-a")
        assert len(names) == 2
        await node.redis.flushall()
        assert (await node.pumped())[-1] == end
