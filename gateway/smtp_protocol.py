"""One SMTP or LMTP connection: the transaction's rules, and that nothing is answered "250" before it is kept.

https://aiosmtpd.aio-libs.org/en/latest/smtp.html
"""

from __future__ import annotations

import asyncio
import re
import ssl
from contextlib import suppress
from typing import Any

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope

from gateway import smtp_answers as answers
from gateway.peers import neighbourhood, within
from gateway.smtp_auth import Authenticating
from gateway.smtp_data import EndlessMail, IncomingMail
from gateway.smtp_house import House
from gateway.smtp_proxy import introduced
from normalizer.schema import ChannelName, Raw

_MAIL = ChannelName("mail")
_PLAIN_PATH = re.compile(r"<([\w.+=-]{1,64}@[\w.-]{1,253})>((?: \S.*)?)", re.ASCII)
_SIZE = re.compile(r"\sSIZE=(\d{1,15})", re.IGNORECASE)

_AUTH_PARAMETER = re.compile(r"\sAUTH=\S*", re.IGNORECASE)

_log = structlog.get_logger("gateway.smtp")


class _Unchanging(dict[str, int]):
    """The longest command in bytes, whichever it is; internationalized addresses need more than 512. aiosmtpd keeps
    one such dict for all connections and adds to it at every EHLO."""

    def __missing__(self, key: str) -> int:
        return 2048

    def __setitem__(self, key: str, value: int) -> None:
        """Stay as it is."""


class SmtpSession(Authenticating):
    """One connection. aiosmtpd reads the commands; reading the mail and answering for it is done here."""

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
        self.errors = 0

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
            _log.warning("proxy did not say for whom it speaks")
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

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        """aiosmtpd's reading of addresses takes 0.1 ms and raises on some; plain ones need neither."""
        plain = _PLAIN_PATH.fullmatch(arg)
        if plain:
            return plain[1], plain[2]
        try:
            address, rest = super()._getaddr(arg)
        except (IndexError, ValueError, AttributeError, RecursionError):
            return None, None
        return address, rest

    async def push(self, status: Any) -> None:
        await super().push(status)
        self.errors += status[:1] in ("5", b"5")
        if self.errors >= self.sessions.limits.errors:
            self.leave(self.sessions.answer(answers.TOO_MANY_ERRORS))

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

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802 -- aiosmtpd's name
        if self.sessions.stopping:
            self.leave(answers.STOPPING)
            return
        refusal = self._not_now() or self._too_large(arg or "") or self._too_often()
        if refusal:
            await self.push(self.sessions.answer(refusal))
            return
        # RFC 4954, 5: who wrote it in the eyes of the one who brings it. Not believed, but no reason to refuse.
        await super().smtp_MAIL(_AUTH_PARAMETER.sub("", arg) if arg and self.user else arg)

    def _not_now(self) -> str:
        door = self.house.door
        if door.require_tls and self._tls_protocol is None:
            return answers.NEEDS_TLS
        if door.require_auth and not self.user:
            return answers.NEEDS_AUTH if self.may_say_auth else answers.NEEDS_TLS
        return ""

    def _too_large(self, arg: str) -> str:
        size, limit = _SIZE.search(arg), self.sessions.limits.max_bytes
        return answers.too_large(limit) if size and int(size[1]) > limit else ""

    def _too_often(self) -> str:
        """Users, relays and what is behind a private address are not counted: many stand behind these."""
        if self.trusted or self.user or self.sessions.may_mail(self.counted_as):
            return ""
        return answers.TOO_OFTEN

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802 -- aiosmtpd's name
        if await self.check_helo_needed():
            return
        envelope = self.envelope or Envelope()
        if arg or not envelope.rcpt_tos:
            await self.push(answers.NO_ARGUMENT if arg else answers.NO_RECIPIENT)
            return
        await self.push(answers.GO_ON)
        answer = self.sessions.answer(await self._take(envelope))
        self.envelope = Envelope()
        await self.push(self._replies(answer, len(envelope.rcpt_tos)))
        if self.sessions.stopping:
            self.leave(answers.STOPPING)

    def _replies(self, answer: str, recipients: int) -> str:
        return answer

    async def _take(self, envelope: Envelope) -> str:
        mail = IncomingMail(self.sessions, self.counted_as)
        try:
            content = await mail.read(self._reader, self._reset_timeout)
            if mail.refusal:
                return mail.refusal
            self._pause_timeout()  # from here on it is we who are slow
            return await self.house.keep(self._raw(envelope, content))
        except EndlessMail:
            self.leave(answers.too_large(self.sessions.limits.max_bytes))
            return answers.too_large(self.sessions.limits.max_bytes)
        finally:
            mail.release()
            if self.transport is not None:
                self._reset_timeout()

    def _pause_timeout(self) -> None:
        if self._timeout_handle is not None:
            self._timeout_handle.cancel()

    def _raw(self, envelope: Envelope, content: bytes) -> Raw:
        headers = [("MAIL FROM", _clean(envelope.mail_from))]
        headers += [("RCPT TO", _clean(address)) for address in envelope.rcpt_tos]
        headers += [("HELO", _clean(self.session.host_name if self.session else "")), ("PEER", self.peer)]
        headers += [("RELAY", "trusted")] if self.trusted else []
        headers += [("AUTH", self.user)] if self.user else []
        return Raw(_MAIL, self.house.now(), "smtp:", tuple(headers), content)


class LmtpSession(SmtpSession, LMTP):
    """One answer for each recipient (RFC 2033, 4.2)."""

    def _replies(self, answer: str, recipients: int) -> str:
        return "\r\n".join([answer] * recipients)


def _clean(text: str | None) -> str:
    """Bytes that were no UTF-8 came as lone surrogates, which cannot be stored."""
    return (text or "").encode("utf-8", "replace").decode()


def _last_words(transport: Any, words: str) -> None:
    with suppress(OSError, RuntimeError):
        transport.write(words.encode() + b"\r\n")
    transport.close()


def _retrieved(task: asyncio.Task[None]) -> None:
    """A session whose line broke ends with an error that nobody needs to hear of."""
    if not task.cancelled():
        task.exception()
