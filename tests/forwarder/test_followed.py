"""A central system that does not call back is asked how cases stand: ever more seldom, told once, its patience kept."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from central_kinds import KINDS, CentralKind, Desk, desk
from ledger_kit import LEASE_MS, claim, living
from test_centrals_ledger import complaint, now_ms

from forwarder import epoch
from forwarder.by_hand import ByHand
from forwarder.drain import Drain
from forwarder.followed import Asking, due
from forwarder.forward import Forward
from forwarder.items import DAY
from forwarder.ledger import Ledger
from forwarder.patience import Patience
from gateway.simulator.mapped import StandInMapped
from normalizer import codec

MAPPED, OPEN311, NATIONAL = (
    next(kind for kind in KINDS if kind.label == label) for label in ("mapped", "open311", "national")
)
UNHEARD = replace(NATIONAL, adapter=lambda *made: replace(NATIONAL.adapter(*made), called_back=False))  # type: ignore[type-var]
ASKED = [kind for kind in KINDS if kind.label in ("mapped", "open311")]
# Of a day, as `waits_days` rounds it.
EIGHTH: Any = pytest.approx(0.125, abs=0.01)
TOLD = frozenset({"diproses", "didisposisikan", "selesai"})


@dataclass
class Office:
    """One central system, and a worker that asks it."""

    ledger: Ledger
    desk: Desk
    patience: Patience = field(default_factory=Patience)

    @property
    def redis(self) -> Any:
        return self.ledger.redis

    @property
    def calls(self) -> int:
        return self.standin.server.tally.calls

    @property
    def standin(self) -> StandInMapped:
        found = self.desk.bench.standin
        assert isinstance(found, StandInMapped)
        return found

    def stands(self, status: str) -> None:
        for one in self.standin.kept:
            one.status = status

    async def forwards(self) -> None:
        forward = Forward(self.ledger, self.desk.central, LEASE_MS, chance=lambda: 0.0, patience=self.patience)
        await Drain(forward.take, forward.handle, concurrency=4, go_on=lambda: True).run()

    @property
    def asking(self) -> Asking:
        return Asking(self.ledger, self.desk.central, TOLD, patience=self.patience)

    async def asks(self) -> None:
        await Drain(self.asking.take, self.asking.handle, concurrency=1, go_on=lambda: True).run()

    async def days_pass(self) -> None:
        """It is time for each next question."""
        key = self.ledger.key("due:news")
        for name in await self.redis.zrange(key, 0, -1):
            await self.redis.zadd(key, {name: 1})

    async def next_time(self) -> None:
        await self.days_pass()
        await self.asks()

    async def waits_days(self) -> list[float]:
        seconds, _ = await self.redis.time()
        rows = await self.redis.zrange(self.ledger.key("due:news"), 0, -1, withscores=True)
        return [round((score / 1000 - int(seconds)) / DAY, 2) for _, score in rows]

    async def heard(self) -> list[str]:
        """What citizens are told of it now: each answer leaves, and is known for as long as answers are."""
        leases = await self.ledger.lease_reply(100, LEASE_MS)
        for place, lease in enumerate(leases):
            assert await self.ledger.begin_reply(lease, LEASE_MS)
            assert await self.ledger.sent(lease, f"SM{place}{lease.id}", f"key-{place}{lease.id}")
        return [lease.news for lease in leases if lease.what == "progress"]

    async def forgets_answers(self) -> None:
        """As after CLAIM_DAYS."""
        for key in [key async for key in self.redis.scan_iter(match=self.ledger.key("a:*"))]:
            await self.redis.delete(key)


@asynccontextmanager
async def an_office(url: str, folder: Path, count: int = 1, kind: CentralKind = MAPPED) -> AsyncIterator[Office]:
    """With so many complaints whose citizens were told their numbers."""
    async with desk(kind, folder) as at, living(url) as ledger:
        office = Office(ledger, at)
        await take_in(office, *range(count))
        await office.forwards()
        await office.heard()
        yield office


async def take_in(office: Office, *places: int) -> None:
    told = [(place, complaint(place)) for place in places]
    await office.ledger.take_in(
        [claim(place, id=one.id, body=codec.encode(one), received_ms=now_ms(), wait_ms=0) for place, one in told]
    )


async def test_it_is_asked_ever_more_seldom_and_not_for_ever(redis_url: str, tmp_path: Path) -> None:
    async with an_office(redis_url, tmp_path) as office:
        before = office.calls
        await office.asks()
        assert (office.calls, await office.waits_days()) == (before, [1])
        assert not await due(office.ledger)
        waits = []
        for _ in range(8):
            await office.next_time()
            waits += await office.waits_days()
        assert waits == [1, 2, 4, 8, 16, 32, 64, 128]
        await office.next_time()
        assert (office.calls, await office.waits_days()) == (before + 8, [])


@pytest.mark.parametrize("kind", ASKED, ids=[kind.label for kind in ASKED])
async def test_a_status_is_told_in_the_words_that_citizens_know(
    kind: CentralKind, redis_url: str, tmp_path: Path
) -> None:
    async with an_office(redis_url, tmp_path, kind=kind) as office:
        standin: Any = office.desk.bench.standin
        held = standin.kept[0] if kind is MAPPED else standin.kept.in_order[0]
        for theirs, ours in (("proses" if kind is MAPPED else "open", "diproses"),
                             ("selesai" if kind is MAPPED else "closed", "selesai")):  # fmt: skip
            held.status = theirs
            await office.next_time()
            assert await office.heard() == [ours]
        await office.next_time()
        assert await office.waits_days() == [], "the agency is through with it"


async def test_what_does_not_matter_is_known_and_not_told(redis_url: str, tmp_path: Path) -> None:
    async with an_office(redis_url, tmp_path) as office:
        office.stands("verifikasi")
        await office.next_time()
        assert await office.heard() == []
        assert await office.redis.hget(office.ledger.key(f"c:{complaint(0).id}"), "status") == b"terverifikasi"


async def test_one_status_is_told_and_noted_once_however_long_it_holds(redis_url: str, tmp_path: Path) -> None:
    """The sixth question comes after a month, when the answer to the first is forgotten."""
    async with an_office(redis_url, tmp_path) as office:
        office.stands("proses")
        await office.next_time()
        assert await office.heard() == ["diproses"]
        await office.forgets_answers()
        for _ in range(3):
            await office.next_time()
        assert await office.heard() == []
        noted = [fact.kind for fact in await epoch.facts(office.ledger, "node-1", 100, 1)]
        assert noted.count("status") == 1


async def test_a_status_that_comes_back_is_told_again(redis_url: str, tmp_path: Path) -> None:
    async with an_office(redis_url, tmp_path) as office:
        heard = []
        for status in ("disposisi", "proses", "disposisi", "disposisi"):
            office.stands(status)
            await office.next_time()
            heard += await office.heard()
        assert heard == ["didisposisikan", "diproses", "didisposisikan"]


@pytest.mark.parametrize("form", ["seconds", "date"])
async def test_the_patience_it_asks_for_holds_for_all_and_costs_no_turn(
    redis_url: str, tmp_path: Path, form: str
) -> None:
    async with an_office(redis_url, tmp_path, 3) as office:
        orders: Any = office.standin.orders
        orders.throttle, orders.retry_after, orders.retry_after_form = 1, 7, form
        before = office.calls
        await office.days_pass()
        for question in await office.asking.take(3):
            await office.asking.handle(question)
        assert office.calls == before + 1
        assert 5_000 < await office.redis.pttl(office.ledger.key("hold:forward")) <= 8_000
        waits = await office.waits_days()
        assert sorted(waits)[-1] == EIGHTH, "who heard it, in an eighth of a day"
        assert sorted(waits)[:-1] == [0, 0], "the others, as soon as it is over"
        await take_in(office, 5)
        await office.forwards()
        assert (office.calls, office.standin.server.tally.early) == (before + 1, 0)
        asked = [int(await office.redis.hget(office.ledger.key(f"c:{complaint(place).id}"), "asked_news") or 0)
                 for place in range(3)]  # fmt: skip
        assert sorted(asked) == [0, 0, 0]


async def test_a_question_that_nobody_answers_keeps_its_turn_three_times(redis_url: str, tmp_path: Path) -> None:
    async with an_office(redis_url, tmp_path) as office:
        office.standin.orders.down = "cut"
        waits = []
        for _ in range(5):
            await office.next_time()
            waits += await office.waits_days()
        assert waits == [EIGHTH, EIGHTH, EIGHTH, 1, 0.25], "the first is lost, and not for ever"
        # One that is answered begins anew.
        office.standin.orders.down = ""
        await office.next_time()
        assert await office.waits_days() == [2]
        office.standin.orders.down = "cut"
        await office.next_time()
        assert await office.waits_days() == [0.5]
        # What is known of it survives a lost ledger.
        async with made_anew(office, redis_url) as again:
            assert await again.waits_days() == [2]


async def test_what_is_due_is_told_by_the_clock_of_redis(
    redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with an_office(redis_url, tmp_path) as office:
        today = time.time()
        monkeypatch.setattr(time, "time", lambda: today + 2 * DAY)
        assert not await due(office.ledger), "a worker two days ahead"
        await office.days_pass()
        monkeypatch.setattr(time, "time", lambda: 0.0)
        assert await due(office.ledger), "a worker in 1970"


async def test_a_question_that_fails_opens_no_breaker_and_closes_none(redis_url: str, tmp_path: Path) -> None:
    async with an_office(redis_url, tmp_path, 5) as office:
        office.standin.orders.down = "cut"
        await office.next_time()
        held = office.ledger.key("hold:forward")
        assert await office.redis.pttl(held) < 0, "complaints may be taken all the same"
        await office.redis.set(office.ledger.key("fails:forward"), 3)
        await office.next_time()
        assert await office.redis.get(held) != b"probing"
        assert await office.redis.pttl(held) > 0, "it was the probe"
        office.standin.orders.down = ""
        await office.redis.delete(held)
        await office.next_time()
        assert not await office.redis.exists(office.ledger.key("fails:forward"))
        assert int(await office.redis.hget(office.ledger.key("pace"), "used")) >= 1, "calls begin slowly"


@asynccontextmanager
async def made_anew(office: Office, url: str) -> AsyncIterator[Office]:
    """From what its node's journal was told."""
    facts = await epoch.facts(office.ledger, "node-1", 100, 1)
    await office.redis.flushall()
    async with living(url) as ledger:
        for _ in range(2):
            await epoch.restore_fact(ledger, facts)
        told = complaint(0)
        back = claim(0, id=told.id, body=codec.encode(told), received_ms=now_ms(), wait_ms=0, doubt=True)
        await epoch.restore_claims(ledger, [back])
        await epoch.restore_answers(ledger, [told.id])
        yield Office(ledger, office.desk)


async def test_after_a_lost_ledger_it_goes_on_and_nothing_is_told_twice(redis_url: str, tmp_path: Path) -> None:
    async with an_office(redis_url, tmp_path) as office:
        office.stands("proses")
        for _ in range(2):
            await office.next_time()
        assert await office.heard() == ["diproses"]
        async with made_anew(office, redis_url) as again:
            assert await again.waits_days() == [2]
            await again.next_time()
            assert (await again.heard(), await again.waits_days()) == ([], [4])
            again.stands("selesai")
            await again.next_time()
            assert await again.heard() == ["selesai"]


async def test_a_status_whose_answer_was_lost_with_the_ledger_is_told(redis_url: str, tmp_path: Path) -> None:
    async with an_office(redis_url, tmp_path) as office:
        office.stands("proses")
        await office.next_time()
        async with made_anew(office, redis_url) as again:
            await again.heard()
            for _ in range(2):
                await again.next_time()
            assert await again.heard() == ["diproses"]


async def test_who_calls_back_is_not_asked(redis_url: str, tmp_path: Path) -> None:
    async with an_office(redis_url, tmp_path, kind=NATIONAL) as office:
        assert await office.waits_days() == []


async def test_whose_callbacks_are_refused_is_asked(redis_url: str, tmp_path: Path) -> None:
    """No secret is agreed upon, as by default."""
    async with an_office(redis_url, tmp_path, kind=UNHEARD) as office:
        assert await office.waits_days() == [1]
        standin: Any = office.desk.bench.standin
        for status in ("diproses", "tunda", "selesai"):
            standin.announce(standin.store.in_order[0].reference, "status.changed", status)
            await office.next_time()
        assert await office.heard() == ["selesai"]
        await office.next_time()
        assert await office.waits_days() == [], "the agency is through with it"


async def test_a_secret_agreed_upon_later_forgets_nothing(redis_url: str, tmp_path: Path) -> None:
    async with an_office(redis_url, tmp_path, kind=UNHEARD) as office:
        central: Any = office.desk.central
        object.__setattr__(central, "called_back", True)
        standin: Any = office.desk.bench.standin
        standin.announce(standin.store.in_order[0].reference, "status.changed", "selesai")
        await office.next_time()
        assert await office.heard() == ["selesai"]


async def test_who_cannot_be_asked_any_more_is_not_rung_for_all_day(redis_url: str, tmp_path: Path) -> None:
    async with an_office(redis_url, tmp_path) as office:
        await office.days_pass()
        assert await due(office.ledger)
        asking = Asking(office.ledger, ByHand(), TOLD)
        assert await asking.take(10) == []
        assert (await due(office.ledger), await office.waits_days()) == (False, [1])


async def test_all_workers_together_ask_so_often_a_minute(redis_url: str, tmp_path: Path) -> None:
    async with an_office(redis_url, tmp_path, 7) as office:
        await office.days_pass()
        slowly = replace(office.asking, minute=24)
        found = await asyncio.gather(*(slowly.take(5) for _ in range(4)))
        assert sorted(map(len, found)) == [0, 0, 0, 2], "24 a minute are 2 in five seconds"
        assert not await due(office.ledger), "nobody rings for the rest before those are over"
        window = office.ledger.key("asking")
        assert 4_000 < await office.redis.pttl(window) <= 5_000
        await office.redis.delete(window)
        assert await due(office.ledger)
        assert len(await slowly.take(5)) == 2


async def test_what_moves_is_asked_about_soon_again(redis_url: str, tmp_path: Path) -> None:
    async with an_office(redis_url, tmp_path) as office:
        office.stands("proses")
        for _ in range(4):
            await office.next_time()
        assert await office.waits_days() == [8]
        office.stands("disposisi")
        await office.next_time()
        assert await office.waits_days() == [1]
        async with made_anew(office, redis_url) as again:
            assert await again.waits_days() == [1]


async def test_what_is_promised_for_a_day_is_asked_about_then(redis_url: str, tmp_path: Path) -> None:
    async with an_office(redis_url, tmp_path, kind=OPEN311) as office:
        standin: Any = office.desk.bench.standin
        held = standin.kept.in_order[0]
        for _ in range(6):
            await office.next_time()
        assert await office.waits_days() == [32]
        held.expected = datetime.now(UTC) + timedelta(days=3)
        await office.next_time()
        assert await office.waits_days() == [pytest.approx(3 + 1 / 24, abs=0.02)]
