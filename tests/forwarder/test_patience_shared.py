"""What one process was asked to wait for all others wait for, whatever becomes of the lease, of Redis or the ledger."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ledger_kit import claim, living
from outbox_kit import a_desk, owed
from patience_kit import MINUTE, TWILIO, another_process, asks, hold, looks
from test_acts_ledger import ACT, leased, submitted
from test_forward import LEASE_MS, an_office, told
from two_servers import Pair
from two_servers import pair as pair

from forwarder import acts, supplement
from forwarder.items import LedgerAway
from forwarder.patience import Patience
from forwarder.supplement import Supplement
from forwarder.switches import FORWARD, heed, leave_alone
from gateway.embedded import EmbeddedRedis
from gateway.simulator import telegram


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


@pytest.mark.parametrize("account", ["", "twilio"])
async def test_what_the_proof_was_asked_for_is_remembered_by_all(redis_url: str, account: str) -> None:
    async with living(redis_url) as ledger:
        await leave_alone(ledger, account, MINUTE, "429")
        other = Patience()
        await heed(ledger, other, {account or FORWARD: "them"})
        assert other.left_ms("them") > 50_000


async def test_an_account_is_left_alone_by_all(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        hears, other = Patience(), Patience()
        hears.asked("twilio", MINUTE)
        for one in (hears, other):
            await heed(ledger, one, {**TWILIO, "telegram": "telegram"})
        assert other.left_ms("twilio") > 50_000
        assert other.left_ms("telegram") == 0
        assert await ledger.redis.exists(ledger.key("probe:twilio")), "one goes first when it is over"


async def test_a_shorter_wish_that_comes_later_lets_nobody_go_with_the_first(redis_url: str) -> None:
    """Calls that were on their way may hear another time, or the proof: one goes first whenever it is over."""
    async with living(redis_url) as ledger:
        await leave_alone(ledger, "twilio", 10 * MINUTE, "429")
        await leave_alone(ledger, "twilio", 1, "429")
        assert await hold(ledger, "reply:twilio") > 590_000
        assert await ledger.redis.pttl(ledger.key("probe:twilio")) > 650_000
