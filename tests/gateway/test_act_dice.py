"""Wishes at random moments while two workers carry, stand still and die: what was asked last holds at the end."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

import pytest
from node_kit import sms
from supplement_kit import KEY
from test_act_races import LEASE_MS, TOLD, Office, an_office, item_of
from test_act_stalled import stands
from yarl import URL

from forwarder import acts
from forwarder.act_forward import Deeds
from forwarder.central import Unavailable, Unknown
from forwarder.forward import Forward
from forwarder.items import Claim
from forwarder.national import National
from forwarder.patience import Patience
from normalizer.schema import DeliveryNote, Flags, Receipt

_T = TypeVar("_T")
Call = Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class Wild(National):
    """Calls take their time, are refused, lose their answer; what was given up may be at work."""

    dice: random.Random = field(default_factory=random.Random)
    at_work: list[Call] = field(default_factory=list)
    under_way: set[asyncio.Future[Any]] = field(default_factory=set)
    cut_off: asyncio.Event = field(default_factory=asyncio.Event)

    async def submit(self, reference: str, body: bytes, note: DeliveryNote) -> Receipt:
        return await self._leaves(lambda: National.submit(self, reference, body, note))

    async def find(self, reference: str, since: datetime | None = None) -> Receipt | None:
        found = await super().find(reference, since)
        if self.dice.random() < 0.5:
            await self.arrives()
        return found

    async def amend(self, reference: str, flags: Flags, number: str = "") -> None:
        await self._leaves(lambda: National.amend(self, reference, flags, number))

    async def withdraw(self, reference: str, number: str = "") -> None:
        await self._fate(lambda: National.withdraw(self, reference, number))

    async def arrives(self) -> None:
        for call in self.at_work:
            with suppress(Exception):
                await call()
        self.at_work.clear()

    async def _leaves(self, call: Callable[[], Awaitable[_T]]) -> _T:
        """Who is killed takes back nothing that has left."""
        task = asyncio.ensure_future(self._may_be_given_up(call))
        self.under_way.add(task)
        task.add_done_callback(self.under_way.discard)
        return await asyncio.shield(task)

    async def _may_be_given_up(self, call: Callable[[], Awaitable[_T]]) -> _T:
        if self.cut_off.is_set():
            raise Unavailable("refused")
        if self.dice.random() < 0.25:
            self.at_work.append(call)
            raise Unknown("given up")
        return await self._fate(call)

    async def _fate(self, call: Callable[[], Awaitable[_T]]) -> _T:
        await asyncio.sleep(self.dice.choice((0, 0, 0.01, 0.04)))
        fate = self.dice.choice(("through", "through", "through", "lost", "unsent"))
        if fate == "unsent":
            raise Unavailable("refused")
        answer = await call()
        await asyncio.sleep(self.dice.choice((0, 0, 0.02)))
        if fate == "lost":
            raise Unknown("its answer was lost")
        return answer


@dataclass
class Worker:
    """One process with hands for both; it may be killed with what it holds."""

    forward: Forward
    deeds: Deeds

    async def looks(self, dice: random.Random) -> None:
        work: list[Awaitable[None]] = [self.forward.handle(one) for one in await self.forward.take(2)]
        work += [self.deeds.handle(one) for one in await self.deeds.take(2)]
        tasks = [asyncio.ensure_future(one) for one in work]
        if tasks and dice.random() < 0.15:
            await asyncio.sleep(dice.uniform(0, 0.03))
            for one in tasks:
                one.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@dataclass
class Citizen:
    """What they asked for, by the ends of their messages."""

    office: Office
    letters: set[str]
    withdrawn: int = 0
    place: int = 1

    async def writes(self, text: str) -> None:
        item = await self._says(text)
        if item is not None:
            self.place += 1
            word = replace(item, delivery=f"word-{self.place}", key=f"{self.place:026d}", deed=acts.Deed.CONFIRM)
            self._means(await self._claimed(word))

    async def _says(self, text: str) -> acts.Act | None:
        """The act, when a word is asked back."""
        self.place += 1
        act: acts.Act = item_of(sms(text, self.place)).act
        end = await self._claimed(act)
        self._means(end)
        return act if ":ask_" in end else None

    async def _claimed(self, act: acts.Act) -> str:
        ((_, end),) = await acts.claim(self.office.ledger, [act])
        return end

    def _means(self, end: str) -> None:
        what, _, letters = end.rpartition(":")[2].partition("-")
        if what == "raise":
            self.letters |= set(letters)
        elif what == "lift":
            self.letters -= set(letters)
        self.withdrawn += what == "withdraw"


async def _time_passes(office: Office, central: Wild) -> None:
    """More than a minute: what was at work is through, and leases have run out."""
    central.cut_off.set()
    await asyncio.gather(*central.under_way, return_exceptions=True)
    await central.arrives()
    await office.hasten()
    central.cut_off.clear()


async def _wild_hours(office: Office, central: Wild, citizen: Citizen, dice: random.Random) -> None:
    forwards = [Forward(office.ledger, central, LEASE_MS, patience=Patience()) for _ in range(2)]
    workers = [Worker(one, Deeds(office.ledger, central, LEASE_MS)) for one in forwards]

    async def works(worker: Worker) -> None:
        for _ in range(10):
            await worker.looks(dice)
            await asyncio.sleep(dice.uniform(0, 0.02))

    async def wishes() -> None:
        for _ in range(dice.randint(1, 4)):
            await asyncio.sleep(dice.uniform(0.005, 0.08))
            await citizen.writes(dice.choice(("RAHASIA", "ANONIM", "BUKA", "BUKA", "BATAL")))

    async def clock() -> None:
        for _ in range(8):
            await asyncio.sleep(dice.uniform(0, 0.06))
            await _time_passes(office, central)

    await asyncio.gather(*(works(one) for one in workers), wishes(), clock())


@pytest.mark.parametrize("seed", range(20))
async def test_what_was_asked_last_holds(redis_url: str, seed: int) -> None:
    dice = random.Random(seed)
    async with an_office(redis_url) as office:
        own = dice.choice(("", "", "RAHASIA "))
        claim = item_of(sms(own + TOLD, 1))
        assert isinstance(claim, Claim)
        await office.ledger.take_in([claim])
        central = Wild(URL(office.central.url), KEY, "desa", dice=dice)
        citizen = Citizen(office, set("r" if own else ""))
        await _wild_hours(office, central, citizen, dice)
        await central.arrives()
        await central.close()
        await office.settle()
        assert await office.ledger.parked(5) == []
        cases = office.central.store.in_order
        words = [one.what for one in await office.ledger.lease_reply(20, LEASE_MS)]
        assert words.count("withdrawn") == citizen.withdrawn
        if citizen.withdrawn:
            assert [case.status for case in cases] in ([], ["ditarik"])
            return
        (case,) = cases
        assert {"a" * case.anonim, "r" * case.rahasia} - {""} == citizen.letters
        assert case.status != "ditarik"
        assert await stands(office) == ("holds" if citizen.letters else "")
        assert "number" in words
