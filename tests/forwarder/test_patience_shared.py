"""What one process was asked to wait for all others wait for, whatever becomes of the lease, of Redis or of the ledger;
and nobody any more when an operator says so."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ledger_kit import claim, living
from outbox_kit import a_desk, owed
from test_acts_ledger import ACT, leased, submitted
from test_forward import LEASE_MS, Office, an_office, told
from two_servers import Pair
from two_servers import pair as pair

from forwarder import acts, supplement, switches
from forwarder.forward import Forward
from forwarder.items import LedgerAway
from forwarder.ledger import Ledger
from forwarder.patience import Patience
from forwarder.supplement import Supplement
from forwarder.switches import FORWARD, heed
from gateway.embedded import EmbeddedRedis
from gateway.simulator import telegram

MINUTE, DAY_MS = 60.0, 86_400_000
CENTRAL = {FORWARD: "national"}
TWILIO = {"twilio": "twilio"}


def another_process(office: Office, patience: Patience | None = None) -> Forward:
    own = patience or Patience()
    return Forward(office.ledger, office.national, LEASE_MS, lambda: None, chance=lambda: 0.0, patience=own)


async def looks(process: Forward) -> None:
    for lease in await process.take(5):
        await process.handle(lease)


async def hold(ledger: Ledger, name: str = FORWARD) -> int:
    return int(await ledger.redis.pttl(ledger.key(f"hold:{name}")))


def asks(office: Office, seconds: float = MINUTE) -> None:
    office.central.orders.throttle, office.central.orders.retry_after = 1, seconds


class Then:
    """The central system, or a provider; with each answer to a call something else happens."""

    def __init__(self, inner: Any, call: str, happens: Callable[..., Awaitable[object]]) -> None:
        self._inner, self._call, self._happens = inner, call, happens

    def __getattr__(self, name: str) -> Any:
        return self._called if name == self._call else getattr(self._inner, name)

    async def _called(self, *args: Any) -> Any:
        try:
            return await getattr(self._inner, self._call)(*args)
        finally:
            await self._happens(*args)


# -- it is heard, and its lease is another's ---------------------------------------------------------------------------


async def test_what_was_heard_when_the_case_was_settled_meanwhile_holds_the_others(redis_url: str) -> None:
    """A callback tells the number while a repeat of the call is under way, which is answered 429."""
    async with an_office(redis_url, told(1), told(2)) as office:
        asks(office)
        central: Any = Then(office.national, "submit", lambda name, *_: office.ledger.told_number(name, "1234567"))
        (lease,) = await office.forward.take(1)
        await replace(office.forward, central=central).handle(lease)
        assert await hold(office.ledger) > 50_000
        await looks(another_process(office))
        assert office.central.store.counts.calls == 1


@pytest.mark.parametrize("asked", [60_000, -1, 0], ids=["a minute", "nothing", "no failure of its"])
async def test_an_act_that_another_worker_has_by_now(redis_url: str, asked: int) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([claim(1, who="sms-a", owner="person-a")])
        await submitted(ledger)
        await acts.claim(ledger, [ACT])
        (lost,), (_,) = await leased(ledger), await leased(ledger)
        await acts.later(ledger, lost, 1_000, "429", asked)
        assert await hold(ledger) == pytest.approx(asked if asked > 0 else -2, abs=10_000 if asked > 0 else 0)
        assert not await ledger.redis.exists(ledger.key("fails:forward")), "whoever has it says whether it fails"


async def test_a_supplement_that_another_worker_has_by_now(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([claim(1, who="mail-a")])
        await submitted(ledger)
        more = Supplement(
            delivery="delivery-s", key="k" * 26, complaints=("complaint1",), names=("mail-a",), node="node-1",
            received_ms=2_000, body=b"more", who="mail-a", listener=b"an address", asked="", otherwise=claim(9),
        )  # fmt: skip
        await supplement.claim(ledger, [more])
        (lost,) = await supplement.lease(ledger, 1, LEASE_MS)
        await ledger.redis.zadd(ledger.key("due:supplement"), {lost.id: 0})
        assert len(await supplement.lease(ledger, 1, LEASE_MS)) == 1
        await supplement.later(ledger, lost, 1_000, "429", 60_000)
        assert await hold(ledger) > 50_000


async def test_a_question_about_what_is_forgotten_by_now(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.run_many([("news_asked", ("forgotten", 60_000, "429", 0, 1))])
        assert await hold(ledger) > 50_000


async def test_an_answer_that_another_worker_has_by_now(redis_url: str, tmp_path: Path) -> None:
    """It may leave by another way now, and that one's provider asked for nothing."""
    async with a_desk(redis_url, tmp_path, owed("telegram"), owed("telegram", 2)) as desk:
        desk.telegram.faults.append(telegram.Fault("429", 1, MINUTE))
        (lease,) = await desk.answer.take(1)

        async def moves(*_: object) -> None:
            key: Any = desk.ledger.key(f"a:{lease.id}")
            await desk.ledger.redis.hset(key, mapping={"fence": "99", "via": "sms"})

        channels: Any = {way: Then(one, "send", moves) for way, one in desk.channels.items()}
        await replace(desk.answer, channels=channels).handle(lease)
        assert await hold(desk.ledger, "reply:telegram") > 50_000
        assert await hold(desk.ledger, "reply:twilio") == -2
        assert await desk.pass_once(replace(desk.answer, patience=Patience())) == 0
        assert desk.telegram.calls["sendmessage"] == 1


# -- it is heard, and the ledger does not know it ----------------------------------------------------------------------


async def test_what_was_heard_while_redis_was_away_holds_the_others(new_valkey: EmbeddedRedis) -> None:
    async with an_office(new_valkey.url, told(1), told(2)) as office:
        asks(office)
        (lease,) = await office.forward.take(1)
        central: Any = Then(office.national, "submit", lambda *_: asyncio.to_thread(new_valkey.stop))
        with pytest.raises(LedgerAway):
            await replace(office.forward, central=central).handle(lease)
        await asyncio.to_thread(new_valkey.start)
        await looks(office.forward)
        await looks(another_process(office))
        assert office.central.store.counts.calls == 1


@pytest.mark.parametrize("heard", [True, False], ids=["who heard it looks first", "who was told looks first"])
async def test_a_ledger_that_is_made_anew_learns_it(redis_url: str, heard: bool) -> None:
    async with an_office(redis_url, told(1)) as office:
        asks(office)
        await office.pass_once()
        others = another_process(office)
        assert await others.take(5) == []
        await office.ledger.redis.flushall()
        async with living(redis_url) as anew:
            await anew.take_in([told(1), told(2)])
            await looks(replace(office.forward if heard else others, ledger=anew))
            assert await hold(anew) > 50_000
            await looks(replace(another_process(office), ledger=anew))
        assert office.central.store.counts.calls == 1


async def test_a_replica_that_takes_over_without_it_learns_it(pair: Pair) -> None:
    await pair.follow()
    async with an_office(pair.url, told(1), told(2)) as office:
        others = another_process(office)
        asks(office)
        (lease,) = await office.forward.take(1)
        await pair.part()
        await office.forward.handle(lease)
        assert await others.take(5) == []
        await pair.fail_over()
        await looks(others)
        assert await hold(office.ledger) > 50_000
        await looks(another_process(office))
        assert office.central.store.counts.calls == 1


async def test_what_a_provider_asked_for_outlives_the_ledger_and_who_heard_it(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("telegram")) as desk:
        desk.telegram.faults.append(telegram.Fault("429", 1, MINUTE))
        await desk.pass_once()
        other = replace(desk.answer, patience=Patience())
        assert await other.take(1) == []
        await desk.ledger.redis.flushall()
        async with living(redis_url) as anew:
            await anew.take_in([owed("telegram"), owed("telegram", 2)])
            assert await replace(other, ledger=anew).take(2) == []
            assert await hold(anew, "reply:telegram") > 50_000
            assert await replace(desk.answer, patience=Patience(), ledger=anew).take(2) == []
        assert desk.telegram.calls["sendmessage"] == 1


async def test_an_account_is_left_alone_by_all(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        hears, other = Patience(), Patience()
        hears.asked("twilio", MINUTE)
        for one in (hears, other):
            await heed(ledger, one, {**TWILIO, "telegram": "telegram"})
        assert other.left_ms("twilio") > 50_000
        assert other.left_ms("telegram") == 0
        assert await ledger.redis.exists(ledger.key("probe:twilio")), "one goes first when it is over"


# -- an operator has them asked sooner ---------------------------------------------------------------------------------


async def test_what_an_operator_has_asked_sooner_is_held_back_by_nobody(redis_url: str) -> None:
    """Every process remembers it, also one that heard nothing itself; and none brings it back."""
    async with an_office(redis_url, *map(told, range(1, 5))) as office:
        asks(office)
        await looks(office.forward)
        every = [office.forward, *(another_process(office) for _ in range(2))]
        for process in every:
            assert await process.take(5) == []
            assert process.patience.left_ms("national") > 50_000
        assert await switches.ask_again(office.ledger)
        for process in reversed(every):
            await heed(office.ledger, process.patience, CENTRAL)
            assert process.patience.left_ms("national") == 0
        assert await hold(office.ledger) == -2
        await looks(every[-1])
        assert office.central.store.counts.calls == 2, "one goes first"
        for process in every:
            await office.hasten()
            await looks(process)
        assert len(office.central.store.in_order) == 4
        assert await hold(office.ledger) == -2


async def test_a_provider_that_is_asked_sooner_is_held_back_by_nobody(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        every = [Patience(), Patience(), Patience()]
        every[0].asked("twilio", MINUTE)
        for one in every:
            await heed(ledger, one, TWILIO)
        assert await switches.ask_again(ledger, "twilio")
        for one in reversed(every):
            await heed(ledger, one, TWILIO)
            assert one.left_ms("twilio") == 0
        assert await hold(ledger, "reply:twilio") == -2


@pytest.mark.parametrize("account", ["", "twilio"], ids=["the central system", "a provider"])
async def test_what_only_processes_remember_is_over_too(redis_url: str, account: str) -> None:
    """The ledger lost it, and nobody has looked since."""
    whom = TWILIO if account else CENTRAL
    (whose,) = whom.values()
    async with living(redis_url) as ledger:
        hears = Patience()
        await heed(ledger, hears, whom)
        hears.asked(whose, MINUTE)
        assert not await switches.ask_again(ledger, account), "it knows of nothing"
        await heed(ledger, hears, whom)
        assert hears.left_ms(whose) == 0
        assert await switches.patience(ledger, account) is None


async def test_what_is_asked_for_after_an_operators_word_holds_as_ever(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        hears, idle = Patience(), Patience()
        for one in (hears, idle):
            one.asked("national", MINUTE)
            await heed(ledger, one, CENTRAL)
        assert await switches.ask_again(ledger)
        await heed(ledger, hears, CENTRAL)
        hears.asked("national", 2 * MINUTE)
        for one in (hears, idle, hears):
            await heed(ledger, one, CENTRAL)
            assert one.left_ms("national") > 100_000
        assert await hold(ledger) > 100_000
        # In a ledger that is made anew, where nobody knows of the word, too.
        await ledger.redis.flushall()
        async with living(redis_url) as anew:
            await heed(anew, idle, CENTRAL)
            assert await hold(anew) > 100_000
            assert await switches.ask_again(anew)
            for one in (hears, idle):
                await heed(anew, one, CENTRAL)
                assert one.left_ms("national") == 0
            assert await hold(anew) == -2


async def test_a_process_that_starts_after_the_word_hears_what_is_asked_next(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        before = Patience()
        before.asked("national", MINUTE)
        await heed(ledger, before, CENTRAL)
        assert await switches.ask_again(ledger)
        starts, other = Patience(), Patience()
        await heed(ledger, starts, CENTRAL)
        starts.asked("national", MINUTE)
        for one in (starts, other):
            await heed(ledger, one, CENTRAL)
            assert one.left_ms("national") > 50_000


# -- what is not remembered, and not for longer ------------------------------------------------------------------------


async def fails(ledger: Ledger, times: int) -> None:
    (lease,) = await ledger.lease_forward(1, LEASE_MS)
    for _ in range(times):
        await ledger.later(lease, 1_000, "cut", hold_ms=-1)


async def test_what_the_breaker_decides_by_itself_is_remembered_by_nobody(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([claim(1)])
        await fails(ledger, 8)
        assert await hold(ledger) > 0
        patience = Patience()
        await heed(ledger, patience, CENTRAL)
        assert patience.left_ms("national") == 0
        # What is asked for then counts, and what the breaker decides after that does not.
        patience.asked("national", MINUTE)
        other = Patience()
        for one in (patience, other):
            await heed(ledger, one, CENTRAL)
        assert other.left_ms("national") > 50_000
        await ledger.redis.delete(ledger.key("hold:forward"))
        await ledger.redis.zadd(ledger.key("due:forward"), {"complaint1": 0})
        await fails(ledger, 1)
        assert await hold(ledger) > 0
        later = Patience()
        await heed(ledger, later, CENTRAL)
        assert later.left_ms("national") == 0


async def test_one_that_goes_ahead_keeps_nobody_waiting_longer(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await heed_once(ledger)
        await ledger.redis.set(ledger.key("hold:forward"), "probing", px=2000)
        patience = Patience()
        await heed(ledger, patience, CENTRAL)
        assert patience.left_ms("national") == 0


async def heed_once(ledger: Ledger, seconds: float = MINUTE) -> Patience:
    """The ledger knows that somebody was asked to wait."""
    patience = Patience()
    patience.asked("national", seconds)
    await heed(ledger, patience, CENTRAL)
    return patience


async def test_however_often_it_is_told_it_is_over_when_it_was_to_be(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        every = [await heed_once(ledger), Patience(), Patience()]
        until = asyncio.get_running_loop().time() + MINUTE
        for _ in range(20):
            for one in every:
                await heed(ledger, one, CENTRAL)
        left = (until - asyncio.get_running_loop().time()) * 1000
        assert max(await hold(ledger), *(one.left_ms("national") for one in every)) < left + 1_000


async def test_nobody_waits_longer_than_a_wish_may_be(redis_url: str) -> None:
    async with an_office(redis_url, told(1)) as office:
        asks(office, DAY_MS / 1000)
        await office.pass_once()
        other = another_process(office)
        await other.take(1)
        assert DAY_MS - 60_000 < other.patience.left_ms("national") <= DAY_MS


async def test_a_process_that_stood_still_counts_from_before_it_looked() -> None:
    at = [100.0]
    patience = Patience(lambda: at[0])
    at[0] = 103.0
    patience.learn("central", 100.0, 5_000)
    assert patience.left_ms("central") == 2_000
    patience.learn("central", 103.0, 1_000)
    assert patience.left_ms("central") == 2_000, "it was told so before"
    at[0] = 106.0
    assert patience.left_ms("central") == 0


# -- clocks ------------------------------------------------------------------------------------------------------------


async def test_who_looks_first_at_a_clock_that_was_set_back_remembers_no_day(redis_url: str) -> None:
    """Nothing has told it what Redis's clock showed, and what holds everybody seems to hold a day longer."""
    async with living(redis_url) as ledger:
        await heed_once(ledger)
        redis: Any = ledger.redis
        seconds, _ = await redis.time()
        await redis.set(ledger.key("clock"), int(seconds) * 1000 + DAY_MS)
        await redis.pexpire(ledger.key("hold:forward"), DAY_MS + 60_000)
        starts = Patience()
        await heed(Ledger(redis, ledger.epoch, ledger.sealer), starts, CENTRAL)
        assert 40_000 < starts.left_ms("national") <= 61_000


@pytest.mark.parametrize("asked", [True, False], ids=["asked for", "the breaker's own"])
async def test_what_holds_after_a_clock_was_set_forward_is_still_what_it_was(redis_url: str, asked: bool) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([claim(1)])
        await (heed_once(ledger) if asked else fails(ledger, 8))
        redis, name = ledger.redis, ledger.key("hold:forward")
        left, (seconds, _) = await hold(ledger), await redis.time()
        await redis.set(ledger.key("clock"), int(seconds) * 1000 - DAY_MS)
        await redis.zadd(ledger.key("holds"), {name: int(seconds) * 1000 - DAY_MS + left})
        await redis.delete(name)
        starts = Patience()
        await heed(Ledger(redis, ledger.epoch, ledger.sealer), starts, CENTRAL)
        assert left - 5_000 < await hold(ledger) <= left + 1_000
        assert (starts.left_ms("national") > 0) is asked


async def test_what_ends_early_by_redis_clock_is_told_again(redis_url: str) -> None:
    """It was set forward by less than anybody minds."""
    async with living(redis_url) as ledger:
        patience = await heed_once(ledger, 2.0)
        await ledger.redis.delete(ledger.key("hold:forward"))
        await heed(ledger, patience, CENTRAL)
        assert 500 < await hold(ledger) <= 2_000
