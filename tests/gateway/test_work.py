"""What a worker runs, and what it refuses."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from node_kit import a_ledger
from redis import Redis
from rq import Callback
from rq import Queue as RqQueue
from rq.serializers import JSONSerializer

from forwarder.acts import ActLease
from forwarder.items import Note, Queue
from forwarder.listener import Listener
from forwarder.seal import new_key
from gateway import jobs
from gateway.bell import Bells, queue_name
from gateway.settings import Settings, load
from gateway.simulator.relay import Relay
from gateway.wiring_work import Standing
from gateway.work import DRAIN_SECONDS, AllowListed, Stop, drain
from normalizer.schema import ChannelName, Flags, Language, Party

RAN: list[str] = []


def ran_by_callback(*_: object) -> None:
    RAN.append("callback")


@pytest.fixture
def answered() -> Iterator[list[str]]:
    """What our two jobs were called for; RQ's signal handlers are taken back."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM)}
    RAN.clear()

    async def drainer(queue: Queue) -> None:
        RAN.append(queue)

    jobs.bind(drainer)
    yield RAN
    jobs._drainer.clear()
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def queue(redis_url: str) -> Iterator[RqQueue]:
    with Redis.from_url(redis_url) as connection:
        yield RqQueue(queue_name("forward"), connection=connection, serializer=JSONSerializer)


def work(queue: RqQueue) -> None:
    """Until the queue is empty."""
    worker = AllowListed([queue], connection=queue.connection, serializer=JSONSerializer)
    worker.work(burst=True, logging_level="CRITICAL")


REFUSED: list[tuple[str, str, tuple[Any, ...], dict[str, Any]]] = [
    ("a shell", "os.system", ("echo ran > {file}",), {}),
    ("a file", "pathlib.Path.touch", ("{file}",), {}),
    ("one of ours with an argument", "gateway.jobs.forward", (1,), {}),
    ("one of ours with a keyword", "gateway.jobs.forward", (), {"kwargs": {"queue": "reply"}}),
    ("ours, spelled otherwise", "gateway.jobs.bind", (), {}),
    ("a callback after success", "gateway.jobs.forward", (), {"on_success": Callback("test_work.ran_by_callback")}),
    ("a callback after failure", "gateway.jobs.nothing", (), {"on_failure": Callback("test_work.ran_by_callback")}),
    ("a callback when stopped", "gateway.jobs.forward", (), {"on_stopped": Callback("test_work.ran_by_callback")}),
]


@pytest.mark.parametrize(("name", "args", "more"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_nothing_but_our_two_jobs_runs(
    queue: RqQueue, answered: list[str], tmp_path: Path, name: str, args: tuple[Any, ...], more: dict[str, Any]
) -> None:
    file = tmp_path / "ran"
    queue.enqueue(name, args=tuple(str(one).format(file=file) for one in args), **more)
    queue.enqueue("gateway.jobs.forward")
    work(queue)
    assert not file.exists()
    assert answered == ["forward"], "the next one must run, and nothing else"
    assert queue.started_job_registry.count == queue.failed_job_registry.count == len(queue) == 0


@pytest.mark.parametrize(
    "data", [b"", b"\x80\x05garbage", b"[]", b'["gateway.jobs.forward"]', b"null", b"[1, 2, 3, 4]"]
)
def test_a_payload_that_is_none_of_ours_stops_nobody(queue: RqQueue, answered: list[str], data: bytes) -> None:
    job = queue.enqueue("gateway.jobs.forward")
    queue.connection.hset(job.key, "data", data)
    queue.enqueue("gateway.jobs.forward")
    work(queue)
    assert answered == ["forward"]


def test_both_jobs_call_for_their_queue(queue: RqQueue, answered: list[str]) -> None:
    queue.enqueue("gateway.jobs.reply")
    queue.enqueue("gateway.jobs.forward")
    work(queue)
    assert answered == ["reply", "forward"]


def test_a_drain_ends_by_itself_and_when_asked() -> None:
    now = 100.0
    stop = Stop(lambda: now)
    assert not stop.go_on()
    stop.begin()
    assert stop.go_on()
    now += DRAIN_SECONDS
    assert not stop.go_on()
    stop.begin()
    assert stop.go_on()
    stop.asked = True
    stop.begin()
    assert not stop.go_on()


@pytest.fixture
def settings(redis_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    env = {
        "ENV_FILE": str(tmp_path / ".env"), "DATA_DIR": str(tmp_path), "ID_KEY": new_key(),
        "ENCRYPTION_KEYS": "ZWVlZWVlZWVlZWVlZWVlZWVlZWVlZWVlZWVlZWVlZWU", "REDIS_URL": redis_url,
        "CENTRAL_URL": "http://127.0.0.1:9", "CENTRAL_KEY": "a-key-made-up-for-tests", "NODE_ID": "node-1",
        "MAIL_RECIPIENTS": "lapor@kab-contoh.example.org", "MAIL_RELAY_HOST": "127.0.0.1", "MAIL_RELAY_TLS": "none",
    }  # fmt: skip
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    return load(env, serving=True)


HELP = Listener(ChannelName("mail"), Party("sari@warga.example.org"), Language.INDONESIAN, Flags())
NOTE = Note("delivery-1", "answered:help", "node-1", "help", "mail-w1", HELP.encode())


async def test_a_drain_answers_its_bell_and_what_is_due(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    relay = Relay()
    monkeypatch.setenv("MAIL_RELAY_PORT", str(await relay.start()))
    standing = Standing.make(settings)
    async with a_ledger(settings.redis_url.get_secret_value()) as ledger:
        await ledger.take_in([NOTE])
        await standing.bells.ring(ledger, "reply")
        await drain(standing, "reply", Stop())
        assert len(await relay.wait_for(1)) == 1
        assert await standing.bells.ring(ledger, "reply"), "its bell was left up"
    standing.bells.close()
    await relay.stop()


async def test_a_drain_that_is_asked_to_stop_leases_nothing_and_rings_for_another(settings: Settings) -> None:
    standing, stop = Standing.make(settings), Stop()
    stop.asked = True
    async with a_ledger(settings.redis_url.get_secret_value()) as ledger:
        await ledger.take_in([NOTE])
        await drain(standing, "reply", stop)
        assert await ledger.anything_due("reply")
        assert len(standing.bells.rq_queue("reply")) == 1
    standing.bells.close()


async def test_a_drain_without_a_living_ledger_leaves_everything(settings: Settings) -> None:
    standing = Standing.make(settings)
    await drain(standing, "forward", Stop())
    assert isinstance(standing.bells, Bells)
    assert standing.bells.connection.keys("*") == []
    standing.bells.close()


class Looked(Stop):
    """Says when a drain has looked for the first time."""

    def __init__(self) -> None:
        super().__init__()
        self.once = asyncio.Event()

    def go_on(self) -> bool:
        self.once.set()
        return super().go_on()


async def test_a_drain_that_could_not_note_what_it_told_goes_on_until_it_can(settings: Settings) -> None:
    """Nothing is due for it, so nobody would ring."""
    standing, stop = Standing.make(settings), Looked()
    standing.unwritten.append(
        ActLease("complaint1", "1", withdraws=False, asked="R", body=b"", national="", attempts=1)
    )
    draining = asyncio.create_task(drain(standing, "forward", stop))
    await stop.once.wait()
    assert len(standing.unwritten) == 1
    async with a_ledger(settings.redis_url.get_secret_value()):
        await asyncio.wait_for(draining, 20)
    assert standing.unwritten == []
    standing.bells.close()
