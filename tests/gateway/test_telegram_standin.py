"""The stand-in for Telegram, driven as its real clients drive Telegram: by python-telegram-bot and by plain HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web
from telegram import Bot, ReplyParameters
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, RetryAfter

from gateway.simulator.telegram import TOKEN, Fault, TelegramStandIn

CHAT = 710000001


@pytest.fixture
async def bot(stand_in: TelegramStandIn, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # without it the library warns of its own future at every 429
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)  # httpx refuses a file without authorities
    async with Bot(TOKEN, base_url=f"{stand_in.url}/bot") as found:
        yield found


class Webhook:
    """A server that answers what it is told to, in turn, and 200 after that."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.heard: list[tuple[str, bytes]] = []
        self.quiet = asyncio.Condition()

    async def answer(self, request: web.Request) -> web.Response:
        body = await request.read()
        async with self.quiet:
            self.heard.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""), body))
            self.quiet.notify_all()
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    async def wait_for(self, count: int) -> None:
        async with asyncio.timeout(40), self.quiet:
            await self.quiet.wait_for(lambda: len(self.heard) >= count)


@pytest.fixture
async def webhook() -> AsyncIterator[tuple[Webhook, str]]:
    hook = Webhook()
    app = web.Application()
    app.router.add_post("/telegram", hook.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield hook, f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
    await runner.cleanup()


async def test_get_me_is_a_bot(bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.is_bot, me.username, me.id) == (True, "satupintu_bot", 700000001)


async def test_an_answer_has_an_id_a_date_and_what_it_answers(stand_in: TelegramStandIn, bot: Bot) -> None:
    asked = await stand_in.citizen_sends(CHAT, "halo")
    sent = await bot.send_message(CHAT, "selamat siang", reply_parameters=ReplyParameters(asked))
    assert sent.message_id == asked + 1
    assert sent.reply_to_message
    assert sent.reply_to_message.text == "halo"
    first = stand_in.messages_to(CHAT)[0]
    assert abs(first["date"] - sent.date.timestamp()) < 1  # seconds, as Telegram counts


Step = Callable[[TelegramStandIn, Bot], Awaitable[object]]


async def blocked(stand_in: TelegramStandIn, bot: Bot) -> object:
    stand_in.blocked.add(CHAT)
    return await bot.send_message(CHAT, "halo")


async def faulty(stand_in: TelegramStandIn, bot: Bot, fault: Fault) -> object:
    stand_in.faults.append(fault)
    return await bot.send_message(CHAT, "halo")


async def beside_a_webhook(_: TelegramStandIn, bot: Bot) -> object:
    await bot.set_webhook("http://127.0.0.1:1/telegram")
    return await bot.get_updates(timeout=0)


REFUSALS: list[tuple[str, Step, type[Exception], str]] = [
    ("blocked", blocked, Forbidden, "bot was blocked by the user"),
    ("a chat that never wrote", lambda s, b: b.send_message(5, "halo"), BadRequest, "Chat not found"),
    ("no words", lambda s, b: b.send_message(CHAT, " "), BadRequest, "Message text is empty"),
    ("too many words", lambda s, b: b.send_message(CHAT, "a" * 4097), BadRequest, "Message is too long"),
    (
        "below nothing",
        lambda s, b: b.send_message(CHAT, "a", reply_parameters=ReplyParameters(999)),
        BadRequest,
        "Message to be replied not found",
    ),
    ("429", lambda s, b: faulty(s, b, Fault("429", seconds=7)), RetryAfter, "Retry in 0:00:07"),
    ("500", lambda s, b: faulty(s, b, Fault("500")), NetworkError, "Internal Server Error"),
    ("cut", lambda s, b: faulty(s, b, Fault("cut")), NetworkError, ""),
    ("polling beside a webhook", beside_a_webhook, Conflict, "webhook is active"),
    ("a webhook without TLS", lambda s, b: b.set_webhook("http://lapor.example.org/"), BadRequest, "HTTPS URL"),
]


@pytest.mark.parametrize(("step", "error", "words"), [row[1:] for row in REFUSALS], ids=[row[0] for row in REFUSALS])
async def test_refusals_are_those_of_telegram(
    stand_in: TelegramStandIn, bot: Bot, step: Step, error: type[Exception], words: str
) -> None:
    await stand_in.citizen_sends(CHAT, "halo")
    with pytest.raises(error) as caught:
        await step(stand_in, bot)
    assert words.lower() in str(caught.value).lower()


async def test_another_token_is_refused(stand_in: TelegramStandIn) -> None:
    async with aiohttp.ClientSession(stand_in.url) as session, session.post("/bot1:other/getMe") as answer:
        assert answer.status == 401
        assert await answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_a_cut_answer_was_sent_all_the_same(stand_in: TelegramStandIn, bot: Bot) -> None:
    await stand_in.citizen_sends(CHAT, "halo")
    with pytest.raises(NetworkError):
        await faulty(stand_in, bot, Fault("cut"))
    assert len(stand_in.messages_to(CHAT)) == 1


async def test_calls_before_the_time_are_counted(stand_in: TelegramStandIn, bot: Bot) -> None:
    await stand_in.citizen_sends(CHAT, "halo")
    for early in (0, 1):
        with pytest.raises(RetryAfter):
            await faulty(stand_in, bot, Fault("429", seconds=30, times=1 - early))
        assert stand_in.early_calls == early


async def test_who_does_not_wait_meets_the_same_429_again(stand_in: TelegramStandIn, bot: Bot) -> None:
    """Another fault that is in store is left for who waited; what was on its way is not counted."""
    await stand_in.citizen_sends(CHAT, "halo")
    stand_in.on_its_way = 60
    fault = Fault("429", seconds=30, times=2)
    for place in range(3):
        with pytest.raises(RetryAfter) as told:
            await (faulty(stand_in, bot, fault) if not place else bot.send_message(CHAT, "selamat pagi"))
        stand_in.on_its_way = 60 if not place else 0
        assert (told.value.retry_after, fault.times) == (timedelta(seconds=30), 1)
        assert stand_in.early_calls == max(0, place - 1)


async def test_updates_come_until_they_are_confirmed(stand_in: TelegramStandIn, bot: Bot) -> None:
    for words in ("satu", "dua", "tiga"):
        await stand_in.citizen_sends(CHAT, words)
    first = await bot.get_updates(timeout=0)
    again = await bot.get_updates(timeout=0, limit=2)
    rest = await bot.get_updates(offset=first[1].update_id + 1, timeout=0)
    assert [[update.message and update.message.text for update in part] for part in (first, again, rest)] == [
        ["satu", "dua", "tiga"],
        ["satu", "dua"],
        ["tiga"],
    ]


async def test_a_poll_ends_when_something_comes(stand_in: TelegramStandIn, bot: Bot) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=30))
    await stand_in.asked_for_updates.wait()
    await stand_in.citizen_sends(CHAT, photo=True, text="banjir")
    (update,) = await polling
    assert update.message
    assert (update.message.caption, len(update.message.photo)) == ("banjir", 2)


async def test_every_way_a_citizen_writes_is_read_by_the_library(stand_in: TelegramStandIn, bot: Bot) -> None:
    first = await stand_in.citizen_sends(CHAT, "lama")
    await stand_in.citizen_sends(CHAT, location=(-6.2, 106.6))
    await stand_in.citizen_sends(CHAT, "baru", edit=first)
    _, place, edited = await bot.get_updates(timeout=0)
    assert place.message
    assert place.message.location
    assert edited.edited_message
    assert (edited.edited_message.text, edited.edited_message.message_id) == ("baru", first)
    assert edited.edited_message.edit_date


async def test_a_webhook_hears_again_until_it_says_yes(
    stand_in: TelegramStandIn, bot: Bot, webhook: tuple[Webhook, str]
) -> None:
    hook, url = webhook
    hook.statuses = [503, 403, 302]
    await bot.set_webhook(url, secret_token="rahasia_1", allowed_updates=["message"])
    await stand_in.citizen_sends(CHAT, "halo")
    await hook.wait_for(4)
    assert len(set(hook.heard)) == 1
    assert hook.heard[0][0] == "rahasia_1"
    info = await bot.get_webhook_info()
    assert (info.url, info.last_error_message) == (url, "Wrong response from the webhook: 302 Found")


async def test_what_waited_and_what_is_repeated_is_pushed_byte_for_byte(
    stand_in: TelegramStandIn, bot: Bot, webhook: tuple[Webhook, str]
) -> None:
    hook, url = webhook
    message = await stand_in.citizen_sends(CHAT, "halo")
    await bot.set_webhook(url)
    await hook.wait_for(1)
    await stand_in.repeat(message)
    await hook.wait_for(2)
    assert hook.heard[0] == hook.heard[1]


async def test_a_chat_keeps_its_order(stand_in: TelegramStandIn, bot: Bot, webhook: tuple[Webhook, str]) -> None:
    hook, url = webhook
    hook.statuses = [500, 200, 500]
    await bot.set_webhook(url)
    for number in range(5):
        await stand_in.citizen_sends(CHAT, f"pesan {number}")
    await hook.wait_for(7)
    order = list(dict.fromkeys(body for _, body in hook.heard))
    assert [f"pesan {number}".encode() in body for number, body in enumerate(order)] == [True] * 5


async def test_another_process_drives_it_over_http(stand_in: TelegramStandIn, bot: Bot) -> None:
    async with aiohttp.ClientSession(stand_in.url) as session:
        async with session.post("/_control/citizen", json={"chat": CHAT, "text": "halo", "name": "Sari"}) as answer:
            message = (await answer.json())["message_id"]
        await session.post("/_control/citizen", json={"repeat": message})
        await session.post("/_control/fault", json={"kind": "500", "times": 1})
        with pytest.raises(NetworkError):
            await bot.send_message(CHAT, "selamat siang")
        await bot.send_message(CHAT, "selamat siang")
        async with session.get("/_control/messages", params={"chat": CHAT}) as answer:
            assert [found["text"] for found in await answer.json()] == ["selamat siang"]
        await session.post("/_control/block", json={"chat": CHAT})
        with pytest.raises(Forbidden):
            await bot.send_message(CHAT, "selamat siang")


async def test_waiting_for_an_answer(stand_in: TelegramStandIn, bot: Bot) -> None:
    await stand_in.citizen_sends(CHAT, "halo")
    waiting = asyncio.create_task(stand_in.wait_for_messages(CHAT))
    await bot.send_message(CHAT, "selamat siang")
    assert [found["text"] for found in await waiting] == ["selamat siang"]
    with pytest.raises(TimeoutError):
        await stand_in.wait_for_messages(CHAT, 2, seconds=0.01)
