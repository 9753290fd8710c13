"""A process of `satupintu work`: an RQ worker of one queue, whose jobs drain what is due with many calls at once."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

import structlog
from redis.exceptions import RedisError
from rq import Queue as RqQueue
from rq import SimpleWorker
from rq.exceptions import DeserializationError
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.worker_registration import register

from forwarder.drain import Drain
from forwarder.items import LedgerAway, LedgerLost, Queue
from gateway import jobs
from gateway.ending import end
from gateway.settings import Settings
from gateway.wiring_work import Standing, Worker
from normalizer.reasons import reason

# A drain ends by itself well before RQ's job timeout and rings again: no submission is ever cut in two.
DRAIN_SECONDS = 50.0
AWAY_PAUSE_SECONDS = 1.0
RING_SECONDS = 0.05
# Supplements, and acts, beside complaints: few, and none of them may keep a complaint waiting.
_ADDING = 4
# A worker that does not answer for so long is not counted; an idle one wakes 15 s before.
WORKER_TTL_SECONDS = 45

log = structlog.get_logger("work")


class Stop:
    """Whether a drain may lease more: not after SIGTERM, and not when it is old enough."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.asked, self._clock, self._until = False, clock, 0.0

    def begin(self) -> None:
        self._until = self._clock() + DRAIN_SECONDS

    def go_on(self) -> bool:
        return not self.asked and self._clock() < self._until


def allowed(job: Job) -> bool:
    """Whether it is one of ours and nothing else: RQ would call a job's callbacks by name, too."""
    if any(getattr(job, f"_{when}_callback_name") for when in ("success", "failure", "stopped")):
        return False
    if job.webhooks or job._dependency_ids or job.retries_left or job.repeats_left:  # noqa: SLF001 - RQ has no other name
        return False
    try:
        return job.func_name in jobs.ALLOWED and not job.args and not job.kwargs
    except DeserializationError:
        return False


class AllowListed(SimpleWorker):
    """Runs our two jobs in this process and nothing else, whatever stands in the queue."""

    stop = Stop()
    # RQ's own is 60 s: after an outage of Redis nobody would work for a minute.
    max_connection_wait_time = 2.0

    def heartbeat(self, timeout: int | None = None, pipeline: Any = None) -> None:
        """Sign in again, too: after FLUSHALL nobody else would."""
        super().heartbeat(timeout, pipeline)
        register(self)
        self.connection.hset(self.key, "hostname", str(self.hostname))

    def perform_job(self, job: Job, queue: RqQueue, execution: Any) -> bool:
        if not allowed(job):
            log.error("job_refused", queue=queue.name)
            with self.connection.pipeline() as pipe:
                self.cleanup_execution(job, pipe, execution)
                pipe.execute()
            job.delete()
            return False
        return bool(super().perform_job(job, queue, execution))

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        self.stop.asked = True
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call] # RQ types only a part of itself


async def drain(standing: Standing, queue: Queue, stop: Stop) -> None:
    """Answer one bell: take it down, then handle what is due until nothing is; once more where it ended before what was
    told could be written down: nobody may ring for that."""
    stop.begin()
    await _answer(standing, queue, stop)
    while standing.unwritten and stop.go_on():
        await asyncio.sleep(AWAY_PAUSE_SECONDS)
        await _answer(standing, queue, stop)


async def _answer(standing: Standing, queue: Queue, stop: Stop) -> None:
    try:
        async with standing.hands() as hands:
            if hands is not None:
                await hands.bells.answer(hands.ledger, queue)
                await _drain(hands, queue, standing.settings.concurrency, stop)
    except (LedgerLost, LedgerAway) as error:
        log.warning("drain_stopped", queue=queue, why=str(error))


async def _drain(hands: Worker, queue: Queue, concurrency: int, stop: Stop) -> None:
    if queue == "forward":
        await _drain_forward(hands, concurrency, stop)
    else:
        await Drain(hands.answer.take, hands.answer.handle, concurrency=concurrency, go_on=stop.go_on).run()
    if not stop.go_on():
        await hands.bells.ring(hands.ledger, queue)


async def _drain_forward(hands: Worker, concurrency: int, stop: Stop) -> None:
    """Complaints, and beside them what is added to them, asked about them, and done with them."""
    ringing = asyncio.create_task(_ring_for_answers(hands))
    try:
        # Each ends by itself, so that nothing is left running on connections that are closed below.
        ended = await asyncio.gather(
            Drain(hands.forward.take, hands.forward.handle, concurrency=concurrency, go_on=stop.go_on).run(),
            Drain(hands.add_on.take, hands.add_on.handle, concurrency=_ADDING, go_on=stop.go_on).run(),
            Drain(hands.asking.take, hands.asking.handle, concurrency=_ADDING, go_on=stop.go_on).run(),
            Drain(hands.deeds.take, hands.deeds.handle, concurrency=_ADDING, go_on=stop.go_on).run(),
            return_exceptions=True,
        )
    finally:
        await end([ringing])
    for one in ended:
        if isinstance(one, BaseException):
            raise one
    if hands.answers_due.is_set():
        await hands.bells.ring(hands.ledger, "reply")


async def _ring_for_answers(hands: Worker) -> None:
    """While numbers come in, their answers go out; a ring that fails is made good by the sweeper."""
    while True:
        await hands.answers_due.wait()
        hands.answers_due.clear()
        with suppress(LedgerAway):
            await hands.bells.ring(hands.ledger, "reply")
        await asyncio.sleep(RING_SECONDS)


def forward(settings: Settings) -> int:
    return one_worker(settings, "forward")


def reply(settings: Settings) -> int:
    return one_worker(settings, "reply")


def one_worker(settings: Settings, queue: Queue) -> int:
    """One worker process; returns after SIGTERM, when the calls in flight have ended."""
    stop = AllowListed.stop
    standing = Standing.make(settings)

    async def answer_bell(which: Queue) -> None:
        await drain(standing, which, stop)

    jobs.bind(answer_bell)
    signal.signal(signal.SIGTERM, lambda *_: setattr(stop, "asked", True))
    while not stop.asked:
        _work(standing, queue)
        if not stop.asked:
            time.sleep(AWAY_PAUSE_SECONDS)
    return 0


def _work(standing: Standing, queue: Queue) -> None:
    """Until SIGTERM, or until Redis goes away."""
    bells = standing.bells
    try:
        worker = AllowListed(
            [bells.rq_queue(queue)],
            connection=bells.connection,
            serializer=JSONSerializer,
            worker_ttl=WORKER_TTL_SECONDS,
        )
        worker.work(logging_level="WARNING")
    except RedisError as error:
        log.warning("redis_away", queue=queue, why=reason(error))
