"""How many may come in, and how often a full house is spoken of."""

from __future__ import annotations

import asyncio
import inspect
import resource
import socket
from asyncio import selector_events
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from gateway import door, listener
from gateway.door import Door, Faults, Room
from gateway.listener import Listener

STRANGER, PROXY = "203.0.113.7", "10.0.0.2"
Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def hello(_: web.Request) -> web.Response:
    return web.Response(text="ada")


@pytest.fixture
async def running() -> AsyncIterator[Listener]:
    app = web.Application()
    app.router.add_get("/", hello)
    made = await listener.start(app, "127.0.0.1", 0, room=Room(total=3, per_peer=1))
    yield made
    await made.close()


async def connect(made: Listener) -> Line:
    return await asyncio.open_connection(*made.addresses[0])


async def ask(line: Line) -> bytes:
    """The answer's first line; empty when nobody let us in."""
    try:
        line[1].write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        return (await line[0].readline()).strip()
    except ConnectionError:
        return b""


async def test_when_the_house_is_full_the_next_one_is_turned_away(running: Listener) -> None:
    lines = [await connect(running) for _ in range(3)]
    assert [await ask(line) for line in lines] == [b"HTTP/1.1 200 OK"] * 3, "a proxy's peers are not counted one by one"
    late = await connect(running)
    assert await ask(late) == b""
    lines[0][1].close()
    await lines[0][1].wait_closed()
    again = b""
    while not again:  # until the server has seen it, too
        late[1].close()
        late = await connect(running)
        again = await ask(late)
    assert again == b"HTTP/1.1 200 OK"
    for line in (*lines, late):
        line[1].close()


class Wire(asyncio.Transport):
    """A connection from anywhere."""

    def __init__(self, peer: str) -> None:
        super().__init__()
        self.peer, self.aborted, self.unread = peer, False, 0
        self.protocol: Any = None

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return (self.peer, 40_000) if name == "peername" else default

    def set_protocol(self, protocol: Any) -> None:
        self.protocol = protocol

    def abort(self) -> None:
        self.aborted = True

    def close(self) -> None:
        self.aborted = True

    def is_closing(self) -> bool:
        return self.aborted

    def get_write_buffer_size(self) -> int:
        return self.unread

    def come(self, made: Listener) -> bool:
        Door(made.crowd, made.connect).connection_made(self)
        return not self.aborted

    def leave(self) -> None:
        assert self.protocol
        self.close()
        self.protocol.connection_lost(None)


@pytest.mark.parametrize(("peer", "second"), [(STRANGER, False), (PROXY, True)])
async def test_one_stranger_may_not_fill_the_house(running: Listener, peer: str, second: bool) -> None:
    first, again, other = Wire(peer), Wire(peer), Wire("198.51.100.9")
    assert (first.come(running), again.come(running), other.come(running)) == (True, second, True)
    first.leave()
    third = Wire(peer)
    assert third.come(running), "who left makes room"
    for wire in (again, other, third):
        if wire.protocol:
            wire.leave()


async def test_a_stranger_is_his_whole_network(running: Listener) -> None:
    first, again, other = Wire("2001:db8::7"), Wire("2001:db8::8"), Wire("2001:db8:0:1::7")
    assert (first.come(running), again.come(running), other.come(running)) == (True, False, True)
    for wire in (first, other):
        wire.leave()


async def test_who_is_hung_up_on_but_does_not_read_still_takes_a_place(running: Listener) -> None:
    first, second = Wire(STRANGER), Wire(STRANGER)
    first.unread = 1
    first.come(running)
    first.leave()
    assert not second.come(running)


async def test_who_does_not_read_between_two_looks_is_cut_off(running: Listener) -> None:
    deaf, slow, quick = (Wire(f"198.51.100.{n}") for n in range(3))
    for wire in (deaf, slow, quick):
        wire.come(running)
    deaf.unread = slow.unread = 100
    running.crowd.hang_up_on_the_deaf()
    slow.unread, quick.unread = 0, 100
    assert not deaf.aborted
    running.crowd.hang_up_on_the_deaf()
    assert (deaf.aborted, slow.aborted, quick.aborted) == (True, False, False)
    for wire in (deaf, slow, quick):
        wire.leave()


async def test_who_comes_while_the_house_closes_is_turned_away(running: Listener) -> None:
    await running.close()
    assert not Wire(STRANGER).come(running)


async def test_running_out_of_descriptors_is_said_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    faults, loop = Faults(), asyncio.get_running_loop()
    context = {"message": door._NO_ROOM, "exception": OSError(24, "Too many open files")}
    with capture_logs() as said:
        for _ in range(1_000):
            faults(loop, context)
    assert [(line["event"], line["why"]) for line in said] == [("connections_not_accepted", "Too many open files")]
    assert not caplog.records
    faults(loop, {"message": "something else"})
    assert "something else" in caplog.text


def test_asyncio_still_says_it_in_these_words() -> None:
    assert door._NO_ROOM in inspect.getsource(selector_events)


async def test_a_real_lack_of_descriptors_is_survived(running: Listener) -> None:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(Faults())
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    clients = [socket.socket() for _ in range(3)]
    probe = socket.socket()
    lowest = probe.fileno()
    probe.close()
    with capture_logs() as said:
        resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, hard))
        try:
            for client in clients:
                client.connect(running.addresses[0])
            while not said:  # noqa: ASYNC110 - what is waited for is a log line
                await asyncio.sleep(0.01)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        late = await connect(running)
        assert await ask(late) in (b"HTTP/1.1 200 OK", b"")
    assert len(said) == 1
    late[1].close()
    for client in clients:
        client.close()


def test_the_limit_of_descriptors_is_raised_to_what_is_allowed() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(256, soft), hard))
        assert door.raise_descriptor_limit() == resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 256
        assert door.raise_descriptor_limit() == resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
