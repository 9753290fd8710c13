"""What every fault test ends with (books.py): each kind of difference, planted."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import aiohttp
import pytest
from books import wrong
from crowd import Crowd, epoch, ledger
from test_proof import answers_by_twilio, complaints, submit_by_hand

from gateway.inbox_schema import FILE
from gateway.simulator.town import Town
from gateway.simulator.twilio_api import new_sid

pytestmark = [pytest.mark.process, pytest.mark.planted]


@pytest.fixture
async def settled(crowd: Crowd) -> Crowd:
    """Sixteen complaints; nobody works on any further, so that what is planted stays."""
    await crowd.write(16)
    await crowd.all_answered()
    await crowd.all_quiet()
    assert await wrong(crowd.town, {}) == []
    await crowd.town.workers[0].stop()
    return crowd


Planted = tuple[str, Callable[[Town, str], object]]


def sets(**fields: str) -> Callable[[Town, str], object]:
    """How a complaint stands in the ledger; one that is parked or due is also in its list."""

    def plant(town: Town, name: str) -> None:
        prefix = f"sp:{epoch(town)}:"
        with ledger(town) as server:
            server.hset(f"{prefix}c:{name}", mapping=fields)
            if fields.get("state") == "parked":
                server.zadd(f"{prefix}parked", {name: 1})
            if fields.get("state") == "due":
                server.hdel(f"{prefix}c:{name}", "attempts")
                server.zadd(f"{prefix}due:forward", {name: 2**52})

    return plant


def forgotten(town: Town, name: str) -> None:
    with ledger(town) as server:
        server.delete(f"sp:{epoch(town)}:c:{name}")


def not_there(town: Town, name: str) -> None:
    store = town.central.store
    (gone,) = [case for case in store.in_order if case.reference == name]
    store.in_order.remove(gone)
    del store.cases[(gone.instance, gone.reference)]


def there_twice(town: Town, name: str) -> None:
    store = town.central.store
    store.in_order += [case for case in store.in_order if case.reference == name]


KINDS: tuple[Planted, ...] = (
    ("lost", forgotten),
    ("lost", not_there),
    ("double", there_twice),
    ("parked", sets(state="parked")),
    ("closed", sets(state="closed")),
    ("ahead", sets(state="due")),
    ("number", sets(national="another")),
    ("numberless", sets(national="")),
    ("withdrawn", sets(state="withdrawn", gone="here")),
)


async def test_each_kind_of_difference_is_found(settled: Crowd) -> None:
    town = settled.town
    names = [end.split(":")[1] for _, end in complaints(settled)]
    planted = set()
    for name, (kind, plant) in zip(names, KINDS, strict=False):
        plant(town, name)
        planted.add((kind, name))
    with ledger(town) as server:  # in no list: nobody will see to it
        server.hset(f"sp:{epoch(town)}:c:{names[10]}", "state", "waiting")
    await submit_by_hand(town)
    sent = answers_by_twilio(settled)
    twice, strange = replace(sent[0], sid=new_sid()), replace(sent[1], sid=new_sid(), body="Menangkan hadiah")
    town.twilio.messages.remove(sent[2])
    town.twilio.messages += [twice, strange]
    planted |= {("stuck", names[10]), ("orphan", "a" * 26), ("lost", sent[2].sid)}
    # Which number was told to whom has none, nobody could say either.
    planted |= {("double", twice.sid), ("orphan", strange.sid), ("number", names[7])}
    assert {(one.kind, one.about) for one in await wrong(town, {})} == planted
    tolerated = {one.kind for one in await wrong(town, {"lost": "planted"})}
    assert tolerated == {kind for kind, _ in planted} - {"lost"}, "no other kind is tolerated with it"


async def test_what_is_in_nobodys_hands_any_more_is_found_on_a_node_that_is_gone(settled: Crowd) -> None:
    node = settled.town.nodes[0]
    await node.serve.kill()
    with closing(sqlite3.connect(node.folder / FILE)) as db, db:
        (row,) = db.execute("SELECT max(seq) FROM inbox").fetchone()
        db.execute("UPDATE inbox SET outcome = NULL WHERE seq = ?", (row,))
        db.execute("UPDATE inbox SET outcome = 'whatever' WHERE seq = 1")
    assert ("open", str(row)) in {(one.kind, one.about) for one in await wrong(settled.town, {})}
    assert ("end", "1") in {(one.kind, one.about) for one in await wrong(settled.town, {"open": "planted"})}


async def test_who_cannot_be_asked_proves_nothing(settled: Crowd) -> None:
    settled.town.central.orders.down = "refuse"
    settled.town.twilio.token = "another"
    found = [(one.kind, one.about) for one in await wrong(settled.town, {})]
    assert set(found) == {("central", "national"), ("provider", "sms"), ("provider", "whatsapp")}


async def test_what_twilio_was_told_no_to_is_taken_in_and_what_it_was_told_yes_to_must_be_there(crowd: Crowd) -> None:
    town, missed = crowd.town, crowd.citizen("sms")
    with pytest.raises(aiohttp.ClientError):
        await town.twilio.phone_sends("http://127.0.0.1:9/twilio/sms", missed.address, missed.words, sid=missed.sid)
    assert await wrong(town, {"missed": "planted"}) == []
    assert len(crowd.cases_of(missed)) == 1
    lost = crowd.citizen("sms")
    with pytest.raises(aiohttp.ClientError):
        await town.twilio.phone_sends("http://127.0.0.1:9/twilio/sms", lost.address, lost.words, sid=lost.sid)
    town.twilio.heard.add(lost.sid)
    with pytest.raises(AssertionError, match="answered with yes"):
        await wrong(town, {"missed": "planted"})
