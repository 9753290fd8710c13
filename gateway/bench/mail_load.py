"""A mail program's side of SMTP, as little of it as a measurement needs (RFC 5321)."""

from __future__ import annotations

import asyncio
from time import perf_counter
from typing import TYPE_CHECKING

from gateway.bench.letters import MAILBOX

if TYPE_CHECKING:
    from gateway.bench.load import Load


class MailClient(asyncio.Protocol):
    """Sends one mail after the other; without `reuse` it hangs up after each and connects again."""

    def __init__(self, load: Load, port: int, reuse: bool) -> None:
        self.load, self.port, self.reuse = load, port, reuse
        self.heard, self.steps = b"", list[bytes]()
        self.mail: tuple[bytes, ...] | None = None
        self.greeted, self.sent = False, 0.0
        self.transport: asyncio.Transport | None = None
        self._again: set[asyncio.Task[object]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - TCP's always is
        self.transport, self.sent = transport, perf_counter()

    def data_received(self, data: bytes) -> None:
        """One answer, which may have several lines, for each thing said."""
        self.heard += data
        if not self.heard.endswith(b"\r\n") or self.heard[self.heard.rfind(b"\r\n", 0, -2) + 2 :][3:4] == b"-":
            return
        yes, self.heard = self.heard[:1] in b"23", b""
        if not self.greeted:
            self.greeted = True
            self._say(b"EHLO desa.example.org")
        elif not yes:
            self._over(yes)
        elif self.steps:
            self._say(self.steps.pop(0))
        elif self.mail is None:
            self._next()
        else:
            self._over(yes)

    def _next(self) -> None:
        self.mail = self.load.take()
        if self.mail is None:
            self._say(b"QUIT")
            self._close()
            return
        if self.reuse:
            self.sent = perf_counter()
        who, content = self.mail
        self.steps = [b"RCPT TO:<%s>" % MAILBOX.encode(), b"DATA", content + b"."]
        self._say(b"MAIL FROM:<%s>" % who)

    def _over(self, yes: bool) -> None:
        self.load.note(yes, perf_counter() - self.sent)
        self.mail = None
        if self.reuse and yes:
            self._next()
        else:
            self._say(b"QUIT")
            self._close()

    def _say(self, words: bytes) -> None:
        if self.transport:
            self.transport.write(words + b"\r\n")

    def _close(self) -> None:
        if self.transport:
            self.transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        if self.reuse or not self.load.goes_on():
            self.load.leave()
            return
        task = asyncio.ensure_future(self._reconnect())
        self._again.add(task)
        task.add_done_callback(self._again.discard)

    async def _reconnect(self) -> None:
        follower = MailClient(self.load, self.port, self.reuse)
        try:
            await asyncio.get_running_loop().create_connection(lambda: follower, "127.0.0.1", self.port)
        except OSError:
            self.load.leave()
