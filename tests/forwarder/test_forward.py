"""Every way a submission may end, against the stand-in central system and a real ledger."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from ledger_kit import CLAIM, answers, claim, living

from forwarder.central import Abilities
from forwarder.drain import Drain
from forwarder.forward import Forward
from forwarder.items import Claim, ForwardLease, LedgerAway
from forwarder.ledger import Ledger
from forwarder.national import National, from_settings
from gateway.simulator.central import StandInCentral
from normalizer import codec
from normalizer.schema import ChannelName, Complaint, Kind, Party

KEY = "a-key-made-up-for-tests"
LEASE_MS = 60_000


def name_of(place: int) -> str:
    """An id as the contract wants it: 26 of a-z and 2-7."""
    letters = "abcdefghij"
    return "complaint" + "".join(letters[int(digit)] for digit in f"{place:017d}")


def told(place: int, text: str = "Jalan rusak di Desa Sukamaju RT 03", **changes: object) -> Claim:
    """A claim whose body is a real complaint."""
    warga = Party("+6281100000001", "Budi Contoh")
    complaint = Complaint(
        id=name_of(place), kind=Kind.COMPLAINT, channel=ChannelName("sms"), delivery=f"delivery-{place}",
        reporter=warga, submitted_by=warga, person="tel:+6281100000001", title="Jalan rusak", text=f"{text} {place}",
        received_at=datetime(2026, 11, 21, 1, tzinfo=UTC),
    )  # fmt: skip
    return claim(place, id=complaint.id, body=codec.encode(complaint), received_ms=int(time.time() * 1000), **changes)


@dataclass(eq=False)
class Office:
    """A ledger with work in it, a worker, and the central system it works against."""

    ledger: Ledger
    central: StandInCentral
    national: National
    forward: Forward
    rung: list[int] = field(default_factory=list)

    async def pass_once(self) -> int:
        """Carry whatever is due now."""
        return await Drain(self.forward.take, self.forward.handle, concurrency=8, go_on=lambda: True).run()

    async def hasten(self, *, holds: bool = True) -> None:
        """All waiting is over at once."""
        redis: Any = self.ledger.redis
        for name in await redis.zrange(self.ledger.key("due:forward"), 0, -1):
            await redis.zadd(self.ledger.key("due:forward"), {name: 0})
            await redis.hdel(self.ledger.key(f"c:{name.decode()}"), "ends")
        if holds:
            await redis.delete(*map(self.ledger.key, ("hold:forward", "slow", "pace")))

    async def of(self, place: int, *fields: str) -> tuple[str, ...]:
        redis: Any = self.ledger.redis
        row = await redis.hmget(self.ledger.key(f"c:{name_of(place)}"), list(fields))
        return tuple(str(value or b"", "utf-8") for value in row)

    async def due(self) -> int:
        return int(await self.ledger.redis.zcard(self.ledger.key("due:forward")))


@asynccontextmanager
async def an_office(url: str, *claims: Claim) -> AsyncIterator[Office]:
    central = StandInCentral({"desa": KEY})
    await central.start()
    national = from_settings(central.url, KEY, "desa", 2.0, 20)
    try:
        async with living(url) as ledger:
            await ledger.take_in(claims)
            rung: list[int] = []
            forward = Forward(ledger, national, LEASE_MS, lambda: rung.append(1), chance=lambda: 0.0)
            yield Office(ledger, central, national, forward, rung)
    finally:
        await national.close()
        await central.stop()


async def test_accepted_is_done_and_its_answer_is_rung_for(redis_url: str) -> None:
    async with an_office(redis_url, told(1)) as office:
        assert await office.pass_once() == 1
        assert await office.of(1, "state", "national") == ("done", office.central.store.in_order[0].number)
        assert office.rung == [1]
        assert await office.due() == 0


async def test_deferred_waits_and_the_number_is_asked_for(redis_url: str) -> None:
    async with an_office(redis_url, told(1)) as office:
        office.central.orders.number_after = "told"
        await office.pass_once()
        assert await office.of(1, "state", "national") == ("waiting", "")
        await office.hasten()
        await office.pass_once()
        assert (await office.of(1, "state"), office.rung) == (("waiting",), [])
        office.central.assign()
        await office.hasten()
        await office.pass_once()
        assert await office.of(1, "state", "national") == ("done", office.central.store.in_order[0].number)
        assert len(office.central.store.in_order) == 1


@pytest.mark.parametrize("asked", [None, 0.0], ids=["asks for nothing", "asks for no time at all"])
async def test_503_is_due_again_later_behind_a_breaker(redis_url: str, asked: float | None) -> None:
    async with an_office(redis_url, *map(told, range(1, 6))) as office:
        office.central.orders.down, office.central.orders.retry_after = "refuse", asked
        await office.pass_once()
        assert 0 < await office.ledger.redis.pttl(office.ledger.key("hold:forward")) <= 1000
        assert await office.due() == 5
        calls = office.central.store.counts.calls
        await office.hasten(holds=False)
        assert await office.pass_once() == 0
        await office.hasten()
        await office.pass_once()
        assert office.central.store.counts.calls == calls + 1, "more than one probe went ahead"
        office.central.orders.down = ""
        for _ in range(6):
            await office.hasten()
            await office.pass_once()
        assert len(office.central.store.in_order) == 5


async def test_nothing_leased_before_a_429_calls_before_its_time(redis_url: str) -> None:
    async with an_office(redis_url, *map(told, range(1, 40))) as office:
        office.central.orders.throttle, office.central.orders.retry_after = 1, 30
        leases = await office.forward.take(40)
        await office.forward.handle(leases[0])
        for lease in leases[1:]:
            await office.forward.handle(lease)
        assert office.central.store.counts.calls == 1
        assert await office.forward.take(40) == []
        assert 15_000 < await office.ledger.redis.pttl(office.ledger.key("hold:forward")) <= 30_000


async def test_nobody_asks_for_a_number_during_a_429(redis_url: str) -> None:
    async with an_office(redis_url, told(1), told(2)) as office:
        office.central.orders.number_after = "told"
        await office.pass_once()
        await office.hasten()
        first, second = await office.forward.take(2)
        office.central.orders.throttle, office.central.orders.retry_after = 1, 30
        calls = office.central.store.counts.calls
        await office.forward.handle(first)
        await office.forward.handle(second)
        assert office.central.store.counts.calls == calls + 1


async def test_rejected_is_parked_for_a_person(redis_url: str) -> None:
    async with an_office(redis_url, told(1)) as office:
        office.central.orders.reject = 1
        await office.pass_once()
        state, why = await office.of(1, "state", "why")
        assert state == "parked"
        assert "422" in why
        assert "Sukamaju" not in why
        assert await office.ledger.retry(name_of(1))
        await office.pass_once()
        assert await office.of(1, "state") == ("done",)


@pytest.mark.parametrize("fault", ["lose", "fail", "garble"])
async def test_a_lost_answer_is_looked_up_and_one_case_stands(redis_url: str, fault: str) -> None:
    async with an_office(redis_url, told(1)) as office:
        setattr(office.central.orders, fault, 1)
        await office.pass_once()
        assert await office.of(1, "state", "begun") == ("due", "1")
        await office.hasten()
        await office.pass_once()
        (case,) = office.central.store.in_order
        assert await office.of(1, "state", "national", "attempts") == ("done", case.number, "1")


async def test_an_attempt_that_never_arrived_is_told_again(redis_url: str) -> None:
    async with an_office(redis_url, told(1)) as office:
        office.central.orders.down = "cut"
        await office.pass_once()
        assert await office.of(1, "begun") == ("1",)
        office.central.orders.down = ""
        await office.hasten()
        await office.pass_once()
        assert await office.of(1, "state", "attempts") == ("done", "2")
        assert len(office.central.store.in_order) == 1


async def test_a_worker_that_lost_its_lease_submits_nothing(redis_url: str) -> None:
    async with an_office(redis_url, told(1)) as office:
        (slow,) = await office.ledger.lease_forward(1, 1)
        await office.hasten()
        await office.pass_once()
        calls = office.central.store.counts.calls
        await office.forward.handle(slow)
        assert office.central.store.counts.calls == calls
        assert len(office.central.store.in_order) == 1


async def test_a_worker_killed_in_its_call_is_followed_by_a_look_up(redis_url: str) -> None:
    async with an_office(redis_url, told(1)) as office:
        office.central.orders.latency = 5
        (lease,) = await office.forward.take(1)
        killed = asyncio.create_task(office.forward.handle(lease))
        while not office.central.store.in_order:  # noqa: ASYNC110 - the stand-in does not announce a case
            await asyncio.sleep(0.01)
        killed.cancel()
        await asyncio.gather(killed, return_exceptions=True)
        office.central.orders.latency = 0
        await office.hasten()
        await office.pass_once()
        (case,) = office.central.store.in_order
        assert await office.of(1, "state", "national", "attempts") == ("done", case.number, "1")


async def test_a_defect_parks_one_and_the_others_go_on(redis_url: str) -> None:
    broken = replace(told(2), body=b"no complaint at all")
    async with an_office(redis_url, told(1), broken, told(3)) as office:
        await office.pass_once()
        states = [(await office.of(place, "state"))[0] for place in (1, 2, 3)]
        assert states == ["done", "parked", "done"]
        assert "defect" in (await office.of(2, "why"))[0]


async def test_in_doubt_it_is_looked_up_first_and_the_number_is_in_doubt(redis_url: str) -> None:
    async with an_office(redis_url, told(1)) as office:
        await office.pass_once()
        await office.ledger.redis.delete(*await office.ledger.redis.keys(office.ledger.key("*")))
        await office.ledger.take_in([told(1, doubt=True)])
        await office.pass_once()
        assert await office.of(1, "state", "attempts") == ("done", "")
        doubt = await office.ledger.redis.hget(office.ledger.key(f"a:{name_of(1)}.sms-w1.number"), "doubt")
        assert doubt == b"1"


async def test_in_doubt_and_not_there_is_submitted_and_told_without_doubt(redis_url: str) -> None:
    async with an_office(redis_url, told(1, doubt=True)) as office:
        await office.pass_once()
        assert await office.of(1, "state", "attempts") == ("done", "1")
        doubt = await office.ledger.redis.hget(office.ledger.key(f"a:{name_of(1)}.sms-w1.number"), "doubt")
        assert doubt == b"0"


async def test_a_look_up_that_cannot_be_made_keeps_the_doubt(redis_url: str) -> None:
    async with an_office(redis_url, told(1, doubt=True)) as office:
        await office.central.stop()
        await office.pass_once()
        assert await office.of(1, "state", "doubt", "attempts") == ("due", "1", "")


class Silent(National):
    """A central system that cannot be asked."""

    @property
    def can(self) -> Abilities:
        return replace(super().can, look_up=False, idempotent=False)


async def test_without_look_up_an_unknown_outcome_waits_for_a_person(redis_url: str) -> None:
    async with an_office(redis_url, told(1)) as office:
        office.central.orders.lose = 1
        silent = Silent(office.national.url, KEY, "desa", 2.0)
        forward = replace(office.forward, central=silent)
        for _ in range(2):
            await office.hasten()
            for lease in await forward.take(1):
                await forward.handle(lease)
        await silent.close()
        assert await office.of(1, "state") == ("parked",)
        assert len(office.central.store.in_order) == 1


async def test_a_number_told_while_a_call_is_in_flight_leaves_nothing_due(redis_url: str) -> None:
    async with an_office(redis_url, told(1)) as office:
        (lease,) = await office.forward.take(1)
        await office.ledger.begin_forward(lease, LEASE_MS, b"case")
        assert await office.ledger.told_number(lease.id, "0012345")
        assert not await office.ledger.later(lease, 0, "no answer", unknown=True)
        assert not await office.ledger.park(lease, "refused")
        assert await office.of(1, "state", "national") == ("done", "0012345")
        assert await office.due() == 0


async def test_a_receipt_that_was_overtaken_by_the_number_is_not_sent(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM])
        (receipt,) = await ledger.lease_reply(1, LEASE_MS)
        assert await ledger.told_number("complaint1", "0012345")
        assert not await ledger.begin_reply(receipt, LEASE_MS)
        assert await answers(ledger) == {"complaint1.sms-w1.number": "due", "complaint1.sms-w1.receipt": "superseded"}


async def test_a_ledger_that_goes_away_lets_the_calls_in_flight_end(redis_url: str) -> None:
    ended: list[str] = []
    given = [["one", "two"]]

    async def take(_: int) -> list[str]:
        if not given:
            raise LedgerAway("gone")
        return given.pop()

    async def handle(item: str) -> None:
        await asyncio.sleep(0.3)
        ended.append(item)

    with pytest.raises(LedgerAway):
        await Drain(take, handle, concurrency=8, go_on=lambda: True).run()
    assert sorted(ended) == ["one", "two"]


def test_a_lease_shows_no_words() -> None:
    lease = ForwardLease("c", "1", b"words of a citizen", "1", 0, b"words of a citizen", "token", 0, False, False)
    assert "citizen" not in repr(lease)
    assert "token" not in repr(lease).replace("token=", "")
