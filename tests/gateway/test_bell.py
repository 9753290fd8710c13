"""The bell protocol: no ring is lost, none is heard twice, and what lies in Redis names nobody."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from node_kit import a_ledger

from forwarder.items import LedgerAway, Note, Queue
from forwarder.ledger import Ledger
from gateway.bell import JOBS, Bells, queue_name
from gateway.embedded import EmbeddedRedis

QUEUES: tuple[Queue, ...] = ("forward", "reply")


@pytest.fixture
async def bells(redis_url: str) -> AsyncIterator[Bells]:
    found = Bells(redis_url)
    yield found
    found.close()


def jobs_in(bells: Bells, queue: Queue) -> int:
    return len(bells.rq_queue(queue))


def lose_jobs(bells: Bells, queue: Queue) -> None:
    bells.connection.delete(f"rq:queue:{queue_name(queue)}")


async def signed_in(ledger: Ledger, queue: Queue, workers: int) -> None:
    redis: Any = ledger.redis
    for place in range(workers):
        await redis.sadd(f"rq:workers:{queue_name(queue)}", f"worker-{place}")


@pytest.mark.parametrize(("workers", "bells_at_once"), [(0, 1), (1, 1), (2, 2), (5, 5)])
async def test_as_many_bells_as_workers(redis_url: str, bells: Bells, workers: int, bells_at_once: int) -> None:
    async with a_ledger(redis_url) as ledger:
        await signed_in(ledger, "forward", workers)
        rung = [await bells.ring(ledger, "forward") for _ in range(8)]
        assert rung.count(True) == bells_at_once
        assert (jobs_in(bells, "forward"), jobs_in(bells, "reply")) == (bells_at_once, 0)
        assert await bells.ring(ledger, "reply"), "queues have bells of their own"
        for _ in range(bells_at_once):
            await bells.answer(ledger, "forward")
        assert [await bells.ring(ledger, "forward") for _ in range(bells_at_once)] == [True] * bells_at_once


@pytest.mark.once
@pytest.mark.parametrize("workers", [1, 2])
async def test_ringing_just_as_a_drain_ends_is_always_heard(redis_url: str, bells: Bells, workers: int) -> None:
    """150 rounds each: after any interleaving, what is due was taken or somebody is called for it."""
    async with a_ledger(redis_url) as ledger:
        await signed_in(ledger, "reply", workers)

        async def drain(pause: float = 0) -> None:
            await bells.answer(ledger, "reply")
            await asyncio.sleep(pause)  # the machine has other things to do, and much happens meanwhile
            while await ledger.lease_reply(10, 60_000):  # noqa: ASYNC110 - a drain looks until nothing is due
                await asyncio.sleep(pause)

        async def citizen(place: int) -> None:
            for _ in range(place % 7):
                await asyncio.sleep(0)
            note = Note(f"delivery-{place}", "answered:help", "node-1", "help", "sms-w1", b"an address")
            await ledger.take_in([note])
            await bells.ring(ledger, "reply")

        for place in range(150):
            await bells.ring(ledger, "reply")
            lose_jobs(bells, "reply")
            await asyncio.gather(drain(place % 4 / 1000), citizen(place))
            assert jobs_in(bells, "reply") or not await ledger.anything_due("reply"), f"stuck in round {place}"
            if jobs_in(bells, "reply"):
                await drain()
            assert not await ledger.anything_due("reply")


async def test_a_lost_job_s_bell_runs_out(redis_url: str, bells: Bells) -> None:
    async with a_ledger(redis_url) as ledger:
        assert await bells.ring(ledger, "forward")
        lose_jobs(bells, "forward")
        assert not await bells.ring(ledger, "forward")
        left = await ledger.redis.pttl("sp:bell:forward:0")
        assert 0 < left <= 5000
        await ledger.redis.pexpire("sp:bell:forward:0", 1)
        async with asyncio.timeout(40):
            while not await bells.ring(ledger, "forward"):  # noqa: ASYNC110 - Redis lets it run out
                await asyncio.sleep(0.002)
        assert jobs_in(bells, "forward") == 1


@pytest.mark.parametrize("queue", QUEUES)
async def test_a_job_is_json_without_arguments_or_anything_personal(redis_url: str, bells: Bells, queue: Queue) -> None:
    async with a_ledger(redis_url) as ledger:
        await bells.ring(ledger, queue)
        redis: Any = ledger.redis
        (key,) = await redis.keys("rq:job:*")
        row = await redis.hgetall(key)
        assert json.loads(zlib.decompress(row[b"data"])) == [JOBS[queue], None, [], {}]
        assert set(row) <= {
            b"created_at", b"data", b"description", b"enqueued_at", b"started_at", b"ended_at", b"last_heartbeat",
            b"origin", b"timeout", b"result_ttl", b"failure_ttl", b"status", b"ttl", b"worker_name", b"group_id",
            b"success_callback_name", b"failure_callback_name", b"stopped_callback_name", b"meta",
        }  # fmt: skip
        assert row[b"description"] == queue.encode()
        assert 0 < await redis.ttl(key) <= 60


async def test_without_redis_it_says_so(new_valkey: EmbeddedRedis) -> None:
    bells = Bells(new_valkey.url)
    async with a_ledger(new_valkey.url) as ledger:
        await asyncio.to_thread(new_valkey.stop)
        with pytest.raises(LedgerAway):
            await bells.ring(ledger, "forward")
        with pytest.raises(LedgerAway):
            await bells.answer(ledger, "forward")
    bells.close()
