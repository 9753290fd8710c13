"""A small lane for what was asked just now: many numbers that are due at once delay no new receipt for long."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ledger_kit import LEASE_MS, NOTE, claim, living
from outbox_kit import a_desk, listener, owed

from forwarder.items import Claim, ReplyLease
from forwarder.ladder import Rung
from forwarder.ledger import Ledger
from forwarder.listener import Listener
from forwarder.patience import Patience
from forwarder.ration import Ration
from forwarder.routes import Route

HOUR_MS = 3_600_000
RECEIPT = ("receipt", "complaint1")


def now_ms() -> int:
    return int(time.time() * 1000)


def of_before(place: int) -> Claim:
    """Its receipt is put off."""
    return claim(place, received_ms=now_ms() - HOUR_MS, wait_ms=HOUR_MS, who=f"sms-w{place}")


async def numbers(ledger: Ledger, count: int) -> None:
    """So many have their numbers now: an outage is over."""
    places = range(2, 2 + count)
    for at in range(0, count, 500):
        await ledger.take_in([of_before(place) for place in places[at : at + 500]])
    while leases := await ledger.lease_forward(500, LEASE_MS):
        for lease in leases:
            await ledger.numbered(lease, f"00{lease.id.removeprefix('complaint'):0>8}", doubt=False)


async def somebody_writes(ledger: Ledger, place: int = 1) -> None:
    await ledger.take_in([claim(place, received_ms=now_ms(), who=f"sms-w{place}")])


async def many_ask(ledger: Ledger, count: int) -> None:
    await ledger.take_in([replace(NOTE, delivery=f"help-{place}", who=f"sms-h{place}") for place in range(count)])


async def leased(ledger: Ledger, most: int) -> list[tuple[str, str]]:
    return [(lease.what, lease.subject) for lease in await ledger.lease_reply(most, LEASE_MS)]


@pytest.mark.parametrize("most", [1, 3, 8, 56])
async def test_a_new_receipt_passes_two_thousand_numbers(redis_url: str, most: int) -> None:
    async with living(redis_url) as ledger:
        await numbers(ledger, 2_000)
        assert {what for what, _ in await leased(ledger, 8)} == {"number"}
        await somebody_writes(ledger)
        ahead = list[tuple[str, str]]()
        while RECEIPT not in ahead:
            ahead += await leased(ledger, most)
            assert len(ahead) < most + 4, "a quarter is for what people ask for now"


async def test_what_is_asked_now_takes_a_quarter_and_no_more(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await numbers(ledger, 200)
        await many_ask(ledger, 100)
        kinds = [what for _ in range(10) for what, _ in await leased(ledger, 8)]
        assert (kinds.count("help"), kinds.count("number")) == (20, 60)


async def test_what_was_put_off_has_its_place_again_when_it_is_due(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await numbers(ledger, 300)
        await somebody_writes(ledger)
        (receipt,) = [one for one in await ledger.lease_reply(8, LEASE_MS) if one.what == "receipt"]
        assert await ledger.later(receipt, 0, "503")
        assert RECEIPT in await leased(ledger, 8)


async def test_a_number_that_is_the_first_word_of_just_now_goes_with_them(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await numbers(ledger, 300)
        await somebody_writes(ledger)
        assert await ledger.told_number("complaint1", "0099999")
        assert ("number", "complaint1") in await leased(ledger, 8)


async def test_a_receipt_that_was_looked_at_is_found_under_its_whole_name(redis_url: str) -> None:
    """Whoever says something about a complaint looks whether its receipt has left."""
    async with living(redis_url) as ledger:
        await numbers(ledger, 300)
        await somebody_writes(ledger)
        redis: Any = ledger.redis
        assert await redis.zscore(ledger.key("due:reply"), "complaint1.") is not None
        await redis.zadd(ledger.key("prompt"), {"complaint1.": 1})
        await redis.delete(ledger.key("due:reply"))
        row = {"what": "receipt", "subject": "complaint1", "state": "due", "node": "node-1", "listener": "none"}
        await redis.hset(ledger.key("a:complaint1.sms-w1.receipt"), mapping=row)
        await redis.zadd(ledger.key("due:reply"), {"complaint1.sms-w1.receipt": 0, "c.w.number": 0, "d.w.number": 0})
        (receipt,) = await ledger.lease_reply(2, LEASE_MS) + await ledger.lease_reply(2, LEASE_MS)
        assert (receipt.what, receipt.subject) == RECEIPT


async def test_while_less_is_due_than_is_taken_nothing_is_kept_besides(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await somebody_writes(ledger)
        assert await leased(ledger, 8) == [RECEIPT]
        assert not await ledger.redis.keys(ledger.key("prompt*"))


async def test_a_lease_costs_the_same_however_many_are_due(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await numbers(ledger, 4_000)
        await ledger.redis.config_resetstat()
        assert len(await ledger.lease_reply(8, LEASE_MS)) == 8
        spent: Any = await ledger.redis.info("commandstats")
        assert sum(one["calls"] for one in spent.values()) < 500 * 4 + 8 * 20 + 40


# -- at a pace that all workers share ---------------------------------------------------------------------------------


PACE = 20
ROUTE = Route(Rung.FREE, Listener.decode(listener("sms")))
TOLD_IN_THEIR_TURN = Ration(per_second={"sms": PACE})


async def asks(ledger: Ledger, leases: Sequence[ReplyLease]) -> list[str]:
    """What each is told; later, it is due in its turn."""
    return [(await TOLD_IN_THEIR_TURN.ask(ledger, lease, ROUTE, "words"))[0] for lease in leases]


async def turns(ledger: Ledger, leases: Sequence[ReplyLease]) -> list[float]:
    """When those that have to wait are due, in seconds from now; in order."""
    told = await asks(ledger, leases)
    redis: Any = ledger.redis
    waiting = [lease.id for lease, one in zip(leases, told, strict=True) if one == "later"]
    at = [await redis.zscore(ledger.key("due:reply"), name) for name in waiting]
    seconds, micros = await redis.time()
    return sorted(one / 1000 - (int(seconds) + int(micros) / 1e6) for one in at)


async def a_row_of_numbers(ledger: Ledger, count: int) -> list[float]:
    await numbers(ledger, count)
    return await turns(ledger, await ledger.lease_reply(count, LEASE_MS))


async def test_a_row_of_numbers_leaves_a_quarter_of_the_pace(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        waits = await a_row_of_numbers(ledger, 320)
        assert waits[-1] - waits[0] == pytest.approx(len(waits) / (PACE * 0.75), rel=0.1)


async def test_a_new_receipt_does_not_stand_behind_the_row(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await a_row_of_numbers(ledger, 320)
        await somebody_writes(ledger)
        (receipt,) = await ledger.lease_reply(1, LEASE_MS)
        assert receipt.what == "receipt"
        assert all(wait <= 1.1 for wait in await turns(ledger, [receipt])), "one window"


async def test_many_that_ask_now_take_a_quarter_of_the_pace(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await a_row_of_numbers(ledger, 320)
        await many_ask(ledger, 60)
        waits = await turns(ledger, await ledger.lease_reply(60, LEASE_MS))
        assert len(waits) >= 60 - PACE
        assert waits[-1] - waits[0] == pytest.approx(len(waits) / (PACE / 4), rel=0.1)


async def test_without_a_row_of_numbers_all_of_the_pace_is_theirs(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await many_ask(ledger, 100)
        waits = await turns(ledger, await ledger.lease_reply(100, LEASE_MS))
        assert waits[-1] - waits[0] == pytest.approx(len(waits) / PACE, rel=0.1)


async def test_both_rows_together_keep_the_pace(redis_url: str, tmp_path: Path) -> None:
    """Two workers; none asks the ledger again and again for a place that others have."""
    claims = [owed("sms", place, address=f"+62811000010{place:02}") for place in range(10, 60)]
    async with a_desk(redis_url, tmp_path, *claims, ration=Ration(per_second={"sms": PACE})) as desk:
        other, begun = replace(desk.answer, patience=Patience()), time.time()
        await desk.pass_once()
        late = [owed("sms", place, address=f"+62811000010{place:02}") for place in range(60, 70)]
        await desk.ledger.take_in([replace(one, received_ms=now_ms()) for one in late])
        while len(desk.twilio.messages) < 60:
            await desk.pass_once()
            await desk.pass_once(other)
        sent = sorted(desk.twilio.messages, key=lambda one: one.created)
        times = [one.created.timestamp() for one in sent]
        assert [place for place, at in enumerate(times) if at < begun + place // PACE] == [], "too early"
        new = [place for place, one in enumerate(sent) if one.to >= "+6281100001060"]
        assert new[4] < 45, "the first five stood behind all that were there before"
