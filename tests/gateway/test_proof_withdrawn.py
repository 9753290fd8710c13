"""A case that arrives behind its withdrawal: the proof sees it, and the withdrawal goes after it or calls a person."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from central_kinds import CALLED, FIRST, CentralKind, Desk, called, desk
from ledger_kit import claim, living
from node_kit import until
from test_centrals_ledger import complaint

from forwarder import acts, dossier, epoch
from forwarder.act_forward import Deeds
from forwarder.acts import Act, Deed
from forwarder.census import census
from forwarder.drain import Drain
from forwarder.epoch import FactEntry
from forwarder.forward import Forward
from forwarder.freezing import submission_of
from forwarder.ledger import Ledger
from forwarder.news import News, hear
from gateway.proof_central import compare
from gateway.proof_rows import Account
from normalizer import codec
from normalizer.schema import Complaint

(NATIONAL,) = (kind for kind in CALLED if kind.label == "national")
TOLD = complaint(1)


def now_ms() -> int:
    return int(time.time() * 1000)


async def withdrawn(ledger: Ledger, deed: Deed = Deed.WITHDRAW) -> str:
    """What became of BATAL, or of the word that was asked back."""
    key, at = deed[0] * 26, now_ms()
    act = Act(f"delivery-{deed}", key, deed, "node-1", at, "sms-w1", b"an address", ("sms-w1",), word="payung")
    ((_, end),) = await acts.claim(ledger, [act])
    return end.rpartition(":")[2]


async def withdrawn_before_it_arrived(ledger: Ledger, told: Complaint = TOLD) -> None:
    """It was tried, the central system was away, and its sender withdrew it."""
    await ledger.take_in([claim(1, id=told.id, body=codec.encode(told), received_ms=now_ms(), wait_ms=0)])
    (lease,) = await ledger.lease_forward(1, 60_000)
    assert await ledger.begin_forward(lease, 60_000, b"case")
    await ledger.later(lease, 60_000, "connection refused")
    assert await withdrawn(ledger) == "withdraw"
    assert (await census(ledger, [told.id]))[told.id].state == "withdrawn"


async def arrives(at: Desk, told: Complaint = TOLD) -> None:
    case = at.central.freeze(submission_of(told, "3000000001"))
    await at.central.submit(told.id, case, FIRST)


async def proved(ledger: Ledger, at: Desk) -> Account:
    now = datetime.now(UTC)
    found = Account(now - timedelta(hours=1), now + timedelta(hours=1), complaints={TOLD.id: 1})
    await compare(found, ledger, at.central)
    return found


async def carried(ledger: Ledger, at: Desk) -> int:
    hand = Deeds(ledger, at.central, 60_000, chance=lambda: 0.0)
    return await Drain(hand.take, hand.handle, concurrency=1, go_on=lambda: True).run()


def kinds(found: Account) -> list[tuple[str, str]]:
    return [(one.kind, one.about) for one in found.differences]


@called
async def test_what_arrives_behind_its_withdrawal_is_seen_and_followed(
    kind: CentralKind, redis_url: str, tmp_path: Path
) -> None:
    async with desk(kind, tmp_path) as at, living(redis_url) as ledger:
        await withdrawn_before_it_arrived(ledger)
        assert kinds(await proved(ledger, at)) == [], "it is not there"
        assert await carried(ledger, at) == 0
        await arrives(at)
        found = await proved(ledger, at)
        if not at.can.look_up:
            assert (found.differences, found.sums.total()) == ([], 1)
            assert [what for what in found.sums if what.startswith("not compared")]
            return
        assert kinds(found) == [("withdrawn", TOLD.id)]
        assert ("goes after it" in found.differences[0].sentence) is at.can.withdraw
        assert await carried(ledger, at) == 1
        assert at.bench.withdrawn() == int(at.can.withdraw)
        assert "withdrawn_late" in [one.what for one in (await dossier.dossier(ledger, TOLD.id)).steps]
        parked = [one.id for one in await ledger.parked(5)]
        assert parked == ([] if at.can.withdraw else [f"{TOLD.id}~act"])
        assert kinds(await proved(ledger, at)) == ([] if at.can.withdraw else [("withdrawn", TOLD.id)])
        assert [one.id for one in await ledger.parked(5)] == parked
        if parked:
            assert await acts.retry(ledger, parked[0], done=True)
            assert kinds(await proved(ledger, at)) == [], "a person has seen to it"


async def a_minute_later(ledger: Ledger) -> None:
    redis: Any = ledger.redis
    await redis.hset(ledger.key(f"c:{TOLD.id}"), "ends", 0)
    for queue in ("due:forward", "due:act"):
        await redis.zadd(ledger.key(queue), {TOLD.id: 0}, xx=True)
    await redis.delete(ledger.key("hold:forward"))


async def test_a_call_that_was_given_up_and_arrives_behind_every_look(redis_url: str, tmp_path: Path) -> None:
    async with desk(NATIONAL, tmp_path, seconds=1.0) as at, living(redis_url) as ledger:
        forward = Forward(ledger, at.central, 60_000, chance=lambda: 0.0)
        work = Drain(forward.take, forward.handle, concurrency=1, go_on=lambda: True)
        at.orders.stall = 4.0
        await ledger.take_in([claim(1, id=TOLD.id, body=codec.encode(TOLD), received_ms=now_ms(), wait_ms=0)])
        await work.run()
        assert await withdrawn(ledger) == "ask_withdraw-"
        assert await withdrawn(ledger, Deed.CONFIRM) == "withdraw"
        assert await carried(ledger, at) == 0, "nobody knows whether it is there"
        await a_minute_later(ledger)
        await work.run()
        its = (await census(ledger, [TOLD.id]))[TOLD.id]
        assert (its.state, its.gone, at.bench.stored()) == ("withdrawn", "here", 0)
        await until(lambda: at.bench.stored() == 1)
        assert kinds(await proved(ledger, at)) == [("withdrawn", TOLD.id)]
        assert await carried(ledger, at) == 1
        assert at.bench.withdrawn() == 1
        assert kinds(await proved(ledger, at)) == []


async def test_one_that_somebody_withdrew_there_is_no_difference(redis_url: str, tmp_path: Path) -> None:
    async with desk(NATIONAL, tmp_path) as at, living(redis_url) as ledger:
        await withdrawn_before_it_arrived(ledger)
        await arrives(at)
        await at.central.withdraw(TOLD.id)
        assert kinds(await proved(ledger, at)) == []


@pytest.mark.parametrize("said", ["number", "status"])
async def test_a_callback_about_it_has_it_followed_at_once(said: str, redis_url: str, tmp_path: Path) -> None:
    async with desk(NATIONAL, tmp_path) as at, living(redis_url) as ledger:
        await withdrawn_before_it_arrived(ledger)
        await arrives(at)
        if said == "number":
            assert await ledger.told_number(TOLD.id, "01916449")
        else:
            assert await hear(ledger, News(TOLD.id, "progress", "event-1", "diproses", now_ms(), tell=True))
        assert await carried(ledger, at) == 1
        assert at.bench.withdrawn() == 1
        assert await ledger.told_number(TOLD.id, "01916449")
        assert await carried(ledger, at) == 0, "told once"
        assert (await census(ledger, [TOLD.id]))[TOLD.id].state == "withdrawn"


async def test_a_ledger_made_anew_knows_where_it_was_withdrawn(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        for place, where in enumerate(("here", "there"), 1):
            fact = FactEntry(str(place), "withdrawn", f"complaint{place}", now_ms(), where)
            await epoch.restore_fact(ledger, [fact])
        assert [its.gone for its in (await census(ledger, ["complaint1", "complaint2"])).values()] == ["here", "there"]
        assert [await acts.withdraw_after(ledger, f"complaint{place}") for place in (1, 2)] == [True, False]
