"""The load: as many requests as a server answers, over connections kept open, in a process of its own.

`python -m gateway.bench.load '<Order as JSON>'` prints `ready`, waits for a line, and prints a `Shot` as JSON.
"""

from __future__ import annotations

import asyncio
import gc
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from time import perf_counter

from gateway.bench import letters

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Order:
    """`kind`: web or mail. Citizens `first` to `first + most - 1` write, until `seconds` are over. `reuse`: mails share
    connections."""

    kind: str
    port: int
    first: int
    most: int
    connections: int = 64
    seconds: float = 3600.0
    ways: tuple[str, ...] = ("sms",)
    public_url: str = letters.PUBLIC_URL
    account: str = letters.ACCOUNT
    token: str = letters.TOKEN
    reuse: bool = True


@dataclass(frozen=True, slots=True)
class Shot:
    """`done` were answered with yes within `seconds`, `refused` otherwise; times in milliseconds. Where nothing was in
    time, it is the first."""

    done: int
    refused: int
    seconds: float
    median_ms: float
    p99_ms: float

    @property
    def rate(self) -> float:
        return self.done / self.seconds


@dataclass(eq=False)
class Load:
    """What all connections share: the requests that are left, and what came of those sent."""

    waiting: Iterator[tuple[bytes, ...]]
    open: int = 0
    until: float = 0.0
    last: float = 0.0
    refused: int = 0
    took: list[float] = field(default_factory=list)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def goes_on(self) -> bool:
        """Until time is up and something was answered: a machine may be too busy for one answer in that time."""
        return perf_counter() < self.until or not (self.took or self.refused)

    def take(self) -> tuple[bytes, ...] | None:
        return next(self.waiting, None) if self.goes_on() else None

    def note(self, yes: bool, seconds: float) -> None:
        if not self.goes_on():
            return
        self.last = perf_counter()
        if yes:
            self.took.append(seconds)
        else:
            self.refused += 1

    def leave(self) -> None:
        self.open -= 1
        if not self.open:
            self.ended.set()


class Client(asyncio.Protocol):
    """One connection over HTTP/1.1; the next request goes out when the last was answered."""

    def __init__(self, load: Load) -> None:
        self.load, self.heard, self.sent = load, b"", 0.0
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - TCP's always is
        self.transport = transport
        self.next()

    def next(self) -> None:
        request = self.load.take()
        if self.transport is None or request is None:
            if self.transport:
                self.transport.close()
            return
        self.sent = perf_counter()
        self.transport.write(request[0])

    def data_received(self, data: bytes) -> None:
        self.heard += data
        end = self.heard.find(b"\r\n\r\n")
        if end < 0:
            return
        length = _LENGTH.search(self.heard, 0, end + 2)
        if len(self.heard) < end + 4 + int(length[1] if length else 0):
            return
        yes, self.heard = self.heard.startswith((b"HTTP/1.1 200", b"HTTP/1.1 204")), b""
        self.load.note(yes, perf_counter() - self.sent)
        self.next()

    def connection_lost(self, error: Exception | None) -> None:
        self.load.leave()


async def shoot(order: Order) -> Shot:
    """Prepare, say so, wait for the word, and measure. Raise OSError when nobody listens."""
    load = Load(iter(_prepared(order)))
    gc.collect()
    gc.freeze()
    loop = asyncio.get_running_loop()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.readline)
    began = perf_counter()
    load.until, load.open = began + order.seconds, order.connections
    for _ in range(order.connections):
        await _connect(order, load)
    await load.ended.wait()
    seconds = max(min(perf_counter() - began, order.seconds), load.last - began)
    took = sorted(load.took) or [0.0]
    return Shot(len(load.took), load.refused, seconds, took[len(took) // 2] * 1e3, took[len(took) * 99 // 100] * 1e3)


def _prepared(order: Order) -> list[tuple[bytes, ...]]:
    numbers = range(order.first, order.first + order.most)
    if order.kind == "mail":
        return [(letters.sender(n).encode(), letters.mail(n)) for n in numbers]
    made = letters.webhooks(numbers, tuple(order.ways), order.public_url, order.account, order.token)
    return [(request,) for request in made]


async def _connect(order: Order, load: Load) -> None:
    from gateway.bench.mail_load import MailClient

    def client() -> asyncio.Protocol:
        return MailClient(load, order.port, order.reuse) if order.kind == "mail" else Client(load)

    await asyncio.get_running_loop().create_connection(client, "127.0.0.1", order.port)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(asyncio.run(shoot(Order(**json.loads(sys.argv[1])))))) + "\n")
