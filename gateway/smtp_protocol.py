"""One SMTP or LMTP connection: the transaction's rules, and that nothing is answered "250" before it is kept.

https://aiosmtpd.aio-libs.org/en/latest/smtp.html
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope

from channels.base import Unauthentic
from gateway import smtp_answers as answers
from gateway.inbox import JournalFull
from gateway.peers import Network, within
from gateway.smtp_data import EndlessMail, IncomingMail
from gateway.smtp_sessions import SmtpSessions
from normalizer.schema import ChannelName, Raw

_MAIL = ChannelName("mail")
_PLAIN_PATH = re.compile(r"<([\w.+=-]{1,64}@[\w.-]{1,253})>((?: \S.*)?)", re.ASCII)
_SIZE = re.compile(r"\sSIZE=(\d{1,15})", re.IGNORECASE)

_log = structlog.get_logger("gateway.smtp")


class Accepts(Protocol):
    """The intake: returns when the mail is on the disk.

    Raise `channels.base.Unauthentic`, `gateway.inbox.JournalFull` or `JournalBroken`.
    """

    async def accept(self, raw: Raw) -> None: ...


@dataclass(frozen=True, eq=False)
class House:
    """What all sessions of one listener share; aiosmtpd asks it for its hooks."""

    intake: Accepts
    takes: Callable[[str], bool]
    sessions: SmtpSessions
    now: Callable[[], datetime]
    relays: Sequence[Network] = ()

    async def handle_EHLO(  # noqa: N802 -- aiosmtpd's name
        self, server: SmtpSession, session: Any, envelope: Any, hostname: str, offers: list[str]
    ) -> list[str]:
        session.host_name = hostname
        # AUTH is offered by aiosmtpd after STARTTLS, but we know no users.
        ours = [offer for offer in offers if not offer.startswith("250-AUTH")]
        return [*ours[:-1], "250-PIPELINING", *ours[-1:]]

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, server: SmtpSession, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if not self.takes(address):
            return self.sessions.answer(answers.UNKNOWN_RECIPIENT)
        if len(envelope.rcpt_tos) >= self.sessions.limits.recipients:
            return self.sessions.answer(answers.TOO_MANY_RECIPIENTS)
        envelope.rcpt_tos.append(address)
        return answers.RECIPIENT

    async def handle_exception(self, error: Exception) -> str:
        _log.error("smtp command failed", exc_info=error)
        return self.sessions.answer(answers.OUR_FAULT)

    async def keep(self, raw: Raw) -> str:
        """Give the mail to the intake and say how it went. A sender that hangs up does not stop it."""
        task = asyncio.ensure_future(self.intake.accept(raw))
        try:
            await asyncio.shield(task)
        except JournalFull:
            return answers.DISK_FULL
        except Unauthentic:
            return answers.NOT_ACCEPTED
        except Exception as error:  # noqa: BLE001 -- whatever it is, the sender must try again and read nothing of it
            _log.error("mail not kept", exc_info=error)
            return answers.OUR_FAULT
        return answers.KEPT


class _Unchanging(dict[str, int]):
    """The longest command in bytes, whichever it is; internationalized addresses need more than 512. aiosmtpd keeps
    one such dict for all connections and adds to it at every EHLO."""

    def __missing__(self, key: str) -> int:
        return 2048

    def __setitem__(self, key: str, value: int) -> None:
        """Stay as it is."""


class SmtpSession(SMTP):
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
        self.turned_away = False
        self.errors = 0

    @property
    def in_transaction(self) -> bool:
        return self.envelope is not None and bool(self.envelope.mail_from)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self._original_transport is not None:  # the same session, now under TLS
            super().connection_made(transport)
            return
        address = transport.get_extra_info("peername")
        self.peer = str(address[0]) if isinstance(address, tuple) else "local"
        refusal = self.sessions.enter(self)
        if refusal:
            self.turned_away = True
            _last_words(transport, refusal)
            return
        super().connection_made(transport)
        if self._handler_coroutine is not None:
            self._handler_coroutine.add_done_callback(_retrieved)

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
        size, limit = _SIZE.search(arg or ""), self.sessions.limits.max_bytes
        if size and int(size[1]) > limit:
            await self.push(self.sessions.answer(answers.too_large(limit)))
            return
        await super().smtp_MAIL(arg)

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
        mail = IncomingMail(self.sessions, self.peer)
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
        headers += [("RELAY", "trusted")] if within(self.peer, self.house.relays) else []
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
