"""A wish that comes at any moment around a submission, with answers lost and refused: what holds at the end."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from node_kit import a_ledger, sms, understanding
from supplement_kit import KEY

from forwarder import acts
from forwarder.act_forward import Deeds
from forwarder.drain import Drain
from forwarder.forward import Forward
from forwarder.items import Claim
from forwarder.ledger import Ledger
from forwarder.national import National, from_settings
from gateway.inbox import Row
from gateway.simulator.central import StandInCentral
from gateway.understood import Asking
from normalizer.schema import Raw

TOLD = "Sumur warga di Dusun Karangasem berbau solar sejak pabrik tapioka buka"
LEASE_MS = 60_000


@dataclass
class Office:
    """A ledger, a stand-in central system over a socket, and hands that carry what is due."""

    ledger: Ledger
    central: StandInCentral
    national: National

    async def carry(self) -> None:
        forward = Forward(self.ledger, self.national, LEASE_MS)
        deeds = Deeds(self.ledger, self.national, LEASE_MS)
        await asyncio.gather(
            Drain(forward.take, forward.handle, concurrency=2, go_on=lambda: True).run(),
            Drain(deeds.take, deeds.handle, concurrency=2, go_on=lambda: True).run(),
        )

    async def hasten(self) -> None:
        redis: Any = self.ledger.redis
        for queue in ("due:forward", "due:act"):
            for name in await redis.zrange(self.ledger.key(queue), 0, -1):
                await redis.zadd(self.ledger.key(queue), {name: 0})
        await redis.delete(self.ledger.key("hold:forward"), self.ledger.key("fails:forward"))
        # The call of a lost answer has surely ended: nobody waits here for real time to pass.
        async for key in redis.scan_iter(match=self.ledger.key("c:*")):
            await redis.hdel(key, "ends")
        async for key in redis.scan_iter(match=self.ledger.key("x:*")):
            if sent := [name for name in await redis.hkeys(key) if name.startswith(b"sent:")]:
                await redis.hdel(key, *sent)

    async def settle(self) -> None:
        for _ in range(12):
            await self.hasten()
            await self.carry()
            if not await self.ledger.redis.zcard(self.ledger.key("due:act")):
                return
        raise AssertionError("it never came to rest")


@asynccontextmanager
async def an_office(url: str) -> AsyncIterator[Office]:
    central = StandInCentral({"desa": KEY})
    await central.start()
    national = from_settings(central.url, KEY, "desa", 5.0, 10)
    try:
        async with a_ledger(url) as ledger:
            yield Office(ledger, central, national)
    finally:
        await national.close()
        await central.stop()


def item_of(raw: Raw) -> Any:
    (item,) = understanding().items(Row(1, b"k" * 32, raw.channel, raw.received_at, raw, "", ""), doubt=False)
    return item


def trouble(office: Office, dice: random.Random) -> None:
    orders = office.central.orders
    orders.latency = dice.choice((0.0, 0.01, 0.03))
    orders.stall = dice.choice((0.0, 0.0, 0.02))
    orders.lose = dice.choice((0, 0, 1, 2))
    orders.throttle = dice.choice((0, 0, 1))


async def wished(office: Office, dice: random.Random, text: str) -> str:
    """Somewhere around its submission; the end of the act."""
    claim = item_of(sms(TOLD, 1))
    assert isinstance(claim, Claim)
    await office.ledger.take_in([claim])
    carrying = asyncio.create_task(office.carry())
    await asyncio.sleep(dice.uniform(0, 0.09))
    asking = item_of(sms(text, 2))
    assert isinstance(asking, Asking)
    ((_, end),) = await acts.claim(office.ledger, [asking.act])
    await carrying
    return end


@pytest.mark.parametrize("seed", range(25))
async def test_protection_holds_whenever_it_is_asked_for(redis_url: str, seed: int) -> None:
    dice = random.Random(seed)
    async with an_office(redis_url) as office:
        trouble(office, dice)
        await wished(office, dice, "RAHASIA")
        await office.settle()
        (case,) = office.central.store.in_order
        assert case.rahasia
        assert office.central.store.counts.stored == 1
        assert await office.ledger.parked(5) == []
        said = [one.what for one in await office.ledger.lease_reply(9, LEASE_MS)]
        assert said.count("flag_set") == 1, "and is told once, when it does"


@pytest.mark.parametrize("seed", range(100, 120))
async def test_a_withdrawal_is_whole_whenever_it_is_asked_for(redis_url: str, seed: int) -> None:
    dice = random.Random(seed)
    async with an_office(redis_url) as office:
        trouble(office, dice)
        end = await wished(office, dice, "BATAL")
        if ":ask_withdraw" in end:
            word = item_of(sms("BATAL", 2)).act.word
            await acts.claim(office.ledger, [item_of(sms(word, 3)).act])
        await office.settle()
        cases = office.central.store.in_order
        assert [case.status for case in cases] in ([], ["ditarik"])
        said = [one.what for one in await office.ledger.lease_reply(9, LEASE_MS)]
        assert said.count("withdrawn") == 1
        assert "number" not in said
        assert await office.ledger.lease_forward(5, LEASE_MS) == [], "nothing of it goes any more"
