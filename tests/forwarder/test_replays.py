"""What a maintainer fears: replays done twice, claims long forgotten, a breaker that never opens wider."""

from __future__ import annotations

import pytest
from ledger_kit import CLAIM, LEASE_MS, answers, claim, living
from redis.asyncio import Redis

from forwarder import epoch
from forwarder.epoch import FactEntry
from forwarder.items import Keep

AID = "complaint1.sms-w1.number"
NUMBER = FactEntry("1-0", "number", "complaint1", 1_000, "0012345")


def fact(place: int, kind: str, subject: str = AID, data: str = "1") -> FactEntry:
    return FactEntry(f"{place}-0", kind, subject, 1_000 + place, data)


PARKED = (NUMBER, fact(2, "answering"), fact(3, "answer_parked", data="nobody can tell"))


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ((NUMBER,), "due"),
        ((NUMBER, fact(2, "answering")), "due"),
        ((NUMBER, fact(2, "answering"), fact(3, "answer_sent", data="SM1")), "sent"),
        ((NUMBER, fact(2, "answering"), fact(3, "answer_failed", data="21610")), "failed"),
        (PARKED, "parked"),
        ((*PARKED, fact(4, "answer_retried", data="")), "due"),
        ((*PARKED, fact(4, "answer_retried", data=""), fact(5, "answer_sent", data="SM1")), "sent"),
    ],
)
async def test_a_replay_ends_the_same_however_often(
    redis_url: str, facts: tuple[FactEntry, ...], state: str, times: int
) -> None:
    async with living(redis_url) as ledger:
        for _ in range(times):
            await epoch.restore_fact(ledger, facts)
            await epoch.restore_claims(ledger, [claim(1, id="complaint1", numbers=("1111111111",))])
            await epoch.restore_answers(ledger, ["complaint1"])
        assert (await answers(ledger))[AID] == state
        assert bool(await ledger.redis.zscore(ledger.key("due:reply"), AID)) == (state == "due")
        assert bool(await ledger.redis.zscore(ledger.key("parked"), AID)) == (state == "parked")


async def test_a_restored_ledger_forgets_as_the_first_did(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        sent = fact(2, "answer_sent", data="SM1")
        await epoch.restore_fact(ledger, [NUMBER, sent])
        await epoch.restore_claims(ledger, [claim(1, id="complaint1", numbers=("1111111111",))])
        await epoch.restore_answers(ledger, ["complaint1"])
        for name in ("c:complaint1", "l:complaint1", "n:1111111111", "N:0012345", f"a:{AID}", "d:delivery-1"):
            assert await ledger.redis.ttl(ledger.key(name)) > 0, name


async def test_a_row_replayed_after_its_claim_was_forgotten_submits_nothing(redis_url: str) -> None:
    async with living(redis_url, Keep(claim=1)) as ledger:
        await ledger.take_in([CLAIM])
        (lease,) = await ledger.lease_forward(10, LEASE_MS)
        await ledger.numbered(lease, "0012345", doubt=False)
        await ledger.redis.delete(ledger.key("d:delivery-1"))
        assert await ledger.take_in([CLAIM]) == [("mine", "complaint:complaint1:1111111111")]
        assert await ledger.lease_forward(10, LEASE_MS) == []


@pytest.mark.parametrize(
    ("known", "state", "leased"),
    [(NUMBER, b"done", 0), (fact(1, "parked", "complaint1", "why"), b"parked", 0), (None, b"due", 1)],
)
async def test_an_open_row_meets_the_facts_of_its_complaint(
    redis_url: str, known: FactEntry | None, state: bytes, leased: int
) -> None:
    async with living(redis_url) as ledger:
        await epoch.restore_fact(ledger, [known] if known else [])
        await ledger.take_in([CLAIM])
        assert await ledger.redis.hget(ledger.key("c:complaint1"), "state") == state
        assert len(await ledger.lease_forward(10, LEASE_MS)) == leased


async def test_one_claim_that_redis_refuses_does_not_stop_the_others(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.redis.set(ledger.key("c:complaint2"), "not a hash")
        found = await ledger.take_in([claim(1), claim(2), claim(3)])
        assert [what for what, _ in found] == ["new", "refused", "new"]


async def test_a_parked_receipt_is_superseded_by_the_number(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM])
        (receipt,) = await ledger.lease_reply(10, LEASE_MS)
        await ledger.park(receipt, "the channel is switched off")
        (lease,) = await ledger.lease_forward(10, LEASE_MS)
        await ledger.numbered(lease, "0012345", doubt=False)
        assert await ledger.parked(10) == []


async def test_sweeping_ends_when_another_rebuild_begins(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        redis: Redis = ledger.redis
        await redis.set("sp:old:c:1", "left over")
        await redis.set("sp:bell:forward:0", "1")
        await epoch.drop(redis, ledger.epoch)
        name = await epoch.begin_rebuild(redis)
        await redis.set(f"sp:{name}:c:1", "begun")
        assert await epoch.sweep_old(redis, ledger.epoch) == 0
        await epoch.go_live(redis, name, "node-1", ["node-1"])
        assert await epoch.sweep_old(redis, name) >= 1
        assert await redis.get(f"sp:{name}:c:1") == b"begun"
        assert await redis.get("sp:bell:forward:0") == b"1"
        assert await redis.get("sp:old:c:1") is None
