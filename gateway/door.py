"""How many connections there may be, in all and from one stranger, and what is said when there is no room for more.

Every connection is a file descriptor; without a bound one machine that opens them and says nothing shuts everybody out.
"""

from __future__ import annotations

import asyncio
import resource
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import structlog

from gateway.peers import near, neighbourhood

log = structlog.get_logger("listener")

# What waits in the kernel, and how many asyncio takes (or fails to take, a log line each) in one go.
BACKLOG = 128
_SAY_AGAIN_SECONDS = 60.0
_NO_ROOM = "socket.accept() out of system resource"  # asyncio.selector_events


@dataclass(frozen=True, slots=True)
class Room:
    """Connections of one listener. A provider's webhooks come over dozens; a reverse proxy or a load balancer in a
    private network speaks for everybody and is bound by the total only."""

    total: int = 2_000
    per_peer: int = 200


@dataclass(eq=False)
class Crowd:
    """Who is in. Nobody tells when a connection ends; it is closing then, and nothing is left to be sent. One that is
    only closing waits for its peer to read, and still is a descriptor."""

    room: Room = Room()
    _open: dict[asyncio.Transport, str] = field(default_factory=dict)
    _by_peer: Counter[str] = field(default_factory=Counter)
    _deaf: set[asyncio.Transport] = field(default_factory=set)

    def has_room(self, peer: str) -> bool:
        if not self._fits(peer):
            self._look_who_left()
        return self._fits(peer)

    def enter(self, one: asyncio.Transport, peer: str) -> None:
        self._open[one] = peer
        self._by_peer[peer] += 1

    def hang_up_on_the_deaf(self) -> None:
        """On whoever had answers to read when this was called last, and has now."""
        waiting = {one for one in self._open if one.get_write_buffer_size()}
        for one in waiting & self._deaf:
            one.abort()
        self._deaf = waiting

    def _fits(self, peer: str) -> bool:
        return len(self._open) < self.room.total and (near(peer) or self._by_peer[peer] < self.room.per_peer)

    def _look_who_left(self) -> None:
        self._open = {one: peer for one, peer in self._open.items() if not _ended(one)}
        self._by_peer = Counter(self._open.values())


def _ended(one: asyncio.Transport) -> bool:
    return one.is_closing() and not one.get_write_buffer_size()


@dataclass(eq=False)
class Door(asyncio.Protocol):
    """Asks who comes before anything is made for him."""

    crowd: Crowd
    make: Callable[[asyncio.Transport], asyncio.Protocol]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        address = transport.get_extra_info("peername")
        peer = str(address[0]) if isinstance(address, tuple) else ""
        peer = peer if near(peer) else neighbourhood(peer)
        if not isinstance(transport, asyncio.Transport):
            transport.close()
        elif not self.crowd.has_room(peer):
            transport.abort()
        else:
            self._let_in(transport, peer)

    def _let_in(self, transport: asyncio.Transport, peer: str) -> None:
        try:
            handler = self.make(transport)
        except ConnectionAbortedError:  # the listener was closed in this moment
            transport.abort()
            return
        transport.set_protocol(handler)
        handler.connection_made(transport)
        self.crowd.enter(transport, peer)


@dataclass(eq=False)
class Faults:
    """An event loop's exception handler: when descriptors run out asyncio writes a line per waiting connection and
    second; one a minute says as much."""

    _until: float = 0.0
    _unsaid: int = 0

    def __call__(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if context.get("message") != _NO_ROOM:
            loop.default_exception_handler(context)
        elif loop.time() < self._until:
            self._unsaid += 1
        else:
            why = getattr(context.get("exception"), "strerror", None) or "out of a system resource"
            log.error("connections_not_accepted", why=why, unsaid=self._unsaid, fix="raise LimitNOFILE (ulimit -n)")
            self._until, self._unsaid = loop.time() + _SAY_AGAIN_SECONDS, 0


def raise_descriptor_limit() -> int:
    """As many files as this user may open at once; many systems start with 1,024 and allow far more. The new limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65_536 if hard == resource.RLIM_INFINITY else min(hard, 65_536)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        return wanted
    return soft
