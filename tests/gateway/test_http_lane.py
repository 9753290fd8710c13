"""Requests as providers write them, over real sockets: what they hear is what aiohttp would have said."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
from intake_samples import LINES, PUBLIC_URL, make_intake, serving, signature
from journal_samples import open_reader
from prometheus_client import CollectorRegistry
from structlog.testing import capture_logs

from gateway import listener
from gateway.door import Room
from gateway.http_lane import Lane, Lanes, Way
from gateway.http_usual import Headers
from gateway.intake import Intake
from gateway.listener import Listener, Patience
from gateway.web import WebLimits, make_app

BODY = b"Body=Jembatan+ambrol&From=%2B62811-0000-0001"
# No blank behind the colon: as good, but not as providers write.
ODD = b"X-Odd:1\r\n"
LONGEST = 30.0


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[Intake]:
    made = make_intake(tmp_path, CollectorRegistry())
    yield made
    made.journal.close()


def request(target: str = "/signed", body: bytes = BODY, more: bytes = b"", sign: str | None = None) -> bytes:
    sign = signature(PUBLIC_URL + target, body) if sign is None else sign
    head = f"POST {target} HTTP/1.1\r\nHost: gw.example.org\r\nContent-Length: {len(body)}\r\nX-Signature: {sign}\r\n"
    return head.encode() + more + b"\r\n" + body


@dataclass
class Client:
    """One connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self, said: bytes) -> bytes:
        self.writer.write(said)
        return await self.hear()

    async def hear(self) -> bytes:
        """One answer, whole."""
        async with asyncio.timeout(LONGEST):
            head = await self.reader.readuntil(b"\r\n\r\n")
            length = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
            return head + await self.reader.readexactly(int(length.split(b":")[1]))

    async def end(self) -> bytes:
        """All that is left until the other side hangs up."""
        async with asyncio.timeout(LONGEST):
            return await self.reader.read()


@asynccontextmanager
async def calling(running: Listener) -> AsyncIterator[Client]:
    client = Client(*await asyncio.open_connection(*running.addresses[0]))
    yield client
    client.writer.close()


@asynccontextmanager
async def disk_stands_still(intake: Intake) -> AsyncIterator[None]:
    """Nothing is committed meanwhile."""
    assert intake.journal._writer.db
    intake.journal._writer.db.execute("PRAGMA busy_timeout = 60000")
    other = sqlite3.connect(intake.journal.folder / "journal.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


async def until_taken(intake: Intake, running: Listener) -> None:
    """Until a request waits for the disk."""
    async with asyncio.timeout(LONGEST):
        while not intake.journal._waiting:  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.01)
    assert running._lanes._open


def _kept(intake: Intake) -> float:
    return float(intake.counters.kept["signed"]._value.get())


def lines(answer: bytes) -> set[bytes]:
    return {line for line in answer.split(b"\r\n") if not line.startswith(b"Date: ")}


TABLE = [
    ("kept", request(), request(more=ODD), b"200 OK"),
    ("unsigned", request(sign=""), request(sign="", more=ODD), b"403 Forbidden"),
    ("too large", request(body=b"x" * 4097), request(body=b"x" * 4097, more=ODD), None),
    ("as large as may be", request(body=b"x" * 4096), request(body=b"x" * 4096, more=ODD), b"200 OK"),
    ("a fault of ours", request(body=b"surprise"), request(body=b"surprise", more=ODD), b"500 Internal Server Error"),
    ("nowhere", request("/nowhere"), request("/nowhere", more=ODD), b"404 Not Found"),
    ("another answer", request("/later"), request("/later", more=ODD), b"200 OK"),
    ("a query", request("/signed?a=1"), request("/signed?a=1", more=ODD), b"200 OK"),
]


@pytest.mark.parametrize(("label", "usual", "odd", "status"), TABLE, ids=[row[0] for row in TABLE])
async def test_the_answer_is_the_same_either_way(
    intake: Intake, label: str, usual: bytes, odd: bytes, status: bytes | None
) -> None:
    with capture_logs() as logged:
        async with serving(intake, limits=WebLimits(largest=4096)) as running, calling(running) as client:
            quick = await client.ask(usual)
            thorough = await client.ask(odd)
    assert lines(quick) == lines(thorough), label
    assert quick.count(b"\r\nDate: ") == 1
    assert status is None or quick.startswith(b"HTTP/1.1 " + status + b"\r\n")
    assert "surprise" not in str(logged)


async def test_a_full_disk_says_the_same_either_way(tmp_path: Path) -> None:
    free = [10**9]
    intake = make_intake(tmp_path, CollectorRegistry(), lambda _: free[0])
    async with serving(intake) as running, calling(running) as one, calling(running) as other:
        free[0] = 0
        intake.journal._writer.reserve._looked = float("-inf")
        quick, thorough = await one.ask(request("/later")), await other.ask(request("/later", more=ODD))
    assert lines(quick) == lines(thorough)
    assert b"\r\nRetry-After: 60\r\n" in quick
    assert intake.counters.outcomes.labels("later", "full")._value.get() == 2


async def test_what_is_kept_is_what_was_sent(intake: Intake) -> None:
    async with serving(intake) as running, calling(running) as client:
        await client.ask(request(body=bytes(range(256))))
        reader = open_reader(intake.journal.folder)
        (row,) = reader.open_rows()
        reader.close()
    assert row.raw is not None
    assert (row.raw.url, row.raw.body) == (PUBLIC_URL + "/signed", bytes(range(256)))
    assert dict(row.raw.headers)["Host"] == "gw.example.org"
    assert _kept(intake) == 1


async def test_the_connection_goes_on_whatever_comes_next(intake: Intake) -> None:
    said = [request(body=b"1"), request(body=b"2"), request(body=b"3", more=ODD), request(body=b"4")]
    async with serving(intake) as running, calling(running) as client:
        heard = [await client.ask(one) for one in said]
        client.writer.write(request(body=b"5")[:-1])
        client.writer.write(b"5" + request(body=b"6"))
        heard += [await client.hear(), await client.hear()]
    assert {answer.split(b"\r\n")[0] for answer in heard} == {b"HTTP/1.1 200 OK"}
    assert intake.journal.tally.kept == 6


async def test_who_asks_again_before_the_answer_is_answered_in_order(intake: Intake) -> None:
    async with serving(intake) as running, calling(running) as client:
        async with disk_stands_still(intake):
            client.writer.write(request())
            await until_taken(intake, running)
            client.writer.write(request(sign="") + request(body=b"third"))
        heard = [await client.hear() for _ in range(3)]
    assert [answer[9:12] for answer in heard] == [b"200", b"403", b"200"]
    assert intake.journal.tally.kept == 2


async def test_who_hangs_up_before_the_answer_was_heard_all_the_same(intake: Intake) -> None:
    with capture_logs() as logged:
        async with serving(intake) as running:
            async with disk_stands_still(intake), calling(running) as client:
                client.writer.write(request())
                await until_taken(intake, running)
                client.writer.transport.abort()
            async with asyncio.timeout(LONGEST):
                while not _kept(intake) or running._lanes._open:  # noqa: ASYNC110 - the same
                    await asyncio.sleep(0.01)
    assert intake.journal.tally.kept == 1
    assert not logged


async def test_who_says_no_more_after_the_request_hears_the_answer(intake: Intake) -> None:
    async with serving(intake) as running, calling(running) as client:
        async with disk_stands_still(intake):
            client.writer.write(request())
            client.writer.write_eof()
            await until_taken(intake, running)
        heard = await client.end()
    assert heard.startswith(b"HTTP/1.1 200 ")
    assert intake.journal.tally.kept == 1


async def test_closing_answers_what_is_in_flight_and_hangs_up_on_the_others(intake: Intake) -> None:
    async with serving(intake) as running, calling(running) as idle, calling(running) as client:
        await idle.ask(request(body=b"before"))
        async with disk_stands_still(intake):
            client.writer.write(request())
            await until_taken(intake, running)
            closing = asyncio.ensure_future(running.close())
            assert await idle.end() == b""
        heard = await client.hear()
        assert await client.end() == b""
        await closing
    assert heard.startswith(b"HTTP/1.1 200 ")
    assert b"\r\nConnection: close\r\n" in heard
    assert intake.journal.tally.kept == 2


@pytest.mark.parametrize("known", [True, False], ids=["on an open connection", "on a new connection"])
@pytest.mark.parametrize("more", [b"", ODD], ids=["usual", "for aiohttp"])
async def test_what_has_come_before_closing_is_read(intake: Intake, known: bool, more: bytes) -> None:
    async with serving(intake) as running:
        with socket.create_connection(running.addresses[0], timeout=LONGEST) as client:
            if known:
                while not running._lanes._open:  # noqa: ASYNC110 - the same
                    await asyncio.sleep(0.01)
            client.sendall(request(more=more))
            await running.close()
            heard = client.recv(1000)
    assert heard.startswith(b"HTTP/1.1 200 ")
    assert intake.journal.tally.kept == 1


async def test_a_request_that_begins_while_the_others_end_is_heard_out(intake: Intake) -> None:
    said = request(body=b"half", more=ODD)
    async with serving(intake) as running, calling(running) as late, calling(running) as client:
        await late.ask(request(body=b"before", more=ODD))
        async with disk_stands_still(intake):
            client.writer.write(request())
            await until_taken(intake, running)
            closing = asyncio.ensure_future(running.close())
            async with asyncio.timeout(LONGEST):
                while not running._lanes.closing:  # noqa: ASYNC110 - the same
                    await asyncio.sleep(0.01)
                late.writer.write(said[:-2])
                while not running._unread:  # noqa: ASYNC110 - the same
                    await asyncio.sleep(0.01)
        await client.hear()
        await client.end()
        await asyncio.sleep(0.1)  # a listener that does not wait for it goes on to its end meanwhile
        assert (await late.ask(said[-2:])).startswith(b"HTTP/1.1 200 ")
        await closing
    assert intake.journal.tally.kept == 3


async def test_who_says_no_more_is_hung_up_on(intake: Intake) -> None:
    async with serving(intake, patience=Patience(headers=LONGEST, idle=2.0)) as running, calling(running) as client:
        heard = await client.ask(request())
        assert await client.end() == b""
    assert heard.startswith(b"HTTP/1.1 200 ")


async def test_who_has_spoken_is_not_taken_for_silent(intake: Intake) -> None:
    async with serving(intake) as running, calling(running) as silent, calling(running) as client:
        await client.ask(request())
        assert [wire.get_extra_info("peername") for wire in running._silent] == [
            silent.writer.get_extra_info("sockname")
        ]


async def test_who_left_makes_room(intake: Intake) -> None:
    running = await listener.start(make_app(intake, LINES, PUBLIC_URL), "127.0.0.1", 0, room=Room(total=1))
    async with calling(running) as first:
        assert (await first.ask(request())).startswith(b"HTTP/1.1 200 ")
        async with calling(running) as second:
            assert await second.end() == b""
    heard = b""
    async with asyncio.timeout(LONGEST):
        while not heard:  # until the server has seen that the first left
            async with calling(running) as third:
                try:
                    heard = await third.ask(request(body=b"again"))
                except (asyncio.IncompleteReadError, ConnectionError):
                    continue
    await running.close()
    assert heard.startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("at_once", [1, 500], ids=["one by one", "through aiohttp"])
async def test_who_never_reads_answers_is_cut_off(intake: Intake, at_once: int) -> None:
    async with serving(intake, patience=Patience(headers=LONGEST, idle=1.0)) as running:
        assert running._server
        running._server.sockets[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        loop, deaf = asyncio.get_running_loop(), socket.socket()
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        deaf.setblocking(False)
        await loop.sock_connect(deaf, running.addresses[0])
        wire = None
        async with asyncio.timeout(LONGEST):
            while not wire or not wire.get_write_buffer_size():
                await loop.sock_sendall(deaf, request(sign="") * at_once)
                await asyncio.sleep(0.01)
                wire = next(iter(running.crowd._open), None)
            while running.crowd._open:
                await asyncio.sleep(0.01)
                running.crowd._look_who_left()
        assert bool(running._lanes._open) is False
        deaf.close()


class Wire(asyncio.Transport):
    """A connection whose other end reads when it likes."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []
        self.reading, self.over = True, False

    def write(self, data: object) -> None:
        self.written.append(cast(bytes, data))

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True

    def abort(self) -> None:
        self.over = True


async def test_who_does_not_read_answers_is_not_heard_further() -> None:
    def take(_headers: Headers, body: bytes, answer: Callable[[bytes], None]) -> None:
        answer(body)

    ways = {b"POST /signed HTTP/1.1": Way(take, 100)}
    lanes, wire = Lanes(ways, lambda: pytest.fail("not aiohttp's"), lambda _: None, LONGEST), Wire()
    lane = Lane(lanes)
    lane.connection_made(wire)
    lane.data_received(request(body=b"1"))
    lane.pause_writing()
    lane.data_received(request(body=b"2"))
    assert (wire.written, wire.reading) == ([b"1"], False)
    lane.resume_writing()
    assert (wire.written, wire.reading) == ([b"1", b"2"], True)
    lane.end(now=True)
    assert wire.over
    lane.connection_lost(None)
    assert not lanes._open
