"""A connection whose requests are as providers write them: these are answered without aiohttp, whose task, timer and
objects for each request take longer than all that we do with it. The first request that is not of this kind goes to
aiohttp byte for byte, and so does everything after it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import cast

from aiohttp import web

from gateway.http_usual import Headers, usual


@dataclass(frozen=True, slots=True)
class Way:
    """Where usual requests with one request line go. `take` must not wait; it calls back with the whole answer, sooner
    or later and exactly once. `largest`: bytes of a body."""

    take: Callable[[Headers, bytes, Callable[[bytes], None]], None]
    largest: int


# asyncio makes room for 256 KB at each read, and so much of a large body would lie here before it is its turn.
_PORTION = 65_536


# By request line, in an application: those of its paths that providers post to.
WAYS = web.AppKey("ways", dict[bytes, Way])


@dataclass(eq=False)
class Lanes:
    """What the connections of one listener share. `heard` is told when somebody's first request is there; `idle`:
    seconds between requests."""

    ways: Mapping[bytes, Way] = field(repr=False)
    handler: Callable[[], web.RequestHandler]
    heard: Callable[[asyncio.Transport], None]
    idle: float
    closing: bool = False
    _open: set[Lane] = field(default_factory=set)
    _left: asyncio.Event = field(default_factory=asyncio.Event)

    def enter(self, lane: Lane) -> None:
        self._open.add(lane)

    def leave(self, lane: Lane) -> None:
        self._open.discard(lane)
        self._left.set()

    async def close(self, seconds: float) -> None:
        """Let what is in flight be answered, and hang up; after so many seconds in any case."""
        self.closing = True
        for lane in [*self._open]:
            lane.end()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._open:
                    self._left.clear()
                    await self._left.wait()
        for lane in [*self._open]:
            lane.end(now=True)


class Lane(asyncio.Protocol):
    """One connection. One request is under way at a time; what comes meanwhile waits, at most one portion of it."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes, self._loop = lanes, asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._new, self._busy, self._stuffed, self._later = True, False, False, b""
        self._last = False
        self._until = self._loop.time() + lanes.idle
        self._timer = self._loop.call_at(self._until, self._look)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        if hasattr(transport, "max_size"):
            transport.max_size = _PORTION
        self._lanes.enter(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._leave()

    def data_received(self, data: bytes) -> None:
        if self._transport is None:
            return
        if self._busy or self._stuffed:
            self._later += data
            self._transport.pause_reading()
            return
        end = data.find(b"\r\n")
        way = self._lanes.ways.get(data[:end])
        found = usual(data, end + 2) if way else None
        if way is None or found is None or len(found[1]) > way.largest:
            self._hand_on(self._transport, data)
            return
        self._busy = True
        if self._new:
            self._new = False
            self._lanes.heard(self._transport)
        way.take(*found, self._answer)

    def eof_received(self) -> bool:
        """Who says no more may still listen: what he asked for is answered first."""
        self._last = self._busy
        return self._busy

    def pause_writing(self) -> None:
        self._stuffed = True

    def resume_writing(self) -> None:
        self._stuffed = False
        self._go_on()

    def end(self, *, now: bool = False) -> None:
        """Hang up, unless a request is under way; or `now`."""
        if self._transport and now:
            self._transport.abort()
        elif self._transport and not self._busy:
            self._transport.close()

    def _answer(self, answer: bytes) -> None:
        self._busy = False
        if self._transport is None:
            return
        self._until = self._loop.time() + self._lanes.idle
        if self._lanes.closing or self._last:
            self._transport.write(_as_the_last(answer))
            self._transport.close()
            return
        self._transport.write(answer)
        if self._later:
            self._go_on()

    def _go_on(self) -> None:
        if self._transport and self._later and not self._busy and not self._stuffed:
            data, self._later = self._later, b""
            self._transport.resume_reading()
            self.data_received(data)

    def _hand_on(self, transport: asyncio.Transport, data: bytes) -> None:
        self._leave()
        try:
            handler = self._lanes.handler()
        except ConnectionAbortedError:  # the listener was closed in this moment
            transport.abort()
            return
        transport.set_protocol(handler)
        handler.connection_made(transport)
        handler.data_received(data)

    def _leave(self) -> None:
        self._transport, self._later = None, b""
        self._timer.cancel()
        self._lanes.leave(self)

    def _look(self) -> None:
        """aiohttp's clock for connections without a request, too, is one timer that looks whether it is time."""
        now = self._loop.time()
        if self._busy:
            self._until = now + self._lanes.idle
        if now < self._until:
            self._timer = self._loop.call_at(self._until, self._look)
        else:
            self.end(now=self._stuffed)


def _as_the_last(answer: bytes) -> bytes:
    """Who is not told would ask again here, and be cut off: https://www.rfc-editor.org/rfc/rfc9112#section-9.6"""
    status, end, rest = answer.partition(b"\r\n")
    return status + end + b"Connection: close" + end + rest
