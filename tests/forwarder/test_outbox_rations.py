"""How often and for how much: paces that workers share, patience with an account, budgets counted at the provider."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from ledger_kit import answers
from outbox_kit import PHONE, Desk, a_desk, owed

from forwarder import epoch
from forwarder.decided import Closing, close
from forwarder.items import Note, ReplyLease
from forwarder.listener import Listener
from forwarder.news import News, hear
from forwarder.patience import ACCOUNTS, Patience
from forwarder.prices import Price
from forwarder.ration import KEPT_SHARE, Ration
from forwarder.redis_server import source
from forwarder.reply import Answer
from forwarder.routes import Route
from gateway.simulator import faults
from normalizer.schema import Flags

# Of today: Redis keeps its own time, and the next morning must be to come.
ELEVEN = datetime.now(ZoneInfo("Asia/Jakarta")).replace(hour=11, minute=0, second=0, microsecond=0)
NOON, TODAY = ELEVEN.timestamp(), ELEVEN.date()
PRICES = (
    Price("sms", "", "free", "segment", 100, date(2026, 1, 1), "made up"),
    Price("whatsapp", "", "free", "message", 10, date(2026, 1, 1), "made up"),
)


def number_of(place: int) -> str:
    return f"+62811000001{place:02}"


async def all_sent(desk: Desk, count: int, *workers: Answer) -> None:
    """Workers look for what is due until so many messages have arrived."""
    async with asyncio.timeout(60):
        while len(desk.twilio.messages) < count:
            await asyncio.gather(*(desk.pass_once(worker) for worker in workers))
            await asyncio.sleep(0.01)


async def test_two_workers_share_a_pace(redis_url: str, tmp_path: Path) -> None:
    claims = [owed("sms", place, address=number_of(place)) for place in range(1, 13)]
    async with a_desk(redis_url, tmp_path, *claims, ration=Ration(per_second={"sms": 4})) as desk:
        other, begun = replace(desk.answer, patience=Patience()), time.time()
        await all_sent(desk, 12, desk.answer, other)
        times = sorted(one.created.timestamp() for one in desk.twilio.messages)
        assert [place for place, at in enumerate(times) if at < begun + place // 4] == [], "too early"
        assert desk.twilio.calls == 12


async def test_one_chat_waits_and_the_others_do_not(redis_url: str, tmp_path: Path) -> None:
    claims = [replace(owed("sms", place), who="sms-w1") for place in range(1, 4)]
    claims += [owed("sms", place, address=number_of(place)) for place in range(4, 9)]
    async with a_desk(redis_url, tmp_path, *claims, ration=Ration(per_chat={"sms": 2})) as desk:
        begun = time.time()
        await desk.pass_once()
        assert {one.to for one in desk.twilio.messages} >= {number_of(place) for place in range(4, 9)}
        await all_sent(desk, 8, desk.answer)
        times = sorted(one.created.timestamp() for one in desk.twilio.messages_to(PHONE))
        assert len(times) == 3
        assert times[2] > begun + 1


async def test_who_waits_is_not_overtaken_for_ever(redis_url: str, tmp_path: Path) -> None:
    claims = [owed("sms", place, address=number_of(place)) for place in range(1, 5)]
    async with a_desk(redis_url, tmp_path, *claims, ration=Ration(per_second={"sms": 2})) as desk:
        await desk.pass_once()
        assert len(desk.twilio.messages) < 4, "nobody has to wait"
        late = [owed("sms", place, address=number_of(place)) for place in range(5, 9)]
        await desk.ledger.take_in(late)
        await all_sent(desk, 8, desk.answer)
        sent = [one.to for one in sorted(desk.twilio.messages, key=lambda one: one.created)]
        assert set(sent[:4]) == {number_of(place) for place in range(1, 5)}


async def test_a_429_holds_the_account_and_not_the_channel(redis_url: str, tmp_path: Path) -> None:
    claims = [owed("sms", 1), owed("whatsapp", 2, address=number_of(2)), owed("telegram", 3), owed("mail", 4)]
    async with a_desk(redis_url, tmp_path, *claims) as desk:
        desk.twilio.faults.tell(faults.Fault(kind="busy", seconds=5, times=1))
        other = replace(desk.answer, patience=Patience())
        sms = next(one for one in await desk.answer.take(10) if "sms" in one.id)
        await desk.answer.handle(sms)
        await desk.ledger.redis.zadd(desk.ledger.key("due:reply"), dict.fromkeys(await due(desk), 0), xx=True)
        await desk.pass_once(other)
        assert (desk.twilio.calls, len(desk.telegram.messages_to(620011001)), len(desk.relay.mails)) == (1, 1, 1)
        await all_sent(desk, 2, desk.answer, other)
        assert desk.twilio.faults.early == 0


async def due(desk: Desk) -> list[str]:
    redis: Any = desk.ledger.redis
    return [str(name, "utf-8") for name in await redis.zrange(desk.ledger.key("due:reply"), 0, -1)]


def test_lua_and_python_name_the_same_accounts() -> None:
    table = source("report").partition("local ACCOUNTS = {")[2].partition("}")[0]
    assert dict(pair.strip().split(" = ") for pair in table.split(",")) == {
        name: f"'{account}'" for name, account in ACCOUNTS.items()
    }


def spending(**changes: object) -> Ration:
    return replace(Ration(prices=PRICES, clock=lambda: NOON), **changes)  # type: ignore[arg-type]


async def said_again(desk: Desk, times: int, way: str = "sms") -> None:
    """The same words again and again: each is answered, if that may cost something."""
    for place in range(times):
        again = replace(owed(way), delivery=f"again-{place}", id=f"again{place}", same="same-1")
        await desk.ledger.take_in([again])
        await desk.settle()


@pytest.mark.parametrize(("way", "most"), [("sms", 2), ("whatsapp", 3)])
async def test_a_complaint_costs_so_many_messages_and_no_more(
    redis_url: str, tmp_path: Path, way: str, most: int
) -> None:
    first = replace(owed(way), same="same-1")
    ration = spending(messages={"sms": 2, "whatsapp": 3})
    async with a_desk(redis_url, tmp_path, first, ration=ration) as desk:
        await desk.settle()
        await desk.number()
        await desk.settle()
        await said_again(desk, 3, way)
        assert len(desk.twilio.messages_to(PHONE)) == most
        assert "0012345" in " ".join(one.body for one in desk.twilio.messages_to(PHONE))


async def test_the_last_message_is_kept_for_the_number(redis_url: str, tmp_path: Path) -> None:
    ration = spending(messages={"sms": 1})
    async with a_desk(redis_url, tmp_path, owed("sms"), ration=ration) as desk:
        await desk.settle()
        assert desk.twilio.messages == []
        name = "complaint1.sms-w1.receipt"
        assert (await desk.of(name, "state"), await desk.of(name, "why")) == (
            "due",
            "over the budget of messages of one complaint",
        )
        await desk.number()
        await desk.settle()
        (sent,) = desk.twilio.messages
        assert "0012345" in sent.body
        assert await desk.of(name, "state") == "superseded", "the number says what the receipt would have said"


async def test_who_gets_no_number_is_told_so_with_the_message_that_was_kept_for_it(
    redis_url: str, tmp_path: Path
) -> None:
    async with a_desk(redis_url, tmp_path, owed("sms"), ration=spending(messages={"sms": 2})) as desk:
        await desk.settle()
        await close(desk.ledger, "complaint1", Closing("of no agency here"))
        await desk.settle()
        assert [("tidak diteruskan" in one.body) for one in desk.twilio.messages] == [False, True]


@pytest.mark.parametrize(("status", "count"), [("bukan_wewenang", 2), ("diproses", 1)])
async def test_an_end_without_a_number_is_told_with_it_too(
    redis_url: str, tmp_path: Path, status: str, count: int
) -> None:
    async with a_desk(redis_url, tmp_path, owed("sms"), ration=spending(messages={"sms": 2})) as desk:
        await desk.settle()
        assert await hear(desk.ledger, News("complaint1", "progress", "ev-1", status, 5_000, tell=True))
        await desk.settle()
        assert len(desk.twilio.messages) == count


async def test_an_agencys_question_over_the_budget_is_for_a_person_at_once(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("sms"), ration=spending(messages={"sms": 2})) as desk:
        await desk.settle()
        await desk.number()
        await desk.settle()
        asked = News("complaint1", "question", "ev-q", "Di rumah nomor berapa?", 5_000, tell=True)
        assert await hear(desk.ledger, asked)
        await desk.settle()
        (parked,) = await desk.ledger.parked(10)
        assert ".question_" in parked.id
        assert parked.why.startswith("over the budget of messages of one complaint: ask the citizen another way")
        assert len(desk.twilio.messages) == 2
        assert await desk.ledger.retry(parked.id)
        await desk.pass_once(replace(desk.answer, ration=spending(messages={"sms": 3})))
        assert "rumah nomor berapa" in desk.twilio.messages[-1].body


async def test_a_question_over_the_days_rupiah_waits_for_the_morning(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("sms"), ration=spending(rupiah={"sms": 100})) as desk:
        assert await hear(desk.ledger, News("complaint1", "question", "ev-q", "Di mana?", 5_000, tell=True))
        await desk.settle()
        assert await desk.ledger.parked(10) == []
        assert [state for name, state in (await answers(desk.ledger)).items() if ".question_" in name] == ["due"]


async def test_a_worker_whose_clock_is_days_behind_does_not_ask_again_and_again(redis_url: str, tmp_path: Path) -> None:
    """Its tomorrow is over by Redis's clock."""
    late = spending(rupiah={"sms": 100}, clock=lambda: NOON - 3 * 86_400)
    async with a_desk(redis_url, tmp_path, owed("sms"), ration=late) as desk:
        async with asyncio.timeout(60):
            await desk.settle()
        assert desk.twilio.messages == []
        (waiting,) = await due(desk)
        at = await desk.ledger.redis.zscore(desk.ledger.key("due:reply"), waiting) or 0.0
        assert at >= (time.time() + 50) * 1000


async def test_a_days_rupiah_are_not_passed_and_the_rest_waits_for_the_morning(redis_url: str, tmp_path: Path) -> None:
    claims = [owed("sms", place, address=number_of(place)) for place in range(1, 8)]
    async with a_desk(redis_url, tmp_path, *claims, ration=spending(rupiah={"sms": 500})) as desk:
        await desk.settle()
        spent = 100 * len(desk.twilio.messages)
        assert spent == 500 * (1 - KEPT_SHARE), "a fifth is kept for numbers"
        states = await answers(desk.ledger)
        assert sorted(states.values()) == ["due"] * 3 + ["sent"] * 4, "delayed, not dropped"
        waiting = [name for name, state in states.items() if state == "due"]
        at = [await desk.ledger.redis.zscore(desk.ledger.key("due:reply"), name) or 0.0 for name in waiting]
        assert all(NOON + 20 * 3600 <= one / 1000 <= NOON + 20 * 3600 + 600 for one in at), "from seven on"
        await desk.number(int(waiting[0][len("complaint")]))
        await desk.settle()
        assert len(desk.twilio.messages) == 5
        assert "0012345" in desk.twilio.messages[-1].body
        tomorrow = spending(rupiah={"sms": 500}, clock=lambda: NOON + 86_400)
        await desk.ledger.redis.zadd(desk.ledger.key("due:reply"), dict.fromkeys(await due(desk), 0), xx=True)
        await desk.pass_once(replace(desk.answer, ration=tomorrow))
        assert len(desk.twilio.messages) == 7


async def test_a_second_try_is_charged_once(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("sms"), ration=spending(rupiah={"sms": 10_000})) as desk:
        desk.twilio.faults.tell(faults.Fault(kind="drop", times=2))
        for _ in range(3):
            await desk.ledger.redis.zadd(desk.ledger.key("due:reply"), {"complaint1.sms-w1.receipt": 0}, xx=True)
            await desk.pass_once()
        assert len(desk.twilio.messages) == 1
        assert await desk.ledger.redis.get(desk.ledger.key(f"spent:sms:{TODAY}")) == b"100"


async def test_what_was_paid_outlives_the_ledger(redis_url: str, tmp_path: Path) -> None:
    ration = spending(rupiah={"sms": 10_000}, messages={"sms": 2})
    async with a_desk(redis_url, tmp_path, owed("sms"), ration=ration) as desk:
        await desk.settle()
        entries = await epoch.facts(desk.ledger, "node-1", 100, 1)
        paid = [one for one in entries if one.kind == "answer_paid"]
        assert len(paid) == 1
        for name in (f"spent:sms:{TODAY}", "o:complaint1", "a:complaint1.sms-w1.receipt"):
            assert await desk.ledger.redis.delete(desk.ledger.key(name)) == 1
        for _ in range(2):
            await epoch.restore_fact(desk.ledger, paid)
        assert await desk.ledger.redis.get(desk.ledger.key(f"spent:sms:{TODAY}")) == b"100"
        assert await desk.ledger.redis.hgetall(desk.ledger.key("o:complaint1")) == {b"sms": b"1"}


@pytest.mark.parametrize(
    ("label", "way", "address", "answered"),
    [
        ("ours", "sms", "+6281100000001", True),
        ("another country", "sms", "+4915200000001", False),
        ("a short number", "sms", "7890", False),
        ("another country on WhatsApp", "whatsapp", "+4915200000001", False),
        ("a WhatsApp user without a number", "whatsapp", "US.13491208655302741918", True),
        ("Telegram tells no country", "telegram", "620011001", True),
    ],
)
async def test_only_our_countries_are_answered(
    redis_url: str, tmp_path: Path, label: str, way: str, address: str, answered: bool
) -> None:
    claims = [owed(way, 1, address=address)]
    async with a_desk(redis_url, tmp_path, *claims, countries=("+62", "+670")) as desk:
        await desk.settle()
        assert await answers(desk.ledger) == {f"complaint1.{way}-w1.receipt": "sent" if answered else "failed"}
        assert len(desk.twilio.messages) == int(answered and way != "telegram")


async def test_help_is_nobodys_complaint_and_counted_by_the_day_only(redis_url: str, tmp_path: Path) -> None:
    ration = spending(messages={"sms": 1}, rupiah={"sms": 300})
    async with a_desk(redis_url, tmp_path, ration=ration) as desk:
        listener = owed("sms", flags=Flags()).listener
        await desk.ledger.take_in(
            [Note(f"delivery-{place}", "answered:help", "node-1", "help", "sms-w1", listener) for place in range(4)]
        )
        await desk.settle()
        assert len(desk.twilio.messages) == 2


async def test_what_a_citizen_asked_for_a_moment_ago_is_not_held_back(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("sms"), ration=spending(messages={"sms": 2})) as desk:
        await desk.settle()
        (lease,) = await asked_for(desk, "flag_set")
        assert await desk.answer.ration.ask(desk.ledger, lease, route(desk, lease), "a") == ("go", "")
        (lease,) = await asked_for(desk, "supplement")
        told, why = await desk.answer.ration.ask(desk.ledger, lease, route(desk, lease), "a")
        assert (told, why) == ("later", "over the budget of messages of one complaint")


async def asked_for(desk: Desk, what: str) -> list[ReplyLease]:
    await desk.about(what, "sms")
    return await desk.answer.take(1)


def route(desk: Desk, lease: ReplyLease) -> Route:
    return desk.answer.routes.here(lease, Listener.decode(lease.listener), desk.channels)


@pytest.mark.parametrize("reverse", [False, True])
async def test_of_two_statuses_over_the_budget_the_later_is_told(redis_url: str, tmp_path: Path, reverse: bool) -> None:
    async with a_desk(redis_url, tmp_path, owed("sms"), ration=spending(messages={"sms": 2})) as desk:
        await desk.settle()
        await desk.number()
        await desk.settle()
        for at_ms, status in ((5_000, "diproses"), (6_000, "selesai")):
            assert await hear(desk.ledger, News("complaint1", "progress", f"ev-{status}", status, at_ms, tell=True))
        for lease in sorted(await desk.answer.take(10), key=lambda one: one.news, reverse=reverse):
            await desk.answer.handle(lease)
        found = {name: state for name, state in (await answers(desk.ledger)).items() if "progress" in name}
        assert {await desk.of(name, "news"): state for name, state in found.items()} == {
            "diproses": "superseded",
            "selesai": "due",
        }
