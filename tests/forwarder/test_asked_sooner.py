"""Who wants no call for hours may be asked sooner: an operator decides that, and nobody else."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from central_kinds import INSTANCE, KEY
from ledger_kit import LEASE_MS, NOTE, claim, living
from outbox_kit import CHAT, PHONE, Desk, a_desk, owed
from test_centrals_ledger import complaint, now_ms

from forwarder import national, switches
from forwarder.drain import Drain
from forwarder.forward import Forward
from forwarder.patience import account_of
from forwarder.seal import new_key
from gateway import switches_cli
from gateway.settings import load
from gateway.simulator import faults, telegram
from gateway.simulator.central import StandInCentral
from normalizer import codec

# As long as a stand-in is told to ask for; what counts is that nobody here waits for it.
HOURS = 600.0


def wants_none(desk: Desk, way: str) -> None:
    if way == "telegram":
        desk.telegram.faults.append(telegram.Fault("429", 1, HOURS))
    else:
        desk.twilio.faults.tell(faults.Fault(kind="busy", seconds=HOURS, times=1))


def calls(desk: Desk, way: str) -> int:
    return desk.telegram.calls["sendmessage"] if way == "telegram" else desk.twilio.calls


def is_calm(desk: Desk, way: str) -> None:
    """Its provider has thought better of it."""
    desk.twilio.faults.tell(None)
    desk.telegram._quiet_until = 0.0


async def waiting(desk: Desk) -> list[float]:
    redis: Any = desk.ledger.redis
    return [score for _, score in await redis.zrange(desk.ledger.key("due:reply"), 0, -1, withscores=True)]


async def hurry(desk: Desk) -> None:
    redis: Any = desk.ledger.redis
    names = await redis.zrange(desk.ledger.key("due:reply"), 0, -1)
    if names:
        await redis.zadd(desk.ledger.key("due:reply"), dict.fromkeys(names, 0))


async def refused_for_hours(desk: Desk, way: str) -> None:
    """The worker has sent one before; then one of three is refused, which had left together with a second."""
    await desk.pass_once()
    wants_none(desk, way)
    address = str(CHAT) if way == "telegram" else PHONE
    await desk.ledger.take_in([owed(way, place, address=address) for place in (2, 3, 4)])
    for lease in await desk.answer.take(2):
        await desk.answer.handle(lease)
    assert await desk.pass_once() == 0
    assert calls(desk, way) == 2


WAYS = pytest.mark.parametrize("way", ["telegram", "sms", "whatsapp"])


@WAYS
async def test_a_provider_is_asked_again_when_an_operator_says_so(redis_url: str, tmp_path: Path, way: str) -> None:
    """Also by the worker that heard the wish, and remembers it itself."""
    async with a_desk(redis_url, tmp_path, owed(way)) as desk:
        await refused_for_hours(desk, way)
        until = await switches.patience(desk.ledger, account_of(way))
        assert until is not None
        assert min(await waiting(desk)) >= until.since_ms - 1_000, "all of them wait as long as was asked for"
        assert not await switches.ask_again(desk.ledger, "mail")
        assert not await switches.ask_again(desk.ledger), "nor is it the central system"
        assert await desk.pass_once() == 0

        is_calm(desk, way)
        assert await switches.ask_again(desk.ledger, account_of(way))
        assert await switches.patience(desk.ledger, account_of(way)) is None
        now = float((await desk.ledger.redis.time())[0]) * 1000
        assert max(await waiting(desk)) < now + 2_000, "what was put off is due now"
        leases = await desk.answer.take(10)
        assert len(leases) == 1, "one goes first"
        await desk.answer.handle(leases[0])
        assert calls(desk, way) == 3
        await hurry(desk)
        assert await desk.pass_once() == 2
        assert (calls(desk, way), await waiting(desk)) == (5, [])
        assert not await switches.ask_again(desk.ledger, account_of(way)), "nobody waits for it"


@WAYS
async def test_what_it_answers_then_counts_as_ever(redis_url: str, tmp_path: Path, way: str) -> None:
    async with a_desk(redis_url, tmp_path, owed(way)) as desk:
        await refused_for_hours(desk, way)
        assert await switches.ask_again(desk.ledger, account_of(way))
        await desk.pass_once()
        assert calls(desk, way) == 3
        asked = calls(desk, way)
        await hurry(desk)
        assert await desk.pass_once() == 0
        assert calls(desk, way) == asked, "one call, and all wait again"
        assert await switches.patience(desk.ledger, account_of(way)) is not None


async def test_what_is_under_way_is_left_to_who_sends_it(redis_url: str) -> None:
    """The call of one began before the wish of another was heard."""
    async with living(redis_url) as ledger:
        notes = [replace(NOTE, delivery=f"delivery-n{place}") for place in range(3)]
        await ledger.take_in(notes)
        under_way, refused, other = await ledger.lease_reply(3, LEASE_MS)
        assert await ledger.begin_reply(under_way, LEASE_MS)
        assert await ledger.later(refused, LEASE_MS, "429", hold_ms=LEASE_MS)
        assert await switches.ask_again(ledger, "twilio")
        await ledger.redis.delete(ledger.key("probe:twilio"))
        again = await ledger.lease_reply(3, LEASE_MS)
        assert sorted(one.id for one in again) == sorted([refused.id, other.id]), "no second worker sends it"
        assert not await ledger.begin_reply(other, LEASE_MS), "nor does the first one what another has now"
        assert await ledger.sent(under_way, "SM1", "key-1")


async def test_a_submission_that_is_under_way_is_left_to_who_makes_it(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([claim(1), claim(2)])
        under_way, refused = await ledger.lease_forward(2, LEASE_MS)
        assert await ledger.begin_forward(under_way, LEASE_MS, b"{}")
        assert await ledger.later(refused, LEASE_MS, "429", hold_ms=LEASE_MS)
        assert await switches.ask_again(ledger)
        assert [one.id for one in await ledger.lease_forward(2, LEASE_MS)] == [refused.id]
        await ledger.redis.delete(ledger.key("pace"))
        assert await ledger.lease_forward(2, LEASE_MS) == []


@pytest.mark.parametrize("left_ms", [1_000, 1_900, 90_000])
async def test_the_command_ends_however_soon_the_wish_would_be_over(redis_url: str, left_ms: int) -> None:
    """Many wait, and among them stands what waits for another provider, and what is under way."""
    async with living(redis_url) as ledger:
        wanted = [replace(NOTE, delivery=f"delivery-s{place}") for place in range(1_200)]
        other = [replace(NOTE, delivery=f"delivery-t{place}", who="telegram-t1") for place in range(1_200)]
        await ledger.take_in([*wanted, *other])
        (lease,) = [one for one in await ledger.lease_reply(1, LEASE_MS) if one.id.startswith("delivery-s")]
        assert await ledger.later(lease, left_ms, "429", hold_ms=left_ms)
        redis: Any = ledger.redis
        then = int((await redis.time())[0]) * 1000 + left_ms + 1_000
        names = [str(name, "utf-8") for name in await redis.zrange(ledger.key("due:reply"), 0, -1)]
        await redis.zadd(ledger.key("due:reply"), {name: then + place // 500 for place, name in enumerate(names)})
        async with asyncio.timeout(20):
            assert await switches.ask_again(ledger, "twilio")
        seconds, _ = await redis.time()
        due = await redis.zrangebyscore(ledger.key("due:reply"), "-inf", (int(seconds) + 1) * 1000)
        assert sum(name.startswith(b"delivery-s") for name in due) == len(wanted)
        left = await redis.zrangebyscore(ledger.key("due:reply"), then, "+inf")
        assert sum(name.startswith(b"delivery-t") for name in left) == len(other), "for whom nobody asked"


async def test_the_worker_that_heard_it_asks_the_central_system_again_too(redis_url: str) -> None:
    standin = StandInCentral({INSTANCE: KEY})
    central = national.from_settings(await standin.start(), KEY, INSTANCE, 10, 5)
    try:
        async with living(redis_url) as ledger:
            told = [complaint(place) for place in (1, 2)]
            claims = [
                claim(place, id=one.id, body=codec.encode(one), received_ms=now_ms()) for place, one in enumerate(told)
            ]
            await ledger.take_in(claims)
            forward = Forward(ledger, central, LEASE_MS, chance=lambda: 0.0)
            standin.orders.throttle, standin.orders.retry_after = 1, HOURS
            for lease in await forward.take(2):
                await forward.handle(lease)
            assert await ledger.lease_forward(2, LEASE_MS) == []
            assert standin.store.in_order == []
            assert await switches.ask_again(ledger)
            assert await Drain(forward.take, forward.handle, concurrency=2, go_on=lambda: True).run() == 1
            assert len(standin.store.in_order) == 1, "one call goes first"
    finally:
        await central.close()
        await standin.stop()


async def test_the_command_says_what_it_did_and_the_trail_who(
    redis_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = load({"REDIS_URL": redis_url, "DATA_DIR": str(tmp_path), "ENCRYPTION_KEYS": new_key()})
    async with living(redis_url) as ledger:
        await ledger.take_in([NOTE])
        (lease,) = await ledger.lease_reply(1, LEASE_MS)
        assert await ledger.later(lease, 1000, "429, Retry-After 86400", hold_ms=86_400_000)
        assert await asyncio.to_thread(switches_cli.pause, settings, "") == 0
        told = capsys.readouterr().out
        assert "The provider of sms and whatsapp is not called until" in told
        assert "satupintu resume sms --ask-again" in told
        assert await asyncio.to_thread(switches_cli.resume, settings, "replies", True) == 2
        assert await asyncio.to_thread(switches_cli.resume, settings, "whatsapp", True) == 0
        assert "The provider of whatsapp is asked again, with one call first" in capsys.readouterr().out
        assert await asyncio.to_thread(switches_cli.resume, settings, "whatsapp", True) == 0
        assert "asked for no patience" in capsys.readouterr().out
    acts = [json.loads(line)["act"] for line in (tmp_path / "audit.jsonl").read_text().splitlines()]
    assert acts == ["resume whatsapp --ask-again"] * 2
