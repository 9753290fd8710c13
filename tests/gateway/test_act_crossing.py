"""A submission that arrives after it was given up and looked for, and its sender asked for something else since."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from node_kit import sms
from supplement_kit import KEY
from test_act_races import LEASE_MS, TOLD, Office, an_office, item_of
from test_act_stalled import leased, said, stands, submitted
from yarl import URL

from forwarder import acts
from forwarder.act_forward import Deeds
from forwarder.acts import ActLease
from forwarder.central import Unknown
from forwarder.drain import Drain
from forwarder.forward import Forward
from forwarder.items import Claim
from forwarder.national import National
from normalizer.schema import DeliveryNote, Flags, Receipt


@dataclass(frozen=True)
class Slow(National):
    """Calls are given up and still at work; the `arrives`-th (from 1) is through before the one that is answered."""

    given_up: int = 1
    arrives: int = 1
    at_work: list[tuple[str, bytes, DeliveryNote]] = field(default_factory=list)

    async def submit(self, reference: str, body: bytes, note: DeliveryNote) -> Receipt:
        if len(self.at_work) < self.given_up:
            self.at_work.append((reference, body, note))
            raise Unknown("it did not answer within 10 s")
        await super().submit(*self.at_work[self.arrives - 1])
        return await super().submit(reference, body, note)


@asynccontextmanager
async def slow(office: Office, *, given_up: int = 1, arrives: int = 1) -> AsyncIterator[tuple[Drain[Any], Slow]]:
    claim = item_of(sms(TOLD, 1))
    assert isinstance(claim, Claim)
    await office.ledger.take_in([claim])
    central = Slow(URL(office.central.url), KEY, "desa", given_up=given_up, arrives=arrives)
    forward = Forward(office.ledger, central, LEASE_MS)
    drain = Drain(forward.take, forward.handle, concurrency=1, go_on=lambda: True)
    await drain.run()
    yield drain, central
    await central.close()


async def holds(office: Office, flags: Flags, told: int) -> None:
    await office.settle()
    (case,) = office.central.store.in_order
    assert Flags(case.anonim, case.rahasia) == flags
    assert await stands(office) == "holds"
    assert await office.ledger.parked(5) == []
    words = [one.what for one in await office.ledger.lease_reply(9, LEASE_MS)]
    assert words.count("flag_set") == told


async def test_protection_holds_where_the_unprotected_case_arrives_behind_the_look_up(redis_url: str) -> None:
    async with an_office(redis_url) as office:
        async with slow(office) as (drain, _):
            await said(office, "RAHASIA")
            await office.hasten()
            await drain.run()
        await holds(office, Flags(rahasia=True), 1)


@pytest.mark.parametrize("arrives", [1, 2])
async def test_nobody_knows_which_of_two_given_up_arrived(redis_url: str, arrives: int) -> None:
    """The second was protected; what was asked for last is what the first told."""
    async with an_office(redis_url) as office:
        async with slow(office, given_up=2, arrives=arrives) as (drain, _):
            await said(office, "RAHASIA")
            await office.hasten()
            await drain.run()
            await said(office, "BUKA", "ANONIM", after=3)
            await office.hasten()
            await drain.run()
        await holds(office, Flags(anonim=True), 2)


async def test_what_was_withdrawn_is_not_believed_to_be_nowhere_while_a_call_may_be_at_work(redis_url: str) -> None:
    async with an_office(redis_url) as office:
        async with slow(office) as (drain, central):
            asked = item_of(sms("BATAL", 2))
            await acts.claim(office.ledger, [asked.act])
            await acts.claim(office.ledger, [item_of(sms(asked.act.word, 3)).act])
            redis: Any = office.ledger.redis
            (name,) = await redis.zrange(office.ledger.key("due:forward"), 0, -1)
            await redis.zadd(office.ledger.key("due:forward"), {name: 0})
            await drain.run()
            standing = await office.ledger.standing_of(name.decode())
            assert standing
            assert standing.state == "due", "looked for, and not found"
            seconds, _ = await redis.time()
            due = await redis.zscore(office.ledger.key("due:forward"), name) / 1000 - seconds
            assert 60 < due <= LEASE_MS / 1000 + 61
            await office.national.submit(*central.at_work[0])
            await office.hasten()
            await drain.run()
        await office.settle()
        (case,) = office.central.store.in_order
        assert case.status == "ditarik"


@dataclass(frozen=True)
class Busy(National):
    """Its first change of flags is given up and at work."""

    at_work: list[tuple[str, Flags]] = field(default_factory=list)

    async def amend(self, reference: str, flags: Flags, number: str = "") -> None:
        if not self.at_work:
            self.at_work.append((reference, flags))
            raise Unknown("it did not answer within 10 s")
        await super().amend(reference, flags, number)


async def soon(office: Office) -> ActLease:
    """Before what is at work can be through."""
    redis: Any = office.ledger.redis
    (name,) = await redis.zrange(office.ledger.key("due:act"), 0, -1)
    await redis.zadd(office.ledger.key("due:act"), {name: 0})
    (lease,) = await acts.lease(office.ledger, 5, LEASE_MS)
    return lease


async def test_flags_that_were_given_up_and_arrive_behind_newer_ones_are_told_over(redis_url: str) -> None:
    """Nobody hears that it holds before nothing else can be at work."""
    async with an_office(redis_url) as office:
        await submitted(office)
        central = Busy(URL(office.central.url), KEY, "desa")
        deeds = Deeds(office.ledger, central, LEASE_MS)
        await deeds.handle(await leased(office))
        await said(office, "RAHASIA", after=3)
        await deeds.handle(await soon(office))
        (case,) = office.central.store.in_order
        assert (case.rahasia, await stands(office)) == (True, "waits")
        await office.national.amend(*central.at_work[0])
        await central.close()
        assert not case.rahasia
        redis: Any = office.ledger.redis
        ((_, due),) = await redis.zrange(office.ledger.key("due:act"), 0, -1, withscores=True)
        seconds, _ = await redis.time()
        assert 60 < due / 1000 - seconds <= LEASE_MS / 1000 + 61
        await office.settle()
        assert (case.rahasia, await stands(office)) == (True, "holds")


async def test_what_surely_did_not_arrive_is_not_waited_for(redis_url: str) -> None:
    async with an_office(redis_url) as office:
        await submitted(office)
        office.central.orders.throttle = 1
        await office.carry()
        await said(office, "RAHASIA", after=3)
        await office.hasten()
        await office.carry()
        (case,) = office.central.store.in_order
        assert (case.rahasia, await stands(office)) == (True, "holds")
