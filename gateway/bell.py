"""Doorbells: an RQ job without arguments says that something is due; the ledger says what.

A bell is set before the job is enqueued and taken down by the drain before it looks, so no ring is lost between; a lost
job's bell runs out after five seconds. Never `unique=True`, never a fixed job id: both lose rings.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from redis import Redis as BlockingRedis
from redis.exceptions import RedisError
from rq import Queue as RqQueue
from rq import Worker
from rq.serializers import JSONSerializer

from forwarder.items import LedgerAway, Queue
from forwarder.ledger import Ledger
from forwarder.redis_server import blocking

JOBS: dict[Queue, str] = {"forward": "gateway.jobs.forward", "reply": "gateway.jobs.reply"}
BELL_MS = 5000
JOB_TIMEOUT_SECONDS = 300


def queue_name(queue: Queue) -> str:
    return f"satupintu-{queue}"


@dataclass(frozen=True)
class Bells:
    """Rings for one Redis. `url` is opened blocking for RQ, in a thread."""

    url: str = field(repr=False)
    connection: BlockingRedis = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "connection", blocking(self.url, seconds=10))

    async def ring(self, ledger: Ledger, queue: Queue) -> bool:
        """One job more, unless every worker of this queue has its bell rung already. Raise `LedgerAway`."""
        try:
            for slot in range(max(1, await ledger.redis.scard(f"rq:workers:{queue_name(queue)}"))):
                if await ledger.redis.set(f"sp:bell:{queue}:{slot}", "1", nx=True, px=BELL_MS):
                    await asyncio.to_thread(self._enqueue, queue)
                    return True
        except RedisError as error:
            raise LedgerAway(str(error) or "Redis does not answer") from error
        return False

    def _enqueue(self, queue: Queue) -> None:
        self.rq_queue(queue).enqueue(
            JOBS[queue], job_timeout=JOB_TIMEOUT_SECONDS, result_ttl=0, failure_ttl=3600, ttl=60, description=queue
        )

    def rq_queue(self, queue: Queue) -> RqQueue:
        return RqQueue(queue_name(queue), connection=self.connection, serializer=JSONSerializer)

    async def answer(self, ledger: Ledger, queue: Queue) -> None:
        """Take one bell down: first this, then look at what is due."""
        try:
            for slot in range(64):
                if await ledger.redis.delete(f"sp:bell:{queue}:{slot}"):
                    return
                if slot >= await ledger.redis.scard(f"rq:workers:{queue_name(queue)}"):
                    return
        except RedisError as error:
            raise LedgerAway(str(error) or "Redis does not answer") from error

    def workers(self, queue: Queue) -> int:
        return len(Worker.all(queue=self.rq_queue(queue)))

    def close(self) -> None:
        self.connection.close()
