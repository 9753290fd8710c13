"""Nothing a citizen wrote, is called or is reached at lies readable on the disk."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path

import pytest
from crowd import MOST, Crowd, eventually, ledger

from gateway.simulator.leaks import leaks, needles
from gateway.simulator.town import Town

pytestmark = pytest.mark.process

WORDS = "Jembatan bambu di dusun Kedungpring ambrol, anak-anak sekolah menyeberang sungai; NIK 3275014501900007"
QUIET = "Perangkat kelurahan Wonolopo meminta uang untuk surat pindah, mohon rahasia"
SHORT = "Talud sungai di dusun Kedungpring longsor dan menutup jalan ke balai warga"
NAMES = ("Sukmawati", "Prasetyaningrum", "Bagaskara")
PHONE, OTHER_PHONE, THIRD_PHONE, CHAT = "+6281100004477", "+6281100004488", "+6281100004499", 7_313_000_471
PHONES = (PHONE, OTHER_PHONE, THIRD_PHONE)
MAIL = "sukmawati.prasetyaningrum@surat.example.org"

LETTER = f"""From: {NAMES[0]} {NAMES[1]} <{MAIL}>
To: lapor@kab-contoh.example.org
Message-ID: <kedungpring-1@surat.example.org>
Date: Fri, 20 Nov 2026 10:00:00 +0700
Subject: Atap puskesmas Kedungpring bocor
Content-Type: text/plain; charset=utf-8

Atap ruang tunggu puskesmas Kedungpring bocor bila hujan, hubungi {PHONE}.
"""
LETTER_WORDS = "Atap ruang tunggu puskesmas Kedungpring bocor bila hujan"


def wanted() -> list[bytes]:
    """As they are, and as base64 of any alignment holds them."""
    plain = needles((WORDS, QUIET, SHORT, LETTER_WORDS), NAMES, (*PHONES, str(CHAT), MAIL))
    plain += [word.encode() for word in ("Kedungpring", "Wonolopo", "3275014501900007", "kedungpring-1@surat")]
    coded = [base64.b64encode(b"x" * shift + word)[4:-4] for word in plain if len(word) > 10 for shift in range(3)]
    return plain + coded


async def test_no_word_no_name_no_address_lies_on_the_disk(town: Town) -> None:
    town.extra["NUMBER_WAIT_SECONDS"] = "2"  # the one that is refused gets its receipt, and then all is quiet
    await town.start()
    crowd, node = Crowd(town), town.nodes[0]
    await every_journey(town)
    await crowd.all_quiet()
    await not_sent_then_sent(crowd)
    with ledger(town) as server:
        # Compression would hide what the search below looks for.
        server.config_set("rdbcompression", "no")
        assert server.dbsize() > 20
        server.bgrewriteaof()
        await eventually(lambda: not rewriting(town), 30)
        server.save()
    await town.workers[-1].stop()
    await node.serve.stop()
    files = [path for path in town.folder.rglob("*") if path.is_file()]
    assert {"node-1.log", "work.log", "server.log"} <= {path.name for path in files}
    assert any(path.name.startswith("journal") and path.stat().st_size > 50_000 for path in files)
    assert any(path.suffix == ".rdb" and path.stat().st_size > 1_000 for path in files)
    assert list(leaks(town.folder, wanted())) == []
    the_search_finds_what_is_there(town)


async def every_journey(town: Town) -> None:
    node = town.nodes[0]
    sms, whatsapp = f"{node.url}/twilio/sms", f"{node.url}/twilio/whatsapp"
    await town.twilio.phone_sends(sms, PHONE, WORDS)
    await town.twilio.phone_sends(whatsapp, OTHER_PHONE, QUIET, whatsapp=True, name=NAMES[2])
    await town.telegram.citizen_sends(CHAT, WORDS, name=NAMES[0])
    await node.mail(LETTER.replace("\n", "\r\n").encode(), MAIL)
    await town.aggregator.phone_sends(f"{node.url}/sms", THIRD_PHONE, SHORT)
    await town.twilio.phone_sends(sms, PHONE, f"halo, saya {NAMES[1]}")
    await town.twilio.post_signed(sms, {"From": PHONE, "Body": WORDS, "AccountSid": town.twilio.account}, sms)
    await eventually(lambda: len(town.central.store.in_order) >= 5, 30)
    await eventually(lambda: bool(town.telegram.messages_to(CHAT)) and bool(town.relay.mails_to(MAIL)), 30)
    await eventually(lambda: bool(town.twilio.messages_to(PHONE) and town.twilio.messages_to(OTHER_PHONE)), 30)
    await eventually(lambda: bool(town.aggregator.messages_to(THIRD_PHONE)), 30)
    number = town.central.store.in_order[0].number
    await town.twilio.phone_sends(sms, PHONE, f"STATUS {number}")
    await town.twilio.phone_sends(sms, PHONE, "rahasia")


async def not_sent_then_sent(crowd: Crowd) -> None:
    """Troubles are logged more than journeys are: some of each."""
    town = crowd.town
    town.central.orders.lose = town.central.orders.reject = town.central.orders.garble = 1
    town.relay.refuse_for_good()
    town.telegram.blocked.add(CHAT)
    await town.nodes[0].mail(LETTER.replace("bocor", "lapuk").replace("\n", "\r\n").encode(), MAIL)
    await town.telegram.citizen_sends(CHAT, f"{WORDS} sekali lagi", name=NAMES[0])
    await asyncio.to_thread(town.redis.kill)
    await asyncio.to_thread(town.redis.start)
    await crowd.all_quiet()


def rewriting(town: Town) -> bool:
    with ledger(town) as server:
        return bool(server.info("persistence")["aof_rewrite_in_progress"])


def the_search_finds_what_is_there(town: Town) -> None:
    """Were a word on the disk, it would be found: as it is, and in base64."""
    assert list(leaks(town.folder, [b"ledger_lives"])), "a log's own word"
    assert list(leaks(town.folder, [b"hset"])), "a command in Redis's file, or none was read"
    for place, planted in (
        (Path("planted"), WORDS.encode()),
        (Path("coded"), base64.b64encode(b"ab" + WORDS.encode())),
    ):
        (town.folder / place).write_bytes(b"\0" + planted + b"\0")
        assert {path.name for path, _ in leaks(town.folder, wanted())} == {place.name}
        (town.folder / place).unlink()
    assert set(MOST) == {"sms", "whatsapp", "telegram", "mail", "sms_http"}, "a new channel needs a journey here"
