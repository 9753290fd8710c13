"""From a citizen's phone over Telegram's pushes into the journal: once, whatever Telegram does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from channels import ALL
from channels.telegram import Telegram, from_env
from forwarder.seal import Hasher, Sealer
from forwarder.words_file import load, shipped
from forwarder.words_menu import menus_of
from gateway import listener
from gateway.intake import Intake, IntakeCounters
from gateway.journal import Journal
from gateway.journal_reader import JournalReader
from gateway.simulator.telegram import TOKEN, TelegramStandIn
from gateway.web import make_app
from normalizer.schema import Message

CHAT = 710000001
SECRET = "a-secret-of-the-webhook_1"


@dataclass
class Gateway:
    """Telegram's stand-in, the channel, the web listener and the journal behind it."""

    stand_in: TelegramStandIn
    telegram: Telegram
    url: str
    reader: JournalReader

    def kept(self) -> list[Message]:
        raws = [row.raw for row in self.reader.open_rows() if row.raw]
        return [message for raw in raws for message in self.telegram.read(raw)]

    async def all_confirmed(self, pushes: int) -> None:
        """Until the stand-in has pushed that often and has nothing left to push."""
        async with asyncio.timeout(20):
            while len(self.stand_in.updates) or self.stand_in.updates.pushes < pushes:  # noqa: ASYNC110 - no event
                await asyncio.sleep(0.005)


@pytest.fixture
async def gateway(tmp_path: Path) -> AsyncIterator[Gateway]:
    stand_in = TelegramStandIn(again_after=0.01)
    env = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_SECRET": SECRET, "TELEGRAM_API_BASE": await stand_in.start()}
    telegram = from_env(env, "http://127.0.0.1")
    assert telegram
    sealer = Sealer.of(b"s" * 32)
    journal = Journal.open(tmp_path, node="node-1", hasher=Hasher(b"h" * 32), sealer=sealer)
    counters = IntakeCounters.of(CollectorRegistry(), ("telegram",))
    app = make_app(Intake(journal, {telegram.name: telegram}, counters), ALL, "http://127.0.0.1")
    web = await listener.start(app, "127.0.0.1", 0)
    reader = JournalReader.open(tmp_path, sealer)
    yield Gateway(stand_in, telegram, f"http://127.0.0.1:{web.addresses[0][1]}", reader)
    await stand_in.stop()
    await telegram.close()
    await web.close()
    reader.close()
    journal.close()


async def test_what_a_citizen_sends_is_kept_once(gateway: Gateway) -> None:
    await gateway.telegram.register(gateway.url)
    first = await gateway.stand_in.citizen_sends(CHAT, "lampu jalan mati", name="Sari")
    for _ in range(20):
        await gateway.stand_in.repeat(first)
    await gateway.stand_in.citizen_sends(CHAT, "lampu jalan mati di RT 6", edit=first)
    await gateway.stand_in.citizen_sends(CHAT, photo=True)
    await gateway.all_confirmed(23)
    assert [(message.text, message.edited, len(message.attachments)) for message in gateway.kept()] == [
        ("lampu jalan mati", False, 0),
        ("lampu jalan mati di RT 6", True, 0),
        ("", False, 1),
    ]


async def test_the_menu_is_the_catalogues_an_operators_too(gateway: Gateway, tmp_path: Path) -> None:
    own = tmp_path / "words"
    own.mkdir()
    (own / "id.po").write_text('msgid "menu.menu"\nmsgstr "lapor: Kirim laporan\\n"\n"status: Tanya: /status nomor"\n')
    (own / "jv.po").write_text('msgid "menu.menu"\nmsgstr "lapor: Ngaturaken laporan"\n')
    (own / "bew.po").write_text('msgid "menu.menu"\nmsgstr "lapor: Telegram knows no third letter"\n')
    await gateway.telegram.offer(menus_of(load(own)))
    indonesian = {"lapor": "Kirim laporan", "status": "Tanya: /status nomor"}
    assert gateway.stand_in.menu_words == {
        "": indonesian,
        "id": indonesian,
        "jv": {"lapor": "Ngaturaken laporan"},
        "en": dict(menus_of(shipped())["en"]),
    }


async def test_with_another_secret_nothing_is_kept_and_nothing_is_lost(gateway: Gateway) -> None:
    stranger = replace(gateway.telegram, secret="another-secret")
    await stranger.register(gateway.url)
    await gateway.stand_in.citizen_sends(CHAT, "lampu jalan mati")
    while gateway.stand_in.updates.last_error is None:  # noqa: ASYNC110 - no event
        await asyncio.sleep(0.005)
    assert "403" in gateway.stand_in.updates.last_error[1]
    assert gateway.kept() == []
    await gateway.telegram.register(gateway.url)
    await gateway.all_confirmed(2)
    assert [message.text for message in gateway.kept()] == ["lampu jalan mati"]
    await stranger.close()


async def test_pushed_and_then_polled_is_one_delivery(gateway: Gateway) -> None:
    """Switching between the two ways doubles nothing: the key does not depend on the way."""
    await gateway.stand_in.citizen_sends(CHAT, "lampu jalan mati")
    raws, _ = await gateway.telegram.poll(0)
    await gateway.telegram.register(gateway.url)
    await gateway.all_confirmed(1)
    (message,) = gateway.kept()
    assert message.delivery == gateway.telegram.delivery_key(raws[0])
