"""Failures reported later: of what is over after a while, and of a part of a long answer."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from outbox_kit import PHONE, Desk, a_desk, owed

from gateway.understand import RANK

NAME = "complaint1.whatsapp-w1.receipt"


async def hurry(desk: Desk, name: str) -> float:
    """It is due now; for how long (s) it would have waited."""
    key = desk.ledger.key("due:reply")
    due = float(await desk.ledger.redis.zscore(key, name) or 0)
    await desk.ledger.redis.zadd(key, {name: 0}, xx=True)
    return due / 1000 - time.time()


@pytest.mark.parametrize(("way", "code"), [("sms", 30001), ("whatsapp", 63018), ("whatsapp", 63038)])
async def test_what_twilio_had_no_room_for_goes_the_same_way_later(
    redis_url: str, tmp_path: Path, way: str, code: int
) -> None:
    async with a_desk(redis_url, tmp_path, owed(way)) as desk:
        name = f"complaint1.{way}-w1.receipt"
        desk.twilio.failing[PHONE if way == "sms" else f"whatsapp:{PHONE}"] = code
        await desk.settle()
        assert desk.got() == [(way, "undelivered")]
        assert await desk.of(name, "state") == "due"
        assert 240 < await hurry(desk, name) < 1300
        await desk.settle()
        assert desk.got() == [(way, "undelivered")] * 2
        assert 500 < await hurry(desk, name) < 2500, "it asks ever less often"
        desk.twilio.failing.clear()
        await desk.settle()
        assert desk.got()[2:] == [(way, "delivered" if way == "sms" else "read")]
        assert await desk.of(name, "state") == "sent"


async def test_after_three_days_it_goes_on_by_another_way(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp")) as desk:
        desk.twilio.failing[f"whatsapp:{PHONE}"] = 63018
        await desk.settle()
        await desk.ledger.redis.hset(desk.ledger.key(f"a:{NAME}"), "first", int((time.time() - 260_000) * 1000))
        await hurry(desk, NAME)
        await desk.settle()
        assert desk.got()[-1] == ("sms", "delivered")


async def test_where_a_part_failed_the_whole_goes_another_way(redis_url: str, tmp_path: Path) -> None:
    words = " ".join(f"kata{place}" for place in range(500))
    async with a_desk(redis_url, tmp_path, owed("whatsapp")) as desk:
        object.__setattr__(desk.answer, "render", lambda *_: ("", words))
        desk.twilio.not_on_whatsapp.add(PHONE)
        await desk.answer.handle((await desk.answer.take(1))[0])
        await desk.twilio.server.settled()
        assert await desk.of(f"{NAME}~0", "delivery") == "failed"
        desk.twilio.not_on_whatsapp.clear()
        await desk.settle()
        assert await desk.of(NAME, "state") == "sent"
        assert await desk.of(f"{NAME}~0", "state") == "sent", "a part is no answer of its own"
        sms = [one.body for one in desk.twilio.messages_to(PHONE) if not one.to.startswith("whatsapp:")]
        assert " ".join(sms) == words
        redis = desk.ledger.redis
        assert await redis.zcard(desk.ledger.key("parked")) == 0


async def test_a_word_about_an_earlier_way_keeps_nothing_from_the_next(redis_url: str, tmp_path: Path) -> None:
    """It comes while the next way is due."""
    async with a_desk(redis_url, tmp_path, owed("whatsapp")) as desk:
        desk.twilio.not_on_whatsapp.add(PHONE)
        (lease,) = await desk.answer.take(1)
        await desk.answer.handle(lease)
        await desk.twilio.server.settled()
        report = await desk.of(NAME, "report")
        (lease,) = await desk.answer.take(1)
        await desk.answer.handle(lease)
        assert await desk.of(NAME, "rung") == "sms"
        await desk.ledger.report(report, RANK["failed"], "failed", "63003", "way")
        desk.twilio.failing[PHONE] = 30003
        await desk.settle()
        assert await desk.of(NAME, "state") == "failed", "nobody would have looked for another way"
