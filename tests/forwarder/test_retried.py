"""What a person sends on its way again, and what nobody gives up for them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from ledger_kit import answers
from test_forward import an_office, name_of, told
from test_once import fail_once, keyless, turn
from test_reply import Desk, a_desk, owed

from forwarder.patience import Patience

RECEIPT = "complaint1.sms-w1.receipt"
DAY_MS = 86_400_000


async def parked_in_doubt(desk: Desk, how: str) -> None:
    """An SMS whose outcome is unknown waits for a person, for another reason."""
    good = desk.answer
    if how == "off":
        desk.answer = replace(good, channels={})
    else:

        def defect(*_: Any) -> Any:
            raise RuntimeError("a defect")

        desk.answer = replace(good, render=defect)
    await desk.hasten()
    await desk.pass_once()
    desk.answer = good
    assert await answers(desk.ledger) == {RECEIPT: "parked"}


@pytest.mark.parametrize("how", ["off", "defect"])
async def test_a_try_of_unknown_outcome_is_looked_up_also_when_a_person_sends_it_on(redis_url: str, how: str) -> None:
    async with a_desk(redis_url, owed("sms")) as desk:
        desk.lose_the_answer("sms")
        await desk.pass_once()
        await parked_in_doubt(desk, how)
        assert await desk.ledger.retry(RECEIPT)
        await desk.pass_once()
        assert desk.received("sms") == 1
        assert await answers(desk.ledger) == {RECEIPT: "sent"}


@pytest.mark.parametrize("way", ["telegram", "mail"])
async def test_where_nobody_can_tell_a_person_has_it_sent_once_more(redis_url: str, way: str) -> None:
    async with a_desk(redis_url, owed(way)) as desk:
        desk.lose_the_answer(way, 2)
        for _ in range(3):
            await desk.hasten()
            await desk.pass_once()
        name = f"complaint1.{way}-w1.receipt"
        assert await answers(desk.ledger) == {name: "parked"}
        assert await desk.ledger.retry(name)
        await desk.pass_once()
        assert desk.received(way) == 3
        assert await answers(desk.ledger) == {name: "sent"}


async def three_days_later(desk: Desk, name: str) -> None:
    redis: Any = desk.ledger.redis
    first = int(await desk.of(name, "first"))
    await redis.hset(desk.ledger.key(f"a:{name}"), "first", str(first - 3 * DAY_MS - 1000))
    await tried_now(desk)


async def tried_now(desk: Desk) -> None:
    redis: Any = desk.ledger.redis
    await redis.delete(desk.ledger.key("hold:reply:twilio"), desk.ledger.key("hold:reply:mail"))
    desk.answer = replace(desk.answer, patience=Patience())
    await desk.hasten()
    await desk.pass_once()


async def test_what_our_own_account_is_refused_for_is_never_old_news(redis_url: str) -> None:
    async with a_desk(redis_url, owed("sms")) as desk:
        token, desk.twilio.token = desk.twilio.token, "another"
        await desk.pass_once()
        await three_days_later(desk, RECEIPT)
        assert await answers(desk.ledger) == {RECEIPT: "due"}
        desk.twilio.token = token
        await tried_now(desk)
        assert desk.received("sms") == 1


async def test_a_number_that_could_not_be_told_for_three_days_waits_for_a_person(redis_url: str) -> None:
    async with a_desk(redis_url, owed("mail")) as desk:
        assert await desk.ledger.told_number("complaint1", "0012345")
        name = "complaint1.mail-w1.number"
        desk.relay.fail("452 4.2.2 Mailbox full", times=2)
        await desk.pass_once()
        await three_days_later(desk, name)
        assert (await answers(desk.ledger))[name] == "parked"
        assert "452" in await desk.of(name, "why")
        assert await desk.ledger.retry(name)
        await desk.pass_once()
        assert desk.received("mail") == 1


@pytest.mark.parametrize("what", ["receipt", "number"])
async def test_what_a_person_sends_on_is_tried_for_three_days_more(redis_url: str, what: str) -> None:
    async with a_desk(redis_url, owed("mail")) as desk:
        if what == "number":
            assert await desk.ledger.told_number("complaint1", "0012345")
        name = f"complaint1.mail-w1.{what}"
        desk.relay.fail("452 4.2.2 Mailbox full", times=1)
        await desk.pass_once()
        good = desk.answer
        desk.answer = replace(good, channels={})
        await desk.hasten()
        await desk.pass_once()
        assert (await answers(desk.ledger))[name] == "parked"
        desk.answer = good
        redis: Any = desk.ledger.redis
        first = int(await desk.of(name, "first"))
        await redis.hset(desk.ledger.key(f"a:{name}"), "first", str(first - 3 * DAY_MS - 1000))
        assert await desk.ledger.retry(name)
        desk.relay.fail("452 4.2.2 Mailbox full", times=2)
        for _ in range(2):
            await tried_now(desk)
            assert (await answers(desk.ledger))[name] == "due"
        again = int(await desk.of(name, "again"))
        await redis.hset(desk.ledger.key(f"a:{name}"), "again", str(again - 3 * DAY_MS - 1000))
        desk.relay.fail("452 4.2.2 Mailbox full", times=1)
        await tried_now(desk)
        assert (await answers(desk.ledger))[name] == ("failed" if what == "receipt" else "parked")


async def test_a_complaint_is_sent_on_unseen_once_a_person_has_looked(redis_url: str) -> None:
    """Where a look-up proves nothing and a try may have arrived, nobody but a person can tell."""
    async with an_office(redis_url, told(1)) as office, keyless(office, consistent=False) as forward:
        office.central.orders.down = "cut"
        await fail_once(office, forward)
        office.central.orders.down = ""
        await office.ledger.redis.hdel(office.ledger.key(f"c:{name_of(1)}"), "ends")
        await turn(office, forward)
        assert await office.ledger.retry(name_of(1))
        await turn(office, forward)
        assert await office.of(1, "state") == ("parked",), "looked for, and not seen"
        assert await office.ledger.retry(name_of(1), not_there=True)
        await turn(office, forward)
        assert await office.of(1, "state") == ("done",)
        assert len(office.central.store.in_order) == 1
