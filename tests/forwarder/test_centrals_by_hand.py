"""What by_hand does beyond what every kind of central system must (test_centrals*.py, by_hand among them)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from central_kinds import CASE, FIRST, REFERENCE
from ledger_kit import claim, living
from test_centrals_changes import FLAGS
from test_centrals_ledger import complaint, now_ms, stands

from forwarder import epoch
from forwarder.attach import TakesFiles
from forwarder.by_hand import ByHand
from forwarder.by_hand_tray import Refused, Waiting, enter, examine, take, taken_out, waiting
from forwarder.census import census
from forwarder.central import hold_flags
from forwarder.decided import Closing, NotDone, close, edit
from forwarder.drain import Drain
from forwarder.forward import Forward
from forwarder.items import Standing
from forwarder.ledger import Ledger
from gateway.proof_central import compare
from gateway.proof_rows import Account
from normalizer import codec
from normalizer.schema import Deferred, Flags

CENTRAL = ByHand()


async def test_a_case_waits_for_its_number_and_is_found() -> None:
    receipt = await CENTRAL.submit(REFERENCE, CENTRAL.freeze(CASE), FIRST)
    assert isinstance(receipt, Deferred)
    assert await CENTRAL.find(REFERENCE, datetime.now(UTC)) == receipt
    assert await CENTRAL.number(receipt.token) is None


@pytest.mark.parametrize("flags", FLAGS, ids=["anonim", "rahasia", "both"])
def test_a_flag_is_kept(flags: Flags) -> None:
    hold_flags(CENTRAL.can, flags)
    assert CENTRAL.freeze(replace(CASE, flags=flags)) != CENTRAL.freeze(CASE)


async def test_what_it_says_of_itself_fits() -> None:
    assert isinstance(CENTRAL, TakesFiles) == CENTRAL.can.attachments
    assert list(await CENTRAL.categories()) == []
    await CENTRAL.close()


@pytest.mark.parametrize("doubt", [False, True], ids=["new", "after a lost ledger"])
async def test_through_the_ledger_it_waits_for_a_person_who_enters_it(redis_url: str, doubt: bool) -> None:
    async with living(redis_url) as ledger:
        told = complaint(4)
        await ledger.take_in([claim(4, id=told.id, body=codec.encode(told), received_ms=now_ms(), doubt=doubt)])
        forward = Forward(ledger, CENTRAL, 60_000, chance=lambda: 0.0)
        await Drain(forward.take, forward.handle, concurrency=4, go_on=lambda: True).run()
        assert (await stands(ledger, told.id))[0] == "waiting"
        assert await ledger.told_number(told.id, "01916449")
        assert (await stands(ledger, told.id))[0] == "done"
        assert await _doubts(ledger) == [doubt], "the number may have been told before the ledger was lost"


async def test_a_number_by_callback_may_have_been_told_before_the_ledger_was_lost(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        told = complaint(4)
        await ledger.take_in([claim(4, id=told.id, body=codec.encode(told), received_ms=now_ms(), doubt=True)])
        assert await ledger.told_number(told.id, "01916449")
        assert await _doubts(ledger) == [True]


async def _doubts(ledger: Ledger) -> list[bool]:
    leases = [lease for lease in await ledger.lease_reply(10, 60_000) if lease.what == "number"]
    assert not [lease for lease in leases if lease.doubt], "a person would have to decide"
    return [lease.faint for lease in leases]


@pytest.mark.parametrize("known", [True, False], ids=["it was in the tray", "nobody knows"])
async def test_after_a_lost_ledger_the_tray_shows_it_again(redis_url: str, known: bool) -> None:
    """What lies in the tray is the ledger's alone: nobody could open it, and it waited for ever."""
    async with living(redis_url) as ledger:
        (before,) = await in_the_tray(ledger, 1)
        facts = await epoch.facts(ledger, "node-1", 100, 1)
        await ledger.redis.flushall()
    async with living(redis_url) as ledger:
        if known:
            await epoch.restore_fact(ledger, facts)
        told = replace(complaint(0), received_at=datetime.fromtimestamp(before.received_ms / 1000, UTC))
        own = {"id": told.id, "body": codec.encode(told), "received_ms": before.received_ms}
        await epoch.restore_claims(ledger, [claim(0, **own, numbers=(before.number,), doubt=True)])
        forward = Forward(ledger, CENTRAL, 60_000, chance=lambda: 0.0)
        await Drain(forward.take, forward.handle, concurrency=4, go_on=lambda: True).run()
        (after,) = await waiting(ledger)
        assert after.case is not None
        assert before.case is not None
        assert (after.number, after.case["text"]) == (before.number, before.case["text"])
        await enter(ledger, after.number, "01916449", "01916449")
        assert (await stands(ledger, told.id))[0] == "done"


async def test_what_a_central_system_cannot_hold_is_entered_by_hand_and_told(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        told = complaint(4)
        await ledger.take_in([claim(4, id=told.id, body=codec.encode(told), received_ms=now_ms())])
        (lease,) = await ledger.lease_forward(1, 60_000)
        assert await ledger.park(lease, "cannot be kept rahasia")
        (parked,) = await ledger.parked(10)
        with pytest.raises(Refused, match="the two numbers differ"):
            await enter(ledger, parked.number, "01916449", "01916448")
        await enter(ledger, parked.number, "01916449", "01916449")
        assert (await stands(ledger, told.id))[0] == "done"
        assert await ledger.parked(10) == []
        its = (await census(ledger, [told.id]))[told.id]
        assert (its.by_hand, its.national) == (True, "01916449"), "nobody looks for it elsewhere"
        owed = [lease.what for lease in await ledger.lease_reply(10, 60_000)]
        assert "number" in owed
        with pytest.raises(Refused, match="it has its national number already"):
            await enter(ledger, parked.number, "7777777", "7777777")
        facts = await epoch.facts(ledger, "node-1", 100, 1)
        await ledger.redis.flushall()
    async with living(redis_url) as ledger:
        await ledger.take_in([claim(4, id=told.id, body=codec.encode(told), received_ms=now_ms(), doubt=True)])
        await epoch.restore_fact(ledger, facts)
        its = (await census(ledger, [told.id]))[told.id]
        assert (its.state, its.by_hand, its.national) == ("done", True, "01916449"), "also in a rebuilt ledger"


async def in_the_tray(ledger: Ledger, count: int) -> list[Waiting]:
    told = [complaint(place) for place in range(count)]
    claims = [
        claim(place, id=one.id, body=codec.encode(one), received_ms=now_ms(), numbers=(f"77{place:08}",))
        for place, one in enumerate(told)
    ]
    await ledger.take_in(claims)
    forward = Forward(ledger, CENTRAL, 60_000, chance=lambda: 0.0)
    await Drain(forward.take, forward.handle, concurrency=4, go_on=lambda: True).run()
    return await waiting(ledger)


async def test_whoever_comes_next_is_told_who_took_it_out(redis_url: str) -> None:
    """What two people enter is in the national system twice, and no idempotency key keeps it from that."""
    async with living(redis_url) as ledger:
        first, second = await in_the_tray(ledger, 2)
        assert (first.seen_by, second.seen_by) == ("", "")
        await taken_out(ledger, [second], "ratna (root)", 1_795_312_800_000)
        assert [(one.seen_by, one.seen_ms) for one in await waiting(ledger)] == [
            ("", 0),
            ("ratna (root)", 1_795_312_800_000),
        ]


async def test_what_need_not_be_entered_leaves_the_tray(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        first, second, third = await in_the_tray(ledger, 3)
        with pytest.raises(NotDone, match="it is in the tray"):
            await close(ledger, first.id, Closing("of nobody's office"))
        with pytest.raises(NotDone, match="it is in the tray"):
            await edit(ledger, first.id, {"title": "x"})
        assert len(await waiting(ledger)) == 3
        await close(ledger, first.id, Closing("of nobody's office", not_there=True))
        await close(ledger, second.id, Closing("the same", into=third.id, not_there=True))
        assert [one.id for one in await waiting(ledger)] == [third.id]
        forward = Forward(ledger, CENTRAL, 60_000, chance=lambda: 0.0)
        await ledger.redis.zadd(ledger.key("due:forward"), {first.id: 0, second.id: 0})
        await Drain(forward.take, forward.handle, concurrency=4, go_on=lambda: True).run()
        assert [(await stands_at(ledger, one.id)).state for one in (first, second)] == ["closed"] * 2
        now = datetime.now(UTC)
        found = Account(now, now, complaints=dict.fromkeys((first.id, second.id, third.id), 1))
        await compare(found, ledger, CENTRAL)
        assert found.differences == []


async def test_one_that_cannot_be_opened_keeps_nobody_from_the_others(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        first, _ = await in_the_tray(ledger, 2)
        redis: Any = ledger.redis
        await redis.hset(ledger.key(f"c:{first.id}"), "case", b"sealed with a key that is gone")
        assert [one.case is None for one in await waiting(ledger)] == [True, False]


async def test_two_people_who_type_one_number_at_once(redis_url: str) -> None:
    """Of ten complaints one gets it; the others stay in the tray, and their own number may be entered."""
    async with living(redis_url) as ledger:
        await in_the_tray(ledger, 10)
        ours = [one.number for one in await waiting(ledger)]
        said = await asyncio.gather(*(enter(ledger, one, "1916449", "1916449") for one in ours), return_exceptions=True)
        assert [type(one) for one in said].count(Refused) == len(ours) - 1 == 9
        left = [one.number for one in await waiting(ledger)]
        assert len(left) == 9
        with pytest.raises(Refused):
            await enter(ledger, left[0], left[0], left[0])
        await enter(ledger, left[0], "1916450", "1916450")


async def test_what_the_central_system_holds_gets_its_number_from_there(redis_url: str) -> None:
    """Our number of another complaint was typed: its citizen would be told what is not theirs, for ever."""
    async with living(redis_url) as ledger:
        told = complaint(4)
        await ledger.take_in([claim(4, id=told.id, body=codec.encode(told), received_ms=now_ms())])
        (lease,) = await ledger.lease_forward(1, 60_000)
        assert await ledger.begin_forward(lease, 60_000, b"case") is not None
        assert await ledger.deferred(lease, "a token of an API", 60_000)
        ours = (await stands_at(ledger, told.id)).number
        with pytest.raises(Refused, match="the central system holds it and will tell its number itself"):
            await enter(ledger, ours, "1916449", "1916449")
        assert (await stands_at(ledger, told.id)).state == "waiting"
        await enter(ledger, ours, "1916449", "1916449", not_there=True)
        assert (await stands_at(ledger, told.id)).national == "1916449"


async def test_two_people_who_type_two_numbers_of_one_complaint_at_once(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        told = complaint(4)
        await ledger.take_in([claim(4, id=told.id, body=codec.encode(told), received_ms=now_ms())])
        forward = Forward(ledger, CENTRAL, 60_000, chance=lambda: 0.0)
        await Drain(forward.take, forward.handle, concurrency=4, go_on=lambda: True).run()
        (one,) = await waiting(ledger)
        numbers = [f"19164{place:02}" for place in range(10)]
        said = await asyncio.gather(
            *(enter(ledger, one.number, number, number) for number in numbers), return_exceptions=True
        )
        assert [type(each) for each in said].count(Refused) == 9, "whoever was later is told that it was not taken"
        national = (await stands_at(ledger, told.id)).national
        assert said[numbers.index(national)] is None
        free = [number for number in numbers if not await ledger.standing(number)]
        assert free == [number for number in numbers if number != national], "they may be entered for what they are of"


async def test_a_number_that_is_typed_while_somebody_sends_it_on(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The central system may be told it just now: it would be there twice, and the proof would not look."""
    async with living(redis_url) as ledger:
        told = complaint(4)
        await ledger.take_in([claim(4, id=told.id, body=codec.encode(told), received_ms=now_ms())])
        (lease,) = await ledger.lease_forward(1, 60_000)
        assert await ledger.park(lease, "refused", heard=True)
        ours = (await stands_at(ledger, told.id)).number
        name = await examine(ledger, ours, "1916449", "1916449")
        assert await ledger.retry(name)
        with pytest.raises(Refused, match="it changed just now: due"):
            await take(ledger, name, ours, "1916449")
        assert (await stands_at(ledger, told.id)).state == "due"
        assert await ledger.standing("1916449") is None
        (lease,) = await ledger.lease_forward(1, 60_000)
        assert await ledger.numbered(lease, "7654321", doubt=False)


async def test_a_number_that_is_typed_while_somebody_closes_it(redis_url: str) -> None:
    """Its citizen was told that it is not passed on."""
    async with living(redis_url) as ledger:
        (one,) = await in_the_tray(ledger, 1)
        name = await examine(ledger, one.number, "1916449", "1916449")
        await close(ledger, name, Closing("of nobody's office", not_there=True))
        with pytest.raises(Refused, match="it changed just now: closed"):
            await take(ledger, name, one.number, "1916449")
        assert (await stands_at(ledger, name)).state == "closed"
        assert await ledger.standing("1916449") is None


async def stands_at(ledger: Ledger, name: str) -> Standing:
    found = await ledger.standing_of(name)
    assert found is not None
    return found
