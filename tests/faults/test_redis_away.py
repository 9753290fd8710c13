"""Redis stopped, killed, emptied and rolled back while citizens go on writing, and after everything is done."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable

import pytest
from crowd import Crowd, epoch, eventually, ledger, parked, under_load

from gateway.embedded import EmbeddedRedis
from gateway.pump import BATCH
from gateway.simulator.faults import Fault
from gateway.simulator.town import Town

pytestmark = pytest.mark.process


@pytest.mark.parametrize("how", ["stop", "kill"])
async def test_accepting_goes_on_while_redis_is_away(crowd: Crowd, how: str) -> None:
    redis = crowd.town.redis
    end: Callable[[], None] = {"stop": redis.stop, "kill": redis.kill}[how]

    async def faults() -> None:
        for seconds in (0.5, 2.0):
            await some_answers(crowd)
            await asyncio.to_thread(end)
            accepted = sum(one.yes for one in crowd.citizens)
            await asyncio.sleep(seconds)
            assert sum(one.yes for one in crowd.citizens) > accepted, "accepted without Redis"
            await asyncio.to_thread(redis.start)

    await under_load(crowd, faults())
    assert [one.answer for one in crowd.citizens if not one.yes] == []
    # What the pump was telling when the server went is told again in doubt: a mail of it waits for a person.
    assert len(await crowd.all_settled()) <= 2 * BATCH


async def test_flushall_in_the_middle(crowd: Crowd) -> None:
    async def faults() -> None:
        for _ in range(3):
            await some_answers(crowd)
            flushall(crowd.town)

    await under_load(crowd, faults())
    assert [one.answer for one in crowd.citizens if not one.yes] == []
    await crowd.all_settled()


async def test_flushall_after_the_end_doubles_nothing(crowd: Crowd) -> None:
    await crowd.write(60)
    await crowd.all_answered()
    await crowd.all_quiet()
    cases, answers = len(crowd.town.central.store.in_order), all_answers(crowd)
    before = epoch(crowd.town)
    flushall(crowd.town)
    await eventually(lambda: epoch(crowd.town) not in ("", before), 30)
    await crowd.all_quiet()
    assert len(crowd.town.central.store.in_order) == cases
    assert all_answers(crowd) == answers
    assert parked(crowd.town) == 0
    crowd.assert_once()
    await the_same_again_changes_nothing(crowd)
    await status_is_answered(crowd)


async def test_an_answer_in_flight_when_redis_is_emptied_is_not_sent_twice(town: Town) -> None:
    """The provider takes it only after the ledger was rebuilt: another worker that asked at once would find nothing."""
    town.extra |= {"TWILIO_TIMEOUT_SECONDS": "6", "LEASE_SECONDS": "8"}
    await town.start(workers=2)
    crowd = Crowd(town)
    slow = Fault(kind="slow", times=6, seconds=5)
    crowd.town.twilio.faults.tell(slow)
    await crowd.write(6, ways=("sms", "whatsapp"))
    await eventually(lambda: crowd.town.twilio.calls == 6, 30)
    before = epoch(crowd.town)
    flushall(crowd.town)
    await eventually(lambda: epoch(crowd.town) not in ("", before), 30)
    assert all_answers(crowd) == {one.address: [] for one in crowd.citizens}, "still in flight"
    await crowd.all_answered()
    await crowd.all_quiet()
    crowd.assert_once()
    assert [len(crowd.answers_to(one)) for one in crowd.citizens] == [1] * 6


async def test_yesterdays_redis_is_noticed(crowd: Crowd) -> None:
    town = crowd.town
    await crowd.write(40)
    await crowd.all_answered()
    await crowd.all_quiet()
    yesterday = town.folder / "yesterday"
    await asyncio.to_thread(town.redis.stop)
    shutil.copytree(town.redis.directory, yesterday)
    await asyncio.to_thread(town.redis.start)
    await crowd.write(40)
    await crowd.all_answered()
    await crowd.write(20)
    before = epoch(town)
    await asyncio.to_thread(town.redis.kill)
    await asyncio.to_thread(restore, town.redis, yesterday)
    await crowd.write(20)
    await eventually(lambda: epoch(town) not in ("", before), 30)
    await crowd.all_settled()


# -- what is done and looked at -------------------------------------------------------------------------------------


async def some_answers(crowd: Crowd, more: int = 10) -> None:
    """Until some more answers were given, so that work is going on."""
    before = len(crowd.town.telegram.messages_to()) + len(crowd.town.relay.mails)
    await eventually(lambda: len(crowd.town.telegram.messages_to()) + len(crowd.town.relay.mails) >= before + more, 60)


async def status_is_answered(crowd: Crowd) -> None:
    """By the number, to whom it belongs, and to nobody else."""
    node, sms = crowd.town.nodes[0], next(one for one in crowd.citizens if one.way == "sms")
    number, had = crowd.cases_of(sms)[0].number, len(crowd.answers_to(sms))
    await crowd.town.twilio.phone_sends(f"{node.url}/twilio/sms", sms.address, f"STATUS {number}")
    await crowd.town.twilio.phone_sends(f"{node.url}/twilio/sms", "+6281100007777", f"STATUS {number}")
    await eventually(lambda: len(crowd.answers_to(sms)) == had + 1, 20)
    await eventually(lambda: len(crowd.town.twilio.messages_to("+6281100007777")) == 1, 20)
    assert number in crowd.answers_to(sms)[-1]


async def the_same_again_changes_nothing(crowd: Crowd) -> None:
    """Deliveries of before are known still, and are answered as the first were."""
    cases = len(crowd.town.central.store.in_order)
    again = [one for one in crowd.citizens[:20] if one.way in ("sms", "whatsapp", "mail")]
    heard = {one: len(crowd.answers_to(one)) for one in again}
    assert all(await asyncio.gather(*(crowd.writes(one, crowd.town.nodes[0]) for one in again)))
    await crowd.write(4)
    await crowd.all_answered()
    await crowd.all_quiet()
    assert len(crowd.town.central.store.in_order) == cases + 4
    assert {one: len(crowd.answers_to(one)) for one in again} == heard


def all_answers(crowd: Crowd) -> dict[str, list[str]]:
    return {one.address: crowd.answers_to(one) for one in crowd.citizens}


def flushall(town: Town) -> None:
    with ledger(town) as server:
        server.flushall()


def restore(redis: EmbeddedRedis, backup: object) -> None:
    """What an operator does with a backup; the new server has another process and the old data."""
    shutil.rmtree(redis.directory / "appendonlydir")
    shutil.copytree(f"{backup}/appendonlydir", redis.directory / "appendonlydir")
    redis.start()
