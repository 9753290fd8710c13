"""What the tests of the mail listeners share: an intake that remembers, a client that says exactly these bytes."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from gateway.smtp import Accepts, Door, SmtpLimits, SmtpListener, start_smtp
from normalizer.schema import Raw

US = "lapor@kab.example"
MAIL = b"From: siti@example.id\r\nSubject: Jalan rusak\r\n\r\nTolong diperbaiki.\r\n"


@dataclass
class Intake:
    """Keeps what it is given, or raises what it is told; `gate` holds it up."""

    kept: list[Raw] = field(default_factory=list)
    fault: Exception | None = None
    gate: asyncio.Event | None = None
    entered: asyncio.Event = field(default_factory=asyncio.Event)

    async def accept(self, raw: Raw) -> None:
        self.entered.set()
        if self.gate is not None:
            await self.gate.wait()
        if self.fault is not None:
            raise self.fault
        self.kept.append(raw)


def takes(recipient: str) -> bool:
    return recipient.lower().endswith("@kab.example") and not recipient.startswith("tidakada")


@asynccontextmanager
async def listening(
    intake: Accepts,
    *,
    lmtp: bool = False,
    limits: SmtpLimits | None = None,
    takes: Callable[[str], bool] = takes,
    tls: ssl.SSLContext | None = None,
    door: Door | None = None,
    port: int = 0,
) -> AsyncIterator[SmtpListener]:
    listener = await start_smtp(
        "127.0.0.1", port, intake=intake, takes=takes, hostname="mx.kab.example", lmtp=lmtp, limits=limits, tls=tls,
        door=door,
    )  # fmt: skip
    try:
        yield listener
    finally:
        await listener.stop(2)


@dataclass
class Line:
    """A client that sends exactly these bytes."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def to(cls, listener: SmtpListener, greeting: str = "220", *, first: bytes = b"") -> Line:
        """Connect, and say `first` before the greeting, as a load balancer does."""
        line = cls(*await asyncio.open_connection("127.0.0.1", listener.port))
        line.writer.write(first)
        assert (await line.answer()).startswith(greeting)
        return line

    async def answer(self) -> str:
        """One answer, all its lines; empty when the line was closed."""
        lines = []
        while True:
            line = await asyncio.wait_for(self.reader.readline(), 40)
            lines.append(line.decode())
            if line[3:4] != b"-":
                return "".join(lines).rstrip("\r\n")

    async def say(self, command: bytes) -> str:
        self.writer.write(command + b"\r\n")
        return await self.answer()

    async def mail(self, content: bytes, recipient: str = US) -> str:
        """A whole transaction; `content` goes as it is, with ".CRLF" after it."""
        for command in (b"EHLO c.example.net", b"MAIL FROM:<siti@example.id>", b"RCPT TO:<%s>" % recipient.encode()):
            assert (await self.say(command)).startswith("250")
        assert (await self.say(b"DATA")).startswith("354")
        return await self.say(content + b".")

    async def closed(self) -> bool:
        return await asyncio.wait_for(self.reader.read(), 40) == b""

    def close(self) -> None:
        self.writer.close()
