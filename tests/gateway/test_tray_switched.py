"""CENTRAL was by_hand and is an API now: what a person has before them stays theirs, what nobody saw goes there."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from central_kinds import CALLED, CentralKind
from central_kinds import Desk as CentralDesk
from central_kinds import desk as central_desk
from node_kit import NodeKit, a_node, facts_of, sms

from forwarder.act_forward import Deeds
from forwarder.by_hand import CHANGED, ByHand
from forwarder.by_hand_tray import Refused, enter, index, named, taken_out, waiting
from forwarder.central import Central
from forwarder.drain import Drain
from forwarder.forward import Forward
from gateway.proof_central import compare
from gateway.proof_rows import Account
from gateway.row_end import complaints_in
from gateway.simulator.central import StandInCentral

WORDS = "Jalan rusak di Desa Sukamaju RT 03"
every = pytest.mark.parametrize("kind", CALLED, ids=[kind.label for kind in CALLED])


@dataclass
class Office:
    """One complaint by its id and our number, in the tray of an agency that has an API now."""

    node: NodeKit
    api: CentralDesk
    id: str = ""
    number: str = ""

    async def comes(self) -> None:
        (end,) = await self.node.pumped(sms(WORDS, 1))
        (self.id,), self.number = complaints_in(end), end.split(":")[2]
        await self.carries(ByHand())
        (shown,) = await waiting(self.node.ledger)
        assert (shown.number, shown.seen_by) == (self.number, "")

    async def carries(self, central: Central) -> None:
        """Whatever is due, or is asked about its number."""
        for name in await self.node.redis.zrange(self.node.ledger.key("due:forward"), 0, -1):
            await self.node.redis.zadd(self.node.ledger.key("due:forward"), {name: 0})
        forward = Forward(self.node.ledger, central, 60_000)
        await Drain(forward.take, forward.handle, concurrency=1, go_on=lambda: True).run()

    async def fields(self) -> dict[str, str]:
        return await facts_of(self.node.ledger, self.id)

    async def is_shown(self) -> bool:
        one = await named(self.node.ledger, self.number)
        assert one is not None
        assert one.case is not None
        return await taken_out(self.node.ledger, [one], "ratna", int(time.time() * 1000)) == {one.id}

    async def proved(self) -> list[str]:
        now = datetime.now(UTC)
        found = Account(now - timedelta(hours=1), now + timedelta(hours=1), complaints={self.id: 1})
        await compare(found, self.node.ledger, self.api.central)
        return [one.kind for one in found.differences]


@asynccontextmanager
async def an_office(folder: Path, url: str, kind: CentralKind) -> AsyncIterator[Office]:
    async with a_node(folder, url) as node, central_desk(kind, folder) as api:
        office = Office(node, api)
        await office.comes()
        yield office


async def forgets(office: Office) -> None:
    """A ledger made anew does not know who saw what."""
    await office.node.pumped()  # its journal has all facts by then
    await office.node.redis.flushall()
    await office.node.pumped()


async def shows(office: Office) -> None:
    assert await office.is_shown()


async def was_there_before(office: Office) -> None:
    """An earlier version put it there, and told nobody who saw it."""
    await office.node.redis.hdel(office.node.ledger.key(f"c:{office.id}"), "unseen")


async def was_shown_by_an_earlier_version(office: Office) -> None:
    """Which says so for a day, and leaves the mark."""
    await office.node.redis.set(office.node.ledger.key(f"seen:{office.id}"), "1 ratna", ex=86_400)


@every
@pytest.mark.parametrize("happens", [shows, forgets, was_there_before, was_shown_by_an_earlier_version])
async def test_what_a_person_may_have_before_them_stays_theirs(
    tmp_path: Path, redis_url: str, kind: CentralKind, happens: Callable[[Office], Awaitable[None]]
) -> None:
    async with an_office(tmp_path, redis_url, kind) as office:
        await happens(office)
        for _ in range(3):
            await office.carries(office.api.central)
        assert (await office.fields())["state"] == "waiting"
        assert office.api.bench.stored() == 0
        (still,) = await waiting(office.node.ledger)
        assert still.case
        assert WORDS in str(still.case)
        assert await office.proved() == []
        await enter(office.node.ledger, office.number, "01916449", "01916449")
        await office.carries(office.api.central)
        stands = await office.fields()
        assert (stands["state"], stands["national"]) == ("done", "01916449")
        assert office.api.bench.stored() == 0


@every
async def test_what_nobody_has_seen_goes_to_the_api_once(tmp_path: Path, redis_url: str, kind: CentralKind) -> None:
    async with an_office(tmp_path, redis_url, kind) as office:
        for _ in range(3):
            await office.carries(office.api.central)
        assert office.api.bench.stored() == 1
        assert (await office.fields())["state"] == "done"
        assert await index(office.node.ledger) == []


@every
async def test_what_may_be_at_the_api_is_looked_up_before_it_goes_there_from_the_tray(
    tmp_path: Path, redis_url: str, kind: CentralKind
) -> None:
    """CENTRAL was by_hand while the API was away, and is that API again: its answer was lost, not the case."""
    async with a_node(tmp_path, redis_url) as node, central_desk(kind, tmp_path) as api:
        office = Office(node, api)
        (end,) = await node.pumped(sms(WORDS, 1))
        (office.id,) = complaints_in(end)
        api.orders.lose = 1
        for central in (api.central, ByHand(), api.central):
            await office.carries(central)
        assert await index(node.ledger) == []
        await node.redis.hset(node.ledger.key(f"c:{office.id}"), "ends", 1)  # what was sent has arrived by now
        await office.carries(api.central)
        assert api.bench.stored() == 1
        assert (await office.fields())["state"] in ("done", "parked"), "parked where no look-up tells of it"


@every
async def test_what_has_gone_to_the_api_is_in_nobodys_tray(tmp_path: Path, redis_url: str, kind: CentralKind) -> None:
    """A person looked at the list a moment before: what they ask to see is not there, nor do they enter a number."""
    async with an_office(tmp_path, redis_url, kind) as office:
        one = await named(office.node.ledger, office.number)
        assert one
        await office.carries(office.api.central)
        assert await taken_out(office.node.ledger, [one], "ratna", 1) == set()
        with pytest.raises(Refused):
            await enter(office.node.ledger, office.number, "01916449", "01916449")


async def test_what_went_to_the_api_is_looked_up_there_when_the_ledger_is_lost(tmp_path: Path, redis_url: str) -> None:
    """Its answer was lost, too: nobody's tray has it."""
    async with an_office(tmp_path, redis_url, CALLED[0]) as office:
        office.api.orders.lose = 1
        await office.carries(office.api.central)
        assert office.api.bench.stored() == 1
        await forgets(office)
        await office.carries(office.api.central)
        assert (await office.fields())["state"] == "done"
        assert office.api.bench.stored() == 1


async def test_what_is_asked_of_a_complaint_that_a_person_enters_calls_a_person(tmp_path: Path, redis_url: str) -> None:
    """The API knows nothing of it: what to do stands in the reason."""
    async with an_office(tmp_path, redis_url, CALLED[0]) as office:
        await shows(office)
        await office.node.pumped(sms(f"RAHASIA {office.number}", 2))
        deeds = Deeds(office.node.ledger, office.api.central, 60_000)
        standin = office.api.bench.standin
        assert isinstance(standin, StandInCentral)
        await Drain(deeds.take, deeds.handle, concurrency=1, go_on=lambda: True).run()
        told = await office.node.redis.hgetall(office.node.ledger.key(f"x:{office.id}"))
        assert (told[b"state"], told[b"why"].decode()) == (b"parked", CHANGED)
        assert standin.store.counts.calls == 0
