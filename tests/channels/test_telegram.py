"""The Telegram channel against a Bot API on loopback that behaves, and misbehaves, as Telegram's."""

from __future__ import annotations

import asyncio
import logging
import socket
import subprocess
import sys
import traceback
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from pydantic import ValidationError

from channels.abilities import Polling
from channels.base import Channel, SendFailed, Unauthentic
from channels.telegram import LONGEST, SECRET_HEADER, Settings, Telegram, from_env
from channels.telegram_update import NAME
from gateway.simulator.telegram import TOKEN, Fault, TelegramStandIn
from normalizer.schema import Language, Medium, Party, Raw, Reply

SECRET = "a-secret-of-the-webhook_1"
CHAT = 710000001
WORDS = "Nomor laporan Anda 1916449"


def channel(base: str, mode: str = "webhook", timeout: float = 5.0) -> Telegram:
    env = {
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_SECRET": SECRET,
        "TELEGRAM_MODE": mode,
        "TELEGRAM_API_BASE": base,
        "TELEGRAM_TIMEOUT_SECONDS": str(timeout),
    }
    made = from_env(env, "https://lapor.example.org")
    assert made is not None
    return made


@pytest.fixture
async def telegram(stand_in: TelegramStandIn) -> AsyncIterator[Telegram]:
    made = channel(stand_in.url)
    yield made
    await made.close()


def reply(text: str = WORDS, *, chat: str = str(CHAT), thread: str = "") -> Reply:
    return Reply("r1", NAME, Party(chat), text, Language.INDONESIAN, thread=thread, recipient="700000001")


def raw(*headers: tuple[str, str], url: str = "https://lapor.example.org/telegram") -> Raw:
    return Raw(NAME, datetime(2025, 11, 21, tzinfo=UTC), url, headers, b"{}")


# Settings


def test_without_a_token_the_channel_is_off() -> None:
    assert from_env({"TELEGRAM_SECRET": SECRET}, "https://lapor.example.org") is None
    assert from_env({"TELEGRAM_TOKEN": " "}, "") is None


FAULTY = [
    ("a token that is none", {"TELEGRAM_TOKEN": "hunter2-of-somebody"}, "@BotFather"),
    ("a token with a path in it", {"TELEGRAM_TOKEN": "1:hunter2/../x"}, "@BotFather"),
    ("a webhook without a secret", {"TELEGRAM_TOKEN": TOKEN}, "TELEGRAM_SECRET must be set"),
    ("a secret Telegram does not take", {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_SECRET": "hunter2 é"}, "1 to 256 of"),
    ("an unknown mode", {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_MODE": "push"}, "'webhook' or 'polling'"),
    ("a base that is no URL", {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_BASE": "api.telegram.org"}, "must be a URL"),
    ("no time at all", {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_TIMEOUT_SECONDS": "0"}, "greater than 0"),
]


@pytest.mark.parametrize(("env", "told"), [row[1:] for row in FAULTY], ids=[row[0] for row in FAULTY])
def test_faulty_settings_say_what_to_do_and_no_secret(env: dict[str, str], told: str) -> None:
    with pytest.raises(ValidationError) as caught:
        from_env(env, "https://lapor.example.org")
    assert told in str(caught.value)
    assert "hunter2" not in str(caught.value) + repr(caught.value)
    assert TOKEN not in str(caught.value) + repr(caught.value)


def test_polling_needs_no_secret() -> None:
    assert from_env({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_MODE": "polling"}, "") is not None


def test_every_setting_is_described() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_it_is_a_channel_and_can_poll() -> None:
    made = channel("http://127.0.0.1:1")
    as_channel: Channel = made
    as_polling: Polling = made
    assert (as_channel.name, as_channel.medium, as_polling) == ("telegram", Medium.CHAT, made)


def test_no_secret_in_reprs() -> None:
    shown = repr(channel("http://127.0.0.1:1"))
    assert TOKEN not in shown
    assert SECRET not in shown


# Who sent it

SIGNED = [
    ("the secret", [(SECRET_HEADER, SECRET)], True),
    ("the header in small letters", [("x-telegram-bot-api-secret-token", SECRET)], True),
    ("no header", [], False),
    ("an empty header", [(SECRET_HEADER, "")], False),
    ("another secret", [(SECRET_HEADER, SECRET[:-1])], False),
    ("letters beyond ASCII", [(SECRET_HEADER, SECRET + "é")], False),
    ("bytes that were no text", [(SECRET_HEADER, SECRET + "\udcff")], False),
    (
        "the wrong one first",
        [(SECRET_HEADER, "x"), (SECRET_HEADER, SECRET)],
        False,
    ),
]


@pytest.mark.parametrize(("headers", "right"), [row[1:] for row in SIGNED], ids=[row[0] for row in SIGNED])
def test_only_the_secret_opens(headers: list[tuple[str, str]], right: bool) -> None:
    telegram = channel("http://127.0.0.1:1")
    if right:
        telegram.verify(raw(*headers))
    else:
        with pytest.raises(Unauthentic):
            telegram.verify(raw(*headers))


def test_without_a_secret_no_webhook_is_believed_but_our_own_polling_is() -> None:
    polling = from_env({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_MODE": "polling"}, "")
    assert polling
    polling.verify(raw(url="poll:"))
    for headers in ([], [(SECRET_HEADER, "")]):
        with pytest.raises(Unauthentic):
            polling.verify(raw(*headers))


# Answers


async def test_an_answer_stands_below_the_message(stand_in: TelegramStandIn, telegram: Telegram) -> None:
    asked = await stand_in.citizen_sends(CHAT, "halo")
    sent = await telegram.send(reply(thread=str(asked)))
    (message,) = stand_in.messages_to(CHAT)
    assert (str(message["message_id"]), message["text"]) == (sent, WORDS)
    assert message["reply_to_message"]["text"] == "halo"


@pytest.mark.parametrize("thread", ["999999", "", "<mail@example.org>", "-1", "9" * 30])
async def test_an_answer_leaves_also_without_what_it_answers(
    stand_in: TelegramStandIn, telegram: Telegram, thread: str
) -> None:
    await stand_in.citizen_sends(CHAT, "halo")
    await telegram.send(reply(thread=thread))
    assert len(stand_in.messages_to(CHAT)) == 1


@pytest.mark.parametrize("text", ["a" * (LONGEST + 1), "🙏" * LONGEST, "a" * LONGEST])
async def test_an_answer_fits(stand_in: TelegramStandIn, telegram: Telegram, text: str) -> None:
    await stand_in.citizen_sends(CHAT, "halo")
    await telegram.send(reply(text))
    sent = stand_in.messages_to(CHAT)[0]["text"]
    assert len(sent.encode("utf-16-le")) <= 2 * LONGEST
    assert sent == text or (sent.endswith("…") and text.startswith(sent[:-1]))


Prepare = Callable[[TelegramStandIn], None]
REFUSALS: list[tuple[str, Prepare, dict[str, Any]]] = [
    ("blocked", lambda s: s.blocked.add(CHAT), {"permanent": True, "unknown": False, "code": "403"}),
    ("asked for patience", lambda s: s.faults.append(Fault("429", seconds=7)), {"after": 7.0, "permanent": False}),
    ("broken", lambda s: s.faults.append(Fault("500")), {"unknown": True, "permanent": False, "code": "500"}),
    ("cut after it was taken", lambda s: s.faults.append(Fault("cut")), {"unknown": True, "permanent": False}),
    ("slow", lambda s: s.faults.append(Fault("slow", seconds=60)), {"unknown": True, "permanent": False}),
    ("another token", lambda s: setattr(s, "token", "1:other"), {"permanent": False, "after": 300.0, "code": "401"}),
]


@pytest.mark.parametrize(("prepare", "told"), [row[1:] for row in REFUSALS], ids=[row[0] for row in REFUSALS])
async def test_what_an_error_says_to_do_next(stand_in: TelegramStandIn, prepare: Prepare, told: dict[str, Any]) -> None:
    await stand_in.citizen_sends(CHAT, "halo")
    prepare(stand_in)
    telegram = channel(stand_in.url, timeout=0.5 if any(fault.kind == "slow" for fault in stand_in.faults) else 20)
    with pytest.raises(SendFailed) as caught:
        await telegram.send(reply())
    await telegram.close()
    assert {name: getattr(caught.value, name) for name in told} == told
    assert shows_nothing(caught.value)


def shows_nothing(error: BaseException) -> bool:
    """Neither the token nor the words, anywhere in what a log could print of it."""
    shown = "".join(traceback.format_exception(error)) + repr(error) + repr(error.__context__)
    return TOKEN not in shown and WORDS not in shown


async def test_nobody_there_surely_sent_nothing() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        telegram = channel(f"http://127.0.0.1:{free.getsockname()[1]}")
        with pytest.raises(SendFailed) as caught:
            await telegram.send(reply())
    await telegram.close()
    assert (caught.value.permanent, caught.value.unknown, caught.value.after) == (False, False, None)
    assert shows_nothing(caught.value)


@pytest.mark.parametrize("address", ["", "@somebody", "1e5", "710000001; drop", "9" * 30])
async def test_an_address_of_another_channel_is_permanent(telegram: Telegram, address: str) -> None:
    with pytest.raises(SendFailed) as caught:
        await telegram.send(reply(chat=address))
    assert caught.value.permanent


async def test_a_chat_that_never_wrote_is_permanent(telegram: Telegram) -> None:
    with pytest.raises(SendFailed, match="no such chat") as caught:
        await telegram.send(reply())
    assert caught.value.permanent


STRANGE: list[tuple[str, int, bytes, dict[str, Any]]] = [
    ("a page", 200, b"<html>", {"unknown": True}),
    ("a list", 200, b"[]", {"unknown": True}),
    ("deep", 200, b"[" * 100_000, {"unknown": True}),
    ("ok without a result", 200, b'{"ok":true}', {"unknown": True}),
    ("a message without an id", 200, b'{"ok":true,"result":{}}', {"unknown": True}),
    ("a result that is true", 200, b'{"ok":true,"result":true}', {"unknown": True}),
    ("not ok at 200", 200, b'{"ok":false,"error_code":400}', {"unknown": True}),
    ("a redirect", 302, b"", {"unknown": False, "permanent": False}),
    ("429 without a time", 429, b"{}", {"after": 5.0}),
    ("429 with a time that is none", 429, b'{"parameters":{"retry_after":"soon"}}', {"after": 5.0}),
    ("429 for longer than a float", 429, b'{"parameters":{"retry_after":1%s}}' % (b"0" * 999), {"after": 86_400.0}),
    ("429 for no number", 429, b'{"parameters":{"retry_after":NaN}}', {"after": 1.0}),
    ("429 for less than nothing", 429, b'{"parameters":{"retry_after":-5}}', {"after": 1.0}),
    ("429 for half a day", 429, b'{"parameters":{"retry_after":43201}}', {"after": 43_201.0}),
    ("429 for a year", 429, b'{"parameters":{"retry_after":31536000}}', {"after": 86_400.0}),
    ("429 that is a list", 429, b'{"parameters":[1]}', {"after": 5.0}),
    ("400 of an unknown kind", 400, b'{"description":"Bad Request: RAHASIA"}', {"permanent": True}),
    ("400 without words", 400, b"", {"permanent": True}),
    ("a bad gateway", 502, b"<html>", {"unknown": True}),
]


@pytest.mark.parametrize(("status", "body", "told"), [row[1:] for row in STRANGE], ids=[row[0] for row in STRANGE])
async def test_answers_no_bot_api_gives(status: int, body: bytes, told: dict[str, Any]) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(
            status=status, body=body, headers={"Location": "http://192.0.2.1/"} if status == 302 else {}
        )

    app = web.Application()
    app.router.add_post("/{any:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    telegram = channel(f"http://127.0.0.1:{runner.addresses[0][1]}")
    with pytest.raises(SendFailed) as caught:
        await telegram.send(reply())
    await telegram.close()
    await runner.cleanup()
    assert {name: getattr(caught.value, name) for name in told} == told
    assert "RAHASIA" not in str(caught.value)
    assert shows_nothing(caught.value)


def test_one_channel_serves_one_event_loop_after_another() -> None:
    """A worker's jobs each run under `asyncio.run`; the stand-in lives on a loop of its own."""

    async def serve_and_send(telegram: Telegram | None) -> Telegram:
        stand_in = TelegramStandIn()
        base = await stand_in.start(port=0 if telegram is None else int(telegram.api.base.rsplit(":", 1)[1]))
        telegram = telegram or channel(base)
        await stand_in.citizen_sends(CHAT, "halo")
        await asyncio.gather(*(telegram.send(reply()) for _ in range(5)))
        await telegram.close()
        await stand_in.stop()
        return telegram

    telegram = asyncio.run(serve_and_send(None))
    asyncio.run(serve_and_send(telegram))


async def test_an_unknown_outcome_cannot_be_looked_up(telegram: Telegram) -> None:
    assert await telegram.look_up(reply()) is None


async def test_the_token_and_the_words_reach_no_log(
    stand_in: TelegramStandIn, telegram: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await stand_in.citizen_sends(CHAT, "halo")
    await telegram.send(reply())
    stand_in.faults.append(Fault("cut"))
    with pytest.raises(SendFailed):
        await telegram.send(reply())
    assert TOKEN not in caplog.text
    assert WORDS not in caplog.text


# Set-up, and asking instead of being told


async def test_check_says_who_we_are_and_what_telegram_complains_of(
    stand_in: TelegramStandIn, telegram: Telegram
) -> None:
    found = await telegram.check()
    assert found.startswith("Telegram knows the bot @satupintu_bot; no webhook is set yet")
    assert found.endswith("0 updates wait")
    stand_in.updates.last_error = (1763690400, "Wrong response from the webhook: 503 Service Unavailable")
    assert "2025-11-21T02:00:00+00:00): Wrong response from the webhook: 503" in await telegram.check()


async def test_check_refuses_another_bots_answer(stand_in: TelegramStandIn) -> None:
    telegram = channel(stand_in.url)
    stand_in.token = "700000001:other"
    with pytest.raises(SendFailed, match="TELEGRAM_TOKEN is wrong"):
        await telegram.check()
    await telegram.close()


async def test_register_sets_the_webhook_and_polling_removes_it(stand_in: TelegramStandIn, telegram: Telegram) -> None:
    await telegram.register("https://lapor.example.org/")
    hook = stand_in.updates.hook
    assert hook
    assert (hook.url, hook.secret) == ("https://lapor.example.org/telegram", SECRET)
    assert hook.kinds == {"message", "edited_message"}
    polling = channel(stand_in.url, "polling")
    with pytest.raises(SendFailed, match="A webhook is set") as caught:
        await polling.poll(0)
    assert caught.value.after == 30.0
    await polling.register("")
    await stand_in.citizen_sends(CHAT, "halo")
    assert len((await polling.poll(0))[0]) == 1
    await polling.close()


async def test_polled_updates_are_read_as_pushed_ones(stand_in: TelegramStandIn, telegram: Telegram) -> None:
    await stand_in.citizen_sends(CHAT, "satu", name="Sari")
    await stand_in.citizen_sends(CHAT, photo=True)
    raws, offset = await telegram.poll(0)
    for one in raws:
        telegram.verify(one)
    first, second = [telegram.read(one)[0] for one in raws]
    assert (first.text, first.sender.name, second.attachments[0].name) == ("satu", "Sari", "photo.jpg")
    await stand_in.citizen_sends(CHAT, "dua")
    raws, later = await telegram.poll(offset)
    assert [telegram.read(one)[0].text for one in raws] == ["dua"]
    assert later == offset + 1


async def test_a_poll_waits_for_the_next_message(stand_in: TelegramStandIn, telegram: Telegram) -> None:
    polling = asyncio.create_task(telegram.poll(0))
    await stand_in.asked_for_updates.wait()
    await stand_in.citizen_sends(CHAT, "halo")
    raws, _ = await polling
    assert len(raws) == 1


async def test_the_earlier_of_two_pollers_is_told_to_wait(stand_in: TelegramStandIn, telegram: Telegram) -> None:
    first = asyncio.create_task(telegram.poll(0))
    await stand_in.asked_for_updates.wait()
    second = asyncio.create_task(telegram.poll(0))
    with pytest.raises(SendFailed, match="Another program polls this bot") as caught:
        await first
    assert (caught.value.after, caught.value.code) == (30.0, "409")
    await stand_in.citizen_sends(CHAT, "halo")
    assert len((await second)[0]) == 1


def test_listening_loads_neither_telegrams_library_nor_its_framework() -> None:
    """`telegram` costs 34 MB and 0.3 s; only the process that reads pays for it. `telegram.ext` nobody does."""
    program = (
        "import sys; from channels.telegram import from_env\n"
        "from normalizer.schema import Raw\n"
        "t = from_env({'TELEGRAM_TOKEN': '1:a', 'TELEGRAM_MODE': 'polling'}, '')\n"
        "raw = Raw('telegram', None, 'poll:', (), open(sys.argv[1], 'rb').read())\n"
        "t.verify(raw); t.delivery_key(raw); print('telegram' in sys.modules)\n"
        "t.read(raw); print('telegram' in sys.modules, 'telegram.ext' in sys.modules)\n"
    )
    case = Path(__file__).parent.parent / "cases" / "telegram" / "text.json"
    done = subprocess.run([sys.executable, "-c", program, case], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True", "False"]
