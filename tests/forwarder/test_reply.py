"""Every way an answer may end, against the stand-ins of its provider and a real ledger."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Any

import pytest
from ledger_kit import CLAIM, NOTE, answers, living

from channels.base import Channel
from forwarder.drain import Drain
from forwarder.items import Claim, Note
from forwarder.ledger import Ledger
from forwarder.listener import Listener
from forwarder.reply import Answer, report_key
from forwarder.seal import Hasher, Sealer
from forwarder.words_file import shipped
from gateway.answers import Answers
from gateway.simulator import faults, telegram
from gateway.simulator.relay import Relay
from gateway.simulator.telegram import TelegramStandIn
from gateway.simulator.twilio import TwilioStandIn
from gateway.wiring import make_channels
from normalizer.schema import ChannelName, Flags, Language, Party

HASHER = Hasher(b"i" * 32)
LEASE_MS = 60_000
CHAT = 620011001
ADDRESS = {"sms": "+6281100000001", "telegram": str(CHAT), "mail": "sari@warga.example.org"}


def listener(way: str, address: str = "") -> bytes:
    to = Party(address or ADDRESS[way], "Sari Contoh")
    return Listener(ChannelName(way), to, Language.INDONESIAN, Flags()).encode()


def owed(way: str, place: int = 1, address: str = "", **changes: object) -> Claim:
    """A complaint that came that way; its receipt is due at once."""
    own = {"delivery": f"delivery-{place}", "id": f"complaint{place}", "same": "", "numbers": (f"111111111{place}",)}
    wants: dict[str, Any] = {**own, "who": f"{way}-w{place}", "listener": listener(way, address), **changes}
    return replace(CLAIM, channel=way, **wants)


def help_text(way: str, **changes: Any) -> Note:
    return replace(NOTE, who=f"{way}-w1", listener=listener(way), **changes)


@dataclass(eq=False)
class Desk:
    """Answers due in a ledger, a worker, and the providers."""

    ledger: Ledger
    twilio: TwilioStandIn
    telegram: TelegramStandIn
    relay: Relay
    answer: Answer
    channels: dict[ChannelName, Channel] = field(default_factory=dict)

    async def pass_once(self) -> int:
        return await Drain(self.answer.take, self.answer.handle, concurrency=8, go_on=lambda: True).run()

    async def hasten(self) -> None:
        redis: Any = self.ledger.redis
        for name in await redis.zrange(self.ledger.key("due:reply"), 0, -1):
            await redis.zadd(self.ledger.key("due:reply"), {name: 0})

    def received(self, way: str) -> int:
        counts = {
            "sms": len(self.twilio.messages_to(ADDRESS["sms"])),
            "telegram": len(self.telegram.messages_to(CHAT)),
            "mail": len(self.relay.mails),
        }
        return counts[way]

    def lose_the_answer(self, way: str, times: int = 1) -> None:
        """The provider takes the next message and says nothing."""
        if way == "sms":
            self.twilio.faults.tell(faults.Fault(kind="cut", times=times))
        elif way == "telegram":
            self.telegram.faults.append(telegram.Fault("cut", times))
        else:
            self.relay.hang_up(times=times)

    async def of(self, item: str, name: str) -> str:
        return str(await self.raw(item, name), "utf-8")

    async def raw(self, item: str, name: str) -> bytes:
        redis: Any = self.ledger.redis
        return bytes(await redis.hget(self.ledger.key(f"a:{item}"), name) or b"")


@asynccontextmanager
async def a_desk(url: str, *items: Claim | Note) -> AsyncIterator[Desk]:
    twilio, bot, relay = TwilioStandIn(), TelegramStandIn(), Relay()
    await twilio.start()
    env = {**twilio.env(), "TELEGRAM_TOKEN": bot.token, "TELEGRAM_SECRET": "made-up"}
    env |= {"TELEGRAM_API_BASE": await bot.start(), "MAIL_RECIPIENTS": "lapor@kab-contoh.example.org"}
    env |= {"MAIL_RELAY_HOST": "127.0.0.1", "MAIL_RELAY_PORT": str(await relay.start()), "MAIL_RELAY_TLS": "none"}
    made = make_channels(env, "")
    await bot.citizen_sends(CHAT, "Lampu jalan padam")
    render = Answers("LAPOR! Kab. Contoh", shipped()).render
    try:
        async with living(url) as ledger:
            await ledger.take_in(items)
            answer = Answer(ledger, made, HASHER, render, LEASE_MS, chance=lambda: 0.0)
            yield Desk(ledger, twilio, bot, relay, answer, made)
    finally:
        for channel in made.values():
            await channel.close()
        for standin in (twilio, bot, relay):
            await standin.stop()


WAYS = pytest.mark.parametrize("way", ["sms", "telegram", "mail"])


@WAYS
async def test_sent_once_with_the_number_and_known_by_its_id(redis_url: str, way: str) -> None:
    async with a_desk(redis_url, owed(way)) as desk:
        assert await desk.pass_once() == 1
        assert await desk.pass_once() == 0
        assert desk.received(way) == 1
        name = f"complaint1.{way}-w1.receipt"
        assert await desk.of(name, "state") == "sent"
        key = report_key(HASHER, ChannelName(way), await desk.of(name, "provider"))
        assert await desk.ledger.report(key, 3, "delivered") == "ours"


async def test_a_429_holds_back_that_channel_and_no_other(redis_url: str) -> None:
    two = (owed("telegram", 1), owed("telegram", 2), owed("sms", 3), owed("mail", 4))
    async with a_desk(redis_url, *two) as desk:
        desk.telegram.faults.append(telegram.Fault("429", 1, 30))
        leases = sorted(await desk.answer.take(10), key=lambda lease: lease.id)
        for lease in leases:
            await desk.answer.handle(lease)
        assert (desk.received("telegram"), desk.received("sms"), desk.received("mail")) == (0, 1, 1)
        assert desk.telegram.calls["sendmessage"] == 1, "what was leased before the 429 called all the same"
        assert 28_000 < await desk.ledger.redis.pttl(desk.ledger.key("hold:reply:telegram")) <= 30_000
        await desk.hasten()
        assert await desk.pass_once() == 0
        assert desk.telegram.early_calls == 0


@pytest.mark.parametrize(
    ("way", "code"),
    [("sms", "21610"), ("telegram", "403"), ("mail", "550")],
    ids=["opted out", "blocked", "no mailbox"],
)
async def test_a_refusal_for_good_is_noted_with_its_code(redis_url: str, way: str, code: str) -> None:
    async with a_desk(redis_url, owed(way)) as desk:
        desk.twilio.opted_out.add(ADDRESS["sms"])
        desk.telegram.blocked.add(CHAT)
        desk.relay.refuse_for_good()
        await desk.pass_once()
        name = f"complaint1.{way}-w1.receipt"
        assert await desk.of(name, "state") == "failed"
        assert (await desk.of(name, "why")).startswith(code)
        assert ADDRESS[way] not in await desk.of(name, "why")
        await desk.hasten()
        assert await desk.pass_once() == 0


async def test_an_sms_of_unknown_outcome_is_looked_up_and_found(redis_url: str) -> None:
    async with a_desk(redis_url, owed("sms")) as desk:
        desk.lose_the_answer("sms")
        await desk.pass_once()
        assert await desk.of("complaint1.sms-w1.receipt", "begun") == "1"
        await desk.hasten()
        await desk.pass_once()
        assert desk.received("sms") == 1
        assert await desk.of("complaint1.sms-w1.receipt", "state") == "sent"


OTHERWISE = Answers("Dinas Lain", shipped()).render


async def test_an_sms_of_unknown_outcome_whose_words_have_changed_since_is_found(redis_url: str) -> None:
    """Another language was chosen, its number is known by now, a new version says it in other words."""
    async with a_desk(redis_url, owed("sms")) as desk:
        desk.lose_the_answer("sms")
        await desk.pass_once()
        stored = await desk.raw("complaint1.sms-w1.receipt", "words")
        assert len(stored) > 20
        assert b"LAPOR" not in stored, "sealed"
        desk.answer = replace(desk.answer, render=OTHERWISE)
        await desk.hasten()
        await desk.pass_once()
        assert desk.received("sms") == 1
        assert await desk.of("complaint1.sms-w1.receipt", "state") == "sent"
        assert await desk.of("complaint1.sms-w1.receipt", "words") == "", "kept no longer than they are needed"


async def test_an_earlier_version_notes_no_words_of_its_attempt(redis_url: str) -> None:
    """It goes on with what we began, and we with what it began."""
    async with a_desk(redis_url, owed("sms")) as desk:
        redis: Any = desk.ledger.redis
        desk.lose_the_answer("sms")
        await desk.pass_once()
        await redis.hset(desk.ledger.key("a:complaint1.sms-w1.receipt"), "words", desk.ledger.sealer.seal(
            b"what was tried before that", b"words:complaint1.sms-w1.receipt"))  # fmt: skip
        await desk.hasten()
        await desk.pass_once()
        assert desk.received("sms") == 1


async def test_an_sms_that_did_not_leave_goes_with_the_words_of_today(redis_url: str) -> None:
    async with a_desk(redis_url, owed("sms")) as desk:
        desk.twilio.faults.tell(faults.Fault(kind="drop", times=1))
        await desk.pass_once()
        desk.answer = replace(desk.answer, render=OTHERWISE)
        await desk.hasten()
        await desk.pass_once()
        (sent,) = desk.twilio.messages_to(ADDRESS["sms"])
        assert sent.body.startswith("Dinas Lain")


async def test_an_sms_that_surely_did_not_leave_is_sent(redis_url: str) -> None:
    async with a_desk(redis_url, owed("sms")) as desk:
        desk.twilio.faults.tell(faults.Fault(kind="drop", times=1))
        for _ in range(2):
            await desk.hasten()
            await desk.pass_once()
        assert desk.received("sms") == 1
        assert desk.twilio.calls == 2


@pytest.mark.parametrize("way", ["telegram", "mail"])
async def test_where_nobody_can_tell_it_is_sent_once_more_and_then_left_to_a_person(redis_url: str, way: str) -> None:
    async with a_desk(redis_url, owed(way)) as desk:
        desk.lose_the_answer(way, 5)
        for _ in range(4):
            await desk.hasten()
            await desk.pass_once()
        assert desk.received(way) == 2
        assert await answers(desk.ledger) == {f"complaint1.{way}-w1.receipt": "parked"}
        assert await desk.ledger.retry(f"complaint1.{way}-w1.receipt")


async def test_a_second_sending_that_was_refused_does_not_count_as_blind_twice(redis_url: str) -> None:
    async with a_desk(redis_url, owed("telegram")) as desk:
        desk.lose_the_answer("telegram")
        await desk.pass_once()
        desk.telegram.faults.append(telegram.Fault("429", 1, 1))
        for _ in range(2):
            await desk.ledger.redis.delete(desk.ledger.key("hold:reply:telegram"))
            desk.telegram._quiet_until = 0.0
            desk.answer.patience._until.clear()
            await desk.hasten()
            await desk.pass_once()
        assert desk.received("telegram") == 2
        assert await answers(desk.ledger) == {"complaint1.telegram-w1.receipt": "sent"}


@pytest.mark.parametrize(
    ("way", "left", "sent", "ends_as"),
    [("sms", True, 1, "sent"), ("sms", False, 1, "sent"), ("telegram", True, 1, "parked"), ("mail", True, 1, "parked")],
    ids=["left, and Twilio tells", "did not leave, and Twilio tells", "Telegram cannot tell", "a relay cannot tell"],
)
async def test_in_doubt_after_a_rebuild(redis_url: str, way: str, left: bool, sent: int, ends_as: str) -> None:
    async with a_desk(redis_url, *([owed(way)] if left else [])) as desk:
        await desk.pass_once()
        for key in await desk.ledger.redis.keys(desk.ledger.key("*")):
            await desk.ledger.redis.delete(key)
        await desk.ledger.take_in([owed(way, doubt=True)])
        await desk.pass_once()
        assert desk.received(way) == sent
        assert await answers(desk.ledger) == {f"complaint1.{way}-w1.receipt": ends_as}


@pytest.mark.parametrize(("way", "told"), [("sms", 1), ("telegram", 2), ("mail", 2)])
async def test_a_number_told_before_the_ledger_was_lost_is_asked_about_where_somebody_knows(
    redis_url: str, way: str, told: int
) -> None:
    """A clerk types it again: forwarder/lua/receipt.lua."""
    async with a_desk(redis_url, owed(way)) as desk:
        assert await desk.ledger.told_number("complaint1", "0012345")
        await desk.pass_once()
        assert desk.received(way) == 1
        for key in await desk.ledger.redis.keys(desk.ledger.key("*")):
            await desk.ledger.redis.delete(key)
        await desk.ledger.take_in([owed(way, doubt=True)])
        assert await desk.ledger.told_number("complaint1", "0012345")
        await desk.pass_once()
        assert desk.received(way) == told
        assert (await answers(desk.ledger))[f"complaint1.{way}-w1.number"] == "sent"


async def test_a_help_text_in_doubt_is_not_worth_a_persons_time(redis_url: str) -> None:
    async with a_desk(redis_url, help_text("telegram", doubt=True)) as desk:
        await desk.pass_once()
        assert desk.received("telegram") == 0
        assert await answers(desk.ledger) == {"delivery-n.telegram-w1.help": "failed"}
        assert await desk.ledger.redis.zcard(desk.ledger.key("parked")) == 0


async def test_a_channel_that_is_switched_off_waits_for_a_person(redis_url: str) -> None:
    async with a_desk(redis_url, owed("sms"), owed("mail", 2)) as desk:
        del desk.channels[ChannelName("sms")]
        await desk.pass_once()
        assert await answers(desk.ledger) == {
            "complaint1.sms-w1.receipt": "parked",
            "complaint2.mail-w2.receipt": "sent",
        }
        assert "switch it on" in await desk.of("complaint1.sms-w1.receipt", "why")


async def test_one_mailbox_gets_so_many_answers_a_day_and_no_more(redis_url: str) -> None:
    same = [owed("mail", place, who=f"mail-w{place}") for place in range(1, 5)]
    async with a_desk(redis_url, *same, owed("mail", 5, "budi@warga.example.org")) as desk:
        desk.channels[ChannelName("mail")] = replace(desk.channels[ChannelName("mail")], answers_per_day=2)  # type: ignore[type-var]
        desk.relay.fail("451 4.7.1 Later", times=1)
        await desk.pass_once()
        await desk.hasten()
        await desk.pass_once()
        states = await answers(desk.ledger)
        assert states.pop("complaint5.mail-w5.receipt") == "sent", "another mailbox has a count of its own"
        assert sorted(states.values()) == ["failed", "failed", "sent", "sent"], "a second try was counted again"
        assert len(desk.relay.mails) == 3
        over = next(name for name, state in states.items() if state == "failed")
        assert "daily limit" in await desk.of(over, "why")
        counts = await desk.ledger.redis.keys(desk.ledger.key("q:*"))
        assert len(counts) == 2
        assert not [key for key in counts if b"example" in key]
        assert 0 < await desk.ledger.redis.ttl(counts[0]) <= 86_400


async def test_the_number_is_told_on_another_day(redis_url: str) -> None:
    """Who answers again and again to somebody's name, or writes much, must not make that a number is never heard."""
    async with a_desk(redis_url, owed("mail")) as desk:
        mail = desk.channels[ChannelName("mail")]
        desk.channels[ChannelName("mail")] = replace(mail, answers_per_day=1)  # type: ignore[type-var]
        await desk.pass_once()
        assert await desk.ledger.told_number("complaint1", "0012345")
        await desk.pass_once()
        number = "complaint1.mail-w1.number"
        assert (await desk.of(number, "state"), len(desk.relay.mails)) == ("due", 1)
        assert "daily limit" in await desk.of(number, "why")
        for key in await desk.ledger.redis.keys(desk.ledger.key("q:*")):
            await desk.ledger.redis.delete(key)  # a day later
        await desk.hasten()
        await desk.pass_once()
        assert await desk.of(number, "state") == "sent"
        assert "0012345" in desk.relay.mails[1].text


async def test_an_office_that_writes_for_many_has_more_answers_a_day(redis_url: str) -> None:
    office = replace(Listener.decode(listener("mail")), office=True).encode()
    owing = [owed("mail", place, who=f"mail-w{place}", listener=office) for place in range(1, 5)]
    async with a_desk(redis_url, *owing) as desk:
        mail = desk.channels[ChannelName("mail")]
        desk.channels[ChannelName("mail")] = replace(mail, answers_per_day=1, office_answers_per_day=3)  # type: ignore[type-var]
        await desk.pass_once()
        assert sorted((await answers(desk.ledger)).values()) == ["failed", "sent", "sent", "sent"]


async def test_what_costs_money_or_cannot_be_forged_is_not_counted(redis_url: str) -> None:
    async with a_desk(redis_url, *(owed("telegram", place) for place in range(1, 13))) as desk:
        await desk.pass_once()
        assert desk.received("telegram") == 12


@pytest.mark.parametrize(("days", "state"), [(2.9, "due"), (3.1, "failed")])
async def test_an_answer_is_tried_for_three_days(redis_url: str, days: float, state: str) -> None:
    async with a_desk(redis_url, owed("mail")) as desk:
        desk.relay.fail("452 4.2.2 Mailbox full", times=3)
        await desk.pass_once()
        key = desk.ledger.key("a:complaint1.mail-w1.receipt")
        begun = int(await desk.of("complaint1.mail-w1.receipt", "first"))
        await desk.ledger.redis.hset(key, "first", str(begun - int(days * 86_400_000)))
        await desk.hasten()
        await desk.pass_once()
        assert await answers(desk.ledger) == {"complaint1.mail-w1.receipt": state}
        assert "452" in await desk.of("complaint1.mail-w1.receipt", "why")


async def test_a_call_ends_before_its_lease(redis_url: str) -> None:
    """Of three on a busy machine one at least: the call has 2 of these 3 seconds."""
    took: list[float] = []
    async with a_desk(redis_url, *(owed("telegram", place) for place in (1, 2, 3))) as desk:
        desk.telegram.faults.append(telegram.Fault("slow", 3, 30))
        desk.answer = replace(desk.answer, lease_ms=3000)
        while not took or (min(took) >= 3 and len(took) < 3):
            (lease,) = await desk.answer.take(1)
            began = perf_counter()
            await desk.answer.handle(lease)
            took.append(perf_counter() - began)
        assert min(took) < 3
        assert max(took) < 25
        assert await desk.of(lease.id, "begun") == "1"
        assert "before the lease ended" in await desk.of(lease.id, "why")


async def test_a_lost_lease_sends_and_asks_nothing(redis_url: str) -> None:
    async with a_desk(redis_url, owed("sms")) as desk:
        (slow,) = await desk.ledger.lease_reply(1, 1)
        await desk.hasten()
        await desk.pass_once()
        calls = desk.twilio.calls
        await desk.answer.handle(slow)
        await desk.answer.handle(replace(slow, begun=True))
        assert (desk.twilio.calls, desk.received("sms")) == (calls, 1)


async def test_an_address_whose_key_is_gone_is_parked_and_the_others_go_on(redis_url: str) -> None:
    async with a_desk(redis_url) as desk:
        foreign = Ledger(desk.ledger.redis, desk.ledger.epoch, Sealer.of(b"f" * 32))
        await foreign.take_in([owed("sms", 1)])
        await desk.ledger.take_in([owed("mail", 2)])
        await desk.pass_once()
        assert await answers(desk.ledger) == {
            "complaint1.sms-w1.receipt": "parked",
            "complaint2.mail-w2.receipt": "sent",
        }
        assert "ENCRYPTION_KEYS" in await desk.of("complaint1.sms-w1.receipt", "why")


async def test_a_defect_of_ours_parks_one_and_the_others_go_on(redis_url: str) -> None:
    async with a_desk(redis_url, owed("sms", 1, listener=b"{}"), owed("mail", 2)) as desk:
        await desk.pass_once()
        assert await answers(desk.ledger) == {
            "complaint1.sms-w1.receipt": "parked",
            "complaint2.mail-w2.receipt": "sent",
        }
