"""How one SMTP or LMTP connection begins and ends: who it is, whether it may stay, and its last words.

https://aiosmtpd.aio-libs.org/en/latest/smtp.html
"""

from __future__ import annotations

import asyncio
import ssl
from contextlib import suppress
from typing import Any

import structlog

from gateway import smtp_answers as answers
from gateway.peers import neighbourhood, within
from gateway.smtp_auth import Authenticating
from gateway.smtp_house import House
from gateway.smtp_proxy import introduced

_log = structlog.get_logger("gateway.smtp")


class _Unchanging(dict[str, int]):
    """The longest command in bytes, whichever it is; internationalized addresses need more than 512. aiosmtpd keeps
    one such dict for all connections and adds to it at every EHLO."""

    def __missing__(self, key: str) -> int:
        return 2048

    def __setitem__(self, key: str, value: int) -> None:
        """Stay as it is."""


class Connection(Authenticating):
    """`peer` is the client's address, `counted_as` what limits count it as, `trusted` whether it is a relay of ours."""

    # How much of a stream is read at once. A line of a mail may be longer.
    line_length_limit = 64 * 1024
    command_size_limits = _Unchanging()

    def __init__(
        self, house: House, hostname: str, tls: ssl.SSLContext | None, loop: asyncio.AbstractEventLoop
    ) -> None:
        limits = house.sessions.limits
        super().__init__(
            house,
            data_size_limit=limits.max_bytes,
            enable_SMTPUTF8=True,
            hostname=hostname,
            ident="Satu Pintu",
            tls_context=tls,
            timeout=limits.idle_seconds,
            loop=loop,
        )
        self.house = house
        self.sessions = house.sessions
        self.peer = ""
        self.counted_as = ""
        self.trusted = self.proxied = False
        self.turned_away = False
        self.errors = self.commands = 0

    @property
    def in_transaction(self) -> bool:
        return self.envelope is not None and bool(self.envelope.mail_from)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self._original_transport is not None:  # the same session, now under TLS
            self.user = ""  # RFC 3207, 4.2: what was said in clear does not count
            super().connection_made(transport)
            return
        address = transport.get_extra_info("peername")
        self.peer = str(address[0]) if isinstance(address, tuple) else "local"
        self.proxied = within(self.peer, self.house.door.proxies)
        refusal = self.sessions.enter(self) or ("" if self.proxied else self._meet())
        if refusal:
            self.turned_away = True
            self.sessions.leave(self)
            _last_words(transport, refusal)
            return
        super().connection_made(transport)
        if self._handler_coroutine is not None:
            self._handler_coroutine.add_done_callback(_retrieved)

    def _meet(self) -> str:
        """Now that it is known who it is: the words to turn them away with, or none."""
        self.trusted = within(self.peer, self.house.door.relays)
        return "" if self.trusted else self.sessions.count(self, neighbourhood(self.peer))

    async def _handle_client(self) -> None:
        if not self.proxied or await self._introduced():
            await super()._handle_client()

    async def _introduced(self) -> bool:
        peer = await introduced(self._reader, self.peer)
        if peer is None:
            _log.warning("proxy_names_nobody")
            self.leave(answers.NOT_INTRODUCED)
            return False
        self.peer = peer
        refusal = self._meet()
        if refusal:
            self.leave(refusal)
        return not refusal

    async def smtp_PROXY(self, arg: str | None) -> None:  # noqa: N802 -- aiosmtpd's name
        """Whoever says so here is not trusted to say it; what follows is no SMTP to us."""
        self.leave(self.sessions.answer(answers.NO_PROXY))

    def connection_lost(self, error: Exception | None) -> None:
        if not self.turned_away:
            self.sessions.leave(self)
            super().connection_lost(error)

    def eof_received(self) -> bool | None:
        return None if self.turned_away else super().eof_received()

    def _reset_timeout(self, duration: float | None = None) -> None:
        super()._reset_timeout(duration or (None if self.trusted else self.sessions.idle_seconds))

    def _timeout_cb(self) -> None:
        self.leave(self.sessions.answer(answers.IDLE))

    def leave(self, words: str) -> None:
        """Close with these last words."""
        if self.transport is not None and not self.transport.is_closing():
            _last_words(self.transport, words)

    def cut(self) -> None:
        """Close without waiting for the other side, which may never answer TLS's goodbye."""
        transport = self._original_transport or self.transport
        if isinstance(transport, asyncio.WriteTransport):
            transport.abort()


def _last_words(transport: Any, words: str) -> None:
    with suppress(OSError, RuntimeError):
        transport.write(words.encode() + b"\r\n")
    transport.close()


def _retrieved(task: asyncio.Task[None]) -> None:
    """A session whose line broke ends with an error that nobody needs to hear of."""
    if not task.cancelled():
        task.exception()
