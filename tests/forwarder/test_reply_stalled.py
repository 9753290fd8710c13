"""A worker of answers that stood still between its note and its call, and one that was asked to wait meanwhile."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from ledger_kit import answers, living
from test_reply import Desk, a_desk, owed

from forwarder.items import ReplyLease
from forwarder.ledger import Ledger
from forwarder.patience import Patience
from forwarder.reply import Answer
from gateway.simulator import faults

BRIEF_MS = 2


class StandsStill(Ledger):
    """What happens elsewhere after an attempt of this process was noted, and before it goes on."""

    meanwhile: Callable[[], Awaitable[Any]]

    async def begin_reply(self, lease: ReplyLease, lease_ms: int, **about: Any) -> bool:
        noted = await super().begin_reply(lease, lease_ms, **about)
        await self.meanwhile()
        time.sleep(lease_ms / 1000)  # noqa: ASYNC251 - the whole process stands still
        return noted


async def nothing() -> None:
    """Nobody takes it over."""


def stalled(desk: Desk, meanwhile: Callable[[], Awaitable[Any]] = nothing) -> Answer:
    ledger = StandsStill(desk.ledger.redis, desk.ledger.epoch, desk.ledger.sealer)
    ledger.meanwhile = meanwhile
    return replace(desk.answer, ledger=ledger, lease_ms=BRIEF_MS)


async def one(answer: Answer) -> ReplyLease:
    (lease,) = await answer.take(1)
    await answer.handle(lease)
    return lease


def long_words(*_: object) -> tuple[str, str]:
    """Two SMS."""
    return "", "a" * 500


@pytest.mark.parametrize("before", [0, 1], ids=["all of it", "its second part"])
async def test_who_took_over_sends_it_and_who_stood_still_does_not(redis_url: str, before: int) -> None:
    async with a_desk(redis_url, owed("sms")) as desk:
        if before:
            desk.answer = replace(desk.answer, render=long_words)
            await one(desk.answer)
        assert desk.received("sms") == before

        async def taken_over() -> None:
            await desk.hasten()
            await one(desk.answer)

        await one(stalled(desk, taken_over))
        await desk.hasten()
        await desk.pass_once()
        assert desk.received("sms") == before + 1
        assert await answers(desk.ledger) == {"complaint1.sms-w1.receipt": "sent"} | (
            {"complaint1.sms-w1.receipt~0": "sent", "complaint1.sms-w1.receipt~1": "sent"} if before else {}
        )


@pytest.mark.parametrize(
    ("way", "fault", "noted", "blind", "received"),
    [("sms", "", "", "", 1), ("sms", "drop", "1", "", 1), ("telegram", "cut", "", "1", 2)],
    ids=["a first try", "after one that surely did not leave", "a second one of which nobody can tell"],
)
async def test_what_nobody_took_over_goes_later_and_counts_as_not_sent(
    redis_url: str, way: str, fault: str, noted: str, blind: str, received: int
) -> None:
    async with a_desk(redis_url, owed(way)) as desk:
        if fault == "drop":
            desk.twilio.faults.tell(faults.Fault(kind=fault, times=1))
        elif fault:
            desk.lose_the_answer(way)
        if fault:
            await desk.pass_once()
            await desk.hasten()
        before = desk.received(way)
        name = (await one(stalled(desk))).id
        assert desk.received(way) == before
        assert (await desk.of(name, "state"), await desk.of(name, "begun")) == ("due", noted)
        assert await desk.of(name, "blind") == blind

        await desk.hasten()
        await desk.pass_once()
        assert desk.received(way) == received
        assert await answers(desk.ledger) == {name: "sent"}


async def test_a_second_sending_that_was_put_off_is_the_last_one(redis_url: str) -> None:
    async with a_desk(redis_url, owed("telegram")) as desk:
        desk.lose_the_answer("telegram", 5)
        await desk.pass_once()
        await desk.hasten()
        name = (await one(stalled(desk))).id
        for _ in range(3):
            await desk.hasten()
            await desk.pass_once()
        assert desk.received("telegram") == 2
        assert await answers(desk.ledger) == {name: "parked"}


async def test_a_provider_that_asked_for_patience_is_not_even_asked_after_the_ledger_was_lost(redis_url: str) -> None:
    async with a_desk(redis_url, owed("sms", 1)) as desk:
        desk.twilio.faults.tell(faults.Fault(kind="busy", times=1, seconds=60))
        await one(desk.answer)
        for key in await desk.ledger.redis.keys(desk.ledger.key("*")):
            await desk.ledger.redis.delete(key)
        async with living(redis_url) as anew:
            await anew.take_in([owed("sms", 1, doubt=True)])
            # It was leased before this process told the new ledger of the wish.
            (lease,) = await replace(desk.answer, ledger=anew, patience=Patience()).take(1)
            await replace(desk.answer, ledger=anew).handle(lease)
            name = lease.id
            assert (desk.twilio.calls, desk.twilio.looks) == (1, 0)
            redis: Any = anew.redis
            assert await redis.hmget(anew.key(f"a:{name}"), "state", "tries") == [b"due", None]
            assert await redis.zscore(anew.key("due:reply"), name) > (time.time() + 50) * 1000
