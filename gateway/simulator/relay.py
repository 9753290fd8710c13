"""A stand-in mail relay with a mailbox, and a phone for mail: real SMTP on loopback, faults on request.

https://aiosmtpd.aio-libs.org, https://aiosmtplib.readthedocs.io
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import aiosmtplib
from aiosmtpd.smtp import SMTP

from normalizer.mime import ParsedMail, parse

_TEMPORARY = "451 4.7.1 Try again later"
_PERMANENT = "550 5.1.1 No such user here"


MAIL_SERVER = "mx.kab-contoh.example.org"


@dataclass(frozen=True, slots=True)
class DeliveredMail:
    """One mail in the mailbox: its envelope, its bytes and what they say."""

    sender: str
    to: tuple[str, ...]
    raw: bytes = field(repr=False)
    parsed: ParsedMail = field(repr=False)

    @property
    def text(self) -> str:
        return self.parsed.text


@dataclass(eq=False)
class RelayFaults:
    """What to do wrong with the next `times` mails: `refuse` is an SMTP answer ("451 …", "550 …") to RCPT or, with
    `at_data`, to the mail, and "421 …" drops the line behind it; `hang_up` takes the mail and drops the line without an
    answer; `delay` waits first."""

    refuse: str = ""
    at_data: bool = False
    hang_up: bool = False
    delay: float = 0
    times: int = 0

    def take(self) -> bool:
        """Whether the fault applies now; uses it up once."""
        if self.times <= 0:
            return False
        self.times -= 1
        return True


@dataclass(eq=False)
class Relay:
    """Keeps what it is given. `mails` in the order they came; a hung-up mail was taken and is among them."""

    hostname: str = "relay.example.net"
    mails: list[DeliveredMail] = field(default_factory=list)
    faults: RelayFaults = field(default_factory=RelayFaults)
    attempts: int = 0
    _arrived: asyncio.Condition = field(default_factory=asyncio.Condition)
    _server: asyncio.Server | None = None
    _sessions: set[SMTP] = field(default_factory=set)
    _idle: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> int:
        """Listen; the port."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Session(self, loop), host, port)
        return self.port

    @property
    def port(self) -> int:
        if self._server is None or not self._server.sockets:
            raise RuntimeError("the stand-in relay is not listening: start it first")
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Stop listening and drop the lines that are open."""
        if self._server is not None:
            self._server.close()
        for session in list(self._sessions):
            if session.transport is not None:
                session.transport.close()
        self._idle.clear()
        if self._sessions:
            await self._idle.wait()

    def remember(self, session: SMTP) -> None:
        self._sessions.add(session)

    def forget(self, session: SMTP) -> None:
        self._sessions.discard(session)
        if not self._sessions:
            self._idle.set()

    def fail(self, refuse: str = _TEMPORARY, *, times: int = 1, at_data: bool = False) -> None:
        """Answer the next mails with 451, or with `refuse` (for instance "550 5.1.1 No such user here")."""
        self.faults = RelayFaults(refuse=refuse, at_data=at_data, times=times)

    def refuse_for_good(self, *, times: int = 1) -> None:
        self.fail(_PERMANENT, times=times)

    def hang_up(self, *, times: int = 1) -> None:
        """Take the next mails, then drop the line before any answer: the sender cannot know."""
        self.faults = RelayFaults(hang_up=True, times=times)

    def dawdle(self, seconds: float, *, times: int = 1) -> None:
        """Answer the next mails only after `seconds`."""
        self.faults = RelayFaults(delay=seconds, times=times)

    def mails_to(self, address: str) -> list[DeliveredMail]:
        return [mail for mail in self.mails if address.lower() in (to.lower() for to in mail.to)]

    async def wait_for(self, count: int, seconds: float = 40) -> list[DeliveredMail]:
        """The mails, once there are `count`. Raise TimeoutError."""
        async with self._arrived:
            await asyncio.wait_for(self._arrived.wait_for(lambda: len(self.mails) >= count), seconds)
        return list(self.mails)

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        self.attempts += 1
        if self.faults.refuse and not self.faults.at_data and self.faults.take():
            return self.faults.refuse
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802 -- aiosmtpd's name
        fault = self.faults
        applies = (fault.at_data or fault.hang_up or fault.delay > 0) and fault.take()
        if applies and fault.refuse:
            return fault.refuse
        if applies and fault.delay:
            await asyncio.sleep(fault.delay)
        await self._keep(envelope)
        if applies and fault.hang_up and server.transport is not None:
            server.transport.close()
            await asyncio.sleep(0)
        return f"250 2.0.0 Queued as {len(self.mails)}"

    async def _keep(self, envelope: Any) -> None:
        raw = bytes(envelope.original_content)
        mail = DeliveredMail(envelope.mail_from, tuple(envelope.rcpt_tos), raw, parse(raw, envelope.mail_from))
        async with self._arrived:
            self.mails.append(mail)
            self._arrived.notify_all()


class _Session(SMTP):
    def __init__(self, relay: Relay, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(relay, hostname=relay.hostname, enable_SMTPUTF8=True, loop=loop)
        self.relay = relay

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.relay.remember(self)
        super().connection_made(transport)
        if self._handler_coroutine is not None:
            self._handler_coroutine.add_done_callback(_retrieved)

    async def push(self, status: Any) -> None:
        await super().push(status)
        # RFC 5321, 3.8: who says so closes the transmission channel.
        if str(status).startswith("421") and self.transport is not None:
            self.transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        self.relay.forget(self)
        super().connection_lost(error)


def _retrieved(task: asyncio.Task[None]) -> None:
    """A dropped line ends its task with an error that was asked for."""
    with suppress(asyncio.CancelledError):
        task.exception()


@asynccontextmanager
async def running_relay(host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[Relay]:
    """A relay that listens as long as the block runs."""
    relay = Relay()
    await relay.start(host, port)
    try:
        yield relay
    finally:
        await relay.stop()


def vouched(raw: bytes, sender: str) -> bytes:
    """The mail as the agency's own server hands it on, after it found that MAIL FROM is true (RFC 8601)."""
    domain = sender.strip("<>").rpartition("@")[2]
    return f"Authentication-Results: {MAIL_SERVER}; spf=pass smtp.mailfrom={domain}\r\n".encode() + raw


async def send_mail(
    host: str, port: int, raw: bytes, sender: str, recipients: Sequence[str], seconds: float = 20
) -> str:
    """Send one mail as a mail program does, without TLS and without trying again; the server's last words.

    Raise aiosmtplib.SMTPException as the server refuses or cannot be reached.
    """
    client = aiosmtplib.SMTP(
        hostname=host, port=port, timeout=seconds, start_tls=False, use_tls=False, local_hostname="phone.example.net"
    )
    async with client:
        _, words = await client.sendmail(sender, list(recipients), raw)
    return words
