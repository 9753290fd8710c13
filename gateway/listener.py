"""An aiohttp application behind a socket, with patience for slow clients measured out."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

from aiohttp import StreamReader, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http_parser import RawRequestMessage

from gateway.door import BACKLOG, Crowd, Door, Room
from gateway.http_lane import WAYS, Lane, Lanes, Way

_LOOK_SECONDS = 0.02
# Twice as much of a body waits for whoever reads it, and then its sender.
_WAITING = 16_384
# Of the event loop: accept, a task for it, its protocol, its first bytes, aiohttp's task, that of the request.
_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. headers: from connecting to the end of the first request's headers. idle: between requests, the next
    one's headers included, and for answers to be read; longer than usual proxies keep theirs, so that it is they who
    hang up."""

    headers: float = 15.0
    idle: float = 75.0
    stop: float = 20.0


class Request(web.Request):
    """Does not tell strangers which versions answer them, not even those who send no HTTP."""

    async def _prepare_hook(self, response: web.StreamResponse) -> None:
        response.headers.popall("Server", None)
        await super()._prepare_hook(response)


@dataclass(eq=False)
class Listener:
    """A running application. `close` stops accepting, lets requests in flight end, then hangs up."""

    runner: web.AppRunner
    patience: Patience
    crowd: Crowd = field(default_factory=Crowd)
    ways: dict[bytes, Way] = field(default_factory=dict, repr=False)
    _server: asyncio.Server | None = None
    _lanes: Lanes = field(init=False)
    _silent: dict[asyncio.Transport, float] = field(default_factory=dict)
    _unread: WeakValueDictionary[int, Request] = field(default_factory=WeakValueDictionary)
    _sweep: asyncio.TimerHandle | None = None
    _round: asyncio.TimerHandle | None = None

    def __post_init__(self) -> None:
        self._lanes = Lanes(self.ways, self._handler, self._spoke, self.patience.idle)

    @property
    def addresses(self) -> list[tuple[str, int]]:
        """Host and port of each socket; the port is the real one where 0 was asked for."""
        sockets = self._server.sockets if self._server else ()
        return [one.getsockname()[:2] for one in sockets]

    async def open(self, host: str, port: int) -> None:
        """Raise OSError."""
        if self.runner.server:
            self.runner.server.request_factory = self.heard
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Door(self.crowd, self.connect), host, port, backlog=BACKLOG)
        self._round = loop.call_later(self.patience.idle, self._look_around)

    async def close(self) -> None:
        for timer in (self._sweep, self._round):
            if timer:
                timer.cancel()
        await _read_what_came()
        if self._server:
            self._server.close()
        await _read_what_came()
        until = asyncio.get_running_loop().time() + self.patience.stop
        await self._lanes.close(self.patience.stop)
        # Last: while lanes end aiohttp still hears new requests, and those may be half here.
        await self._bodies_arrive(until)
        await self.runner.cleanup()

    def connect(self, transport: asyncio.Transport) -> asyncio.Protocol:
        """aiohttp's clock runs only between requests; one who never ends the first would stay for ever."""
        guest = Lane(self._lanes) if self.ways and not self._lanes.closing else self._handler()
        loop = asyncio.get_running_loop()
        self._silent[transport] = loop.time() + self.patience.headers
        if self._sweep is None:
            self._sweep = loop.call_later(self.patience.headers, self._hang_up)
        return guest

    def _handler(self) -> web.RequestHandler:
        """Raise ConnectionAbortedError."""
        if self.runner.server is None:
            raise ConnectionAbortedError("this listener was closed")
        return self.runner.server()

    def _spoke(self, transport: asyncio.Transport | None) -> None:
        if transport:
            self._silent.pop(transport, None)

    def heard(
        self,
        message: RawRequestMessage,
        payload: StreamReader,
        protocol: web.RequestHandler,
        writer: AbstractStreamWriter,
        task: asyncio.Task[None],
    ) -> web.BaseRequest:
        """aiohttp calls this when a request's headers are there."""
        self._spoke(protocol.transport)
        request = Request(message, payload, protocol, writer, task, asyncio.get_running_loop())
        if not payload.is_eof():
            self._unread[id(request)] = request
        return request

    async def _bodies_arrive(self, until: float) -> None:
        """aiohttp reads no more once it is being stopped: what is half here would be lost, and Twilio sends it once."""
        with suppress(TimeoutError):
            async with asyncio.timeout_at(until):
                while any(not request.content.is_eof() for request in self._unread.values()):  # noqa: ASYNC110 - see below
                    # aiohttp calls back when a body ends, but not when its connection breaks.
                    await asyncio.sleep(_LOOK_SECONDS)

    def _look_around(self) -> None:
        """A connection that is closed without this waits for ever for who does not read."""
        self.crowd.hang_up_on_the_deaf()
        self._round = asyncio.get_running_loop().call_later(self.patience.idle, self._look_around)

    def _hang_up(self) -> None:
        """The oldest stand first."""
        loop, self._sweep = asyncio.get_running_loop(), None
        while self._silent:
            transport, until = next(iter(self._silent.items()))
            if until > loop.time():
                self._sweep = loop.call_at(until, self._hang_up)
                return
            del self._silent[transport]
            transport.close()


async def _read_what_came() -> None:
    """What the kernel holds for us when we are told to stop was sent in good faith; it would be answered by a reset."""
    for _ in range(_ROUNDS):
        await asyncio.sleep(0)


async def start(
    app: web.Application, host: str, port: int, patience: Patience | None = None, room: Room | None = None
) -> Listener:
    """Serve `app`. Raise OSError when the address cannot be had.

    Bodies come as they were sent: nothing is decompressed. No request is logged: paths and addresses are personal.
    """
    patience = patience or Patience()
    # What aiohttp itself logs is what strangers send instead of HTTP.
    quiet = logging.getLogger("gateway.listener.aiohttp")
    quiet.setLevel(logging.CRITICAL)
    runner = web.AppRunner(
        app,
        access_log=None,
        logger=quiet,
        auto_decompress=False,
        read_bufsize=_WAITING,
        keepalive_timeout=patience.idle,
        lingering_time=2.0,
        max_line_size=8190,
        max_field_size=8190,
        shutdown_timeout=patience.stop,
    )
    listener = Listener(runner, patience, Crowd(room or Room()), app.get(WAYS, {}))
    await runner.setup()
    try:
        await listener.open(host, port)
    except OSError:
        await runner.cleanup()
        raise
    return listener
