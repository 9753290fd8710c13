"""Never twice, never lost: towards a central system that knows no key, and with workers that die or stand still."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any

import pytest
from ledger_kit import living
from test_forward import KEY, LEASE_MS, Office, an_office, name_of, told

from forwarder import durably, epoch, schedule
from forwarder.central import Abilities
from forwarder.drain import Drain
from forwarder.forward import Forward
from forwarder.items import ForwardLease
from forwarder.national import National

BRIEF_MS = 1_500


@dataclass(frozen=True)
class Keyless(National):
    """A central system without an idempotency key, whose look-ups need a while to see what was told."""

    settles: float = 0.0
    consistent: bool = True

    @property
    def can(self) -> Abilities:
        return replace(
            super().can, idempotent=False, consistent_look_up=self.consistent, lookup_settles_after=self.settles
        )


@asynccontextmanager
async def keyless(office: Office, *, settles: float = 0.0, consistent: bool = True) -> AsyncIterator[Forward]:
    central = Keyless(office.national.url, KEY, "desa", 2.0, settles=settles, consistent=consistent)
    try:
        yield replace(office.forward, central=central)
    finally:
        await central.close()


async def fail_once(office: Office, forward: Forward) -> None:
    """An attempt whose outcome is unknown."""
    (lease,) = await forward.take(1)
    await forward.handle(lease)
    assert await office.of(1, "state", "begun") == ("due", "1")


async def turn(office: Office, forward: Forward) -> None:
    """It is due again; nothing else has changed."""
    await office.ledger.redis.zadd(office.ledger.key("due:forward"), {name_of(1): 0})
    await Drain(forward.take, forward.handle, concurrency=2, go_on=lambda: True).run()


async def due_in_ms(office: Office) -> float:
    redis: Any = office.ledger.redis
    seconds, micros = await redis.time()
    score = await redis.zscore(office.ledger.key("due:forward"), name_of(1))
    return float(score) - (int(seconds) * 1000 + int(micros) / 1000)


async def test_without_a_key_a_look_up_waits_until_what_was_sent_must_be_seen(redis_url: str) -> None:
    """The deadline of the attempt (its lease), and what the adapter says that its look-ups need."""
    async with an_office(redis_url, told(1)) as office, keyless(office, settles=30.0) as forward:
        office.central.orders.fail = 1
        await fail_once(office, forward)
        await turn(office, forward)
        assert office.central.store.counts.look_ups == 0
        assert LEASE_MS + 20_000 < await due_in_ms(office) <= LEASE_MS + 30_000
        await office.ledger.redis.hset(office.ledger.key(f"c:{name_of(1)}"), "ends", 1)
        await turn(office, forward)
        assert office.central.store.counts.look_ups == 1
        assert await office.of(1, "state", "attempts") == ("done", "1")
        assert len(office.central.store.in_order) == 1


@pytest.mark.parametrize(
    ("consistent", "state", "cases"),
    [(True, "done", 1), (False, "parked", 0)],
    ids=["a look-up that is certain", "a look-up that is not"],
)
async def test_not_found_is_believed_only_where_it_is_certain(
    redis_url: str, consistent: bool, state: str, cases: int
) -> None:
    async with an_office(redis_url, told(1)) as office, keyless(office, consistent=consistent) as forward:
        office.central.orders.down = "cut"
        await fail_once(office, forward)
        office.central.orders.down = ""
        await office.ledger.redis.hdel(office.ledger.key(f"c:{name_of(1)}"), "ends")
        await turn(office, forward)
        assert (await office.of(1, "state"), len(office.central.store.in_order)) == ((state,), cases)


async def test_with_a_key_nobody_waits_to_look(redis_url: str) -> None:
    async with an_office(redis_url, told(1)) as office:
        office.central.orders.lose = 1
        await fail_once(office, office.forward)
        await turn(office, office.forward)
        assert await office.of(1, "state") == ("done",)
        assert office.central.store.counts.look_ups == 1


@pytest.mark.parametrize("knows_keys", [True, False])
async def test_without_a_key_the_attempt_is_on_the_disk_before_the_call(redis_url: str, knows_keys: bool) -> None:
    async with an_office(redis_url, told(1)) as office, keyless(office) as forward:
        await office.ledger.redis.config_resetstat()
        (lease,) = await forward.take(1)
        await (office.forward if knows_keys else forward).handle(lease)
        assert await office.of(1, "state") == ("done",)
        waited: Any = await office.ledger.redis.info("commandstats")
        assert ("cmdstat_waitaof" in waited) == (not knows_keys)


async def test_a_note_that_does_not_come_to_the_disk_is_no_leave_to_call(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server whose disk is too slow says that it kept nothing."""
    monkeypatch.setattr(durably, "WAIT_MS", 1)
    async with an_office(redis_url, told(1)) as office, keyless(office) as forward:
        await office.ledger.redis.config_set("appendfsync", "no")
        try:
            (lease,) = await forward.take(1)
            await forward.handle(lease)
        finally:
            await office.ledger.redis.config_set("appendfsync", "always")
        assert office.central.store.counts.calls == 0
        assert await office.of(1, "state", "begun", "why") == ("due", "", durably.NOT_KEPT)


async def test_a_call_that_was_noted_is_not_made_when_its_time_is_over(redis_url: str) -> None:
    """This process stood still between the note and the call, and another may hold the complaint."""
    async with an_office(redis_url, told(1)) as office:
        stands_still = replace(office.forward, lease_ms=int(schedule.MARGIN_SECONDS * 1000))
        (lease,) = await stands_still.take(1)
        await stands_still.handle(lease)
        assert office.central.store.counts.calls == 0
        assert await office.of(1, "state", "begun") == ("due", "")


async def test_a_call_ends_before_its_lease(redis_url: str) -> None:
    """Of three on a busy machine one at least: the call has half a second of these one and a half."""
    took: list[float] = []
    async with an_office(redis_url, told(1), told(2), told(3)) as office:
        office.central.orders.stall = 30
        patient = replace(office.forward, lease_ms=BRIEF_MS, central=National(office.national.url, KEY, "desa", 60.0))
        while not took or (min(took) >= BRIEF_MS / 1000 and len(took) < 3):
            began = perf_counter()
            (lease,) = await patient.take(1)
            await patient.handle(lease)
            took.append(perf_counter() - began)
        office.central.orders.stall = 0
        await patient.central.close()
        assert min(took) < BRIEF_MS / 1000
        assert max(took) < 25
        begun = [(await office.of(place, "begun"))[0] for place in (1, 2, 3)]
        assert begun.count("1") == len(took)


async def test_a_killed_workers_complaint_is_taken_over_when_its_lease_ends(redis_url: str) -> None:
    async with an_office(redis_url, told(1)) as office:
        brief = replace(office.forward, lease_ms=BRIEF_MS)
        office.central.orders.latency = 30
        (lease,) = await brief.take(1)
        killed = asyncio.create_task(brief.handle(lease))
        while not office.central.store.in_order:  # noqa: ASYNC110 - the stand-in does not announce a case
            await asyncio.sleep(0.01)
        killed.cancel()
        await asyncio.gather(killed, return_exceptions=True)
        office.central.orders.latency = 0
        began = perf_counter()
        while (await office.of(1, "state"))[0] != "done":
            await Drain(brief.take, brief.handle, concurrency=2, go_on=lambda: True).run()
            await asyncio.sleep(0.02)
            assert perf_counter() - began < 25
        (case,) = office.central.store.in_order
        assert await office.of(1, "national", "attempts") == (case.number, "1")


async def test_a_worker_that_was_only_slow_finishes_nothing(redis_url: str) -> None:
    """It comes back from its call when another has taken the complaint over, and its answer changes nothing."""
    async with an_office(redis_url, told(1)) as office:
        (slow,) = await office.forward.take(1)
        begun = await office.ledger.begin_forward(slow, LEASE_MS, b"case")
        assert begun is not None
        await turn_over(office, slow)
        for ending in (
            office.ledger.numbered(slow, "0099999", doubt=False),
            office.ledger.deferred(slow, "token-of-the-slow", 0),
            office.ledger.later(slow, 0, "late", unknown=True),
            office.ledger.park(slow, "late", heard=True),
        ):
            assert not await ending
        assert await office.ledger.begin_forward(slow, LEASE_MS, b"other") is None
        (case,) = office.central.store.in_order
        assert await office.of(1, "state", "national") == ("done", case.number)


async def turn_over(office: Office, slow: ForwardLease) -> None:
    await office.hasten()
    (taken,) = await office.forward.take(1)
    assert taken.fence != slow.fence
    assert taken.begun
    await office.ledger.redis.hdel(office.ledger.key(f"c:{name_of(1)}"), "case")
    await office.forward.handle(replace(taken, case=b""))


async def test_outage_minutes_stand_beside_the_case(redis_url: str) -> None:
    """Not its age: it was received an hour ago, and the central system was away for twelve minutes of it."""
    async with an_office(redis_url, told(1)) as office:
        seconds, _ = await office.ledger.redis.time()
        now = int(seconds) * 1000
        await office.ledger.redis.hset(office.ledger.key(f"c:{name_of(1)}"), "at", now - 3_600_000)
        for begun, till in ((now - 4_000_000, now - 3_000_000), (now - 900_000, now - 780_000)):
            await office.ledger.redis.zadd(office.ledger.key("outages"), {f"{begun} {till}": till})
        await office.pass_once()
        (case,) = office.central.store.in_order
        assert case.delayed_minutes == 12


async def test_outages_survive_a_lost_ledger(redis_url: str) -> None:
    """They are facts: a journal brings them back."""
    async with living(redis_url) as ledger:
        await ledger.take_in([told(1)])
        seconds, _ = await ledger.redis.time()
        until = int(seconds) * 1000
        known = epoch.FactEntry("1-0", "outage", "central", until, f"{until - 600_000} {until}")
        for _ in range(2):
            await epoch.restore_fact(ledger, [known])
        await ledger.redis.hset(ledger.key(f"c:{name_of(1)}"), "at", until - 120_000)
        (lease,) = await ledger.lease_forward(1, LEASE_MS)
        begun = await ledger.begin_forward(lease, LEASE_MS, b"case")
        assert begun is not None
        assert begun.away_ms == 120_000
