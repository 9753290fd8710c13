"""One SMTP or LMTP connection: the transaction's rules, and that nothing is answered "250" before it is kept.

https://aiosmtpd.aio-libs.org/en/latest/smtp.html
"""

from __future__ import annotations

import re
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope

from gateway import smtp_answers as answers
from gateway.smtp_arrival import Connection
from gateway.smtp_data import EndlessMail, IncomingMail
from normalizer.schema import ChannelName, Raw

_MAIL = ChannelName("mail")
_PLAIN_PATH = re.compile(r"<([\w.+=-]{1,64}@[\w.-]{1,253})>((?: \S.*)?)", re.ASCII)
# No address holds one, and who writes us none of his own in From is known by this one alone.
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f]")
_SIZE = re.compile(r"\sSIZE=(\d{1,15})", re.IGNORECASE)
_AUTH_PARAMETER = re.compile(r"\sAUTH=\S*", re.IGNORECASE)


class SmtpSession(Connection):
    """One connection. aiosmtpd reads the commands; reading the mail and answering for it is done here."""

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        """aiosmtpd's reading of addresses takes 0.1 ms and raises on some; plain ones need neither."""
        plain = _PLAIN_PATH.fullmatch(arg)
        if plain:
            return plain[1], plain[2]
        if _CONTROL.search(arg):
            return None, None
        try:
            address, rest = super()._getaddr(arg)
        except (IndexError, ValueError, AttributeError, RecursionError):
            return None, None
        return address, rest

    async def push(self, status: Any) -> None:
        # aiosmtpd repeats what it does not understand, and that need not be text.
        await super().push(status.encode("utf-8", "replace") if isinstance(status, str) else status)
        self.errors += status[:1] in ("5", b"5")
        self.commands += 1
        if self.errors >= self.sessions.limits.errors:
            self.leave(self.sessions.answer(answers.TOO_MANY_ERRORS))
        elif self.commands >= self.sessions.limits.commands and not self.trusted:
            # A relay of ours asks about recipients for hours in one session.
            self.leave(self.sessions.answer(answers.TOO_MANY_COMMANDS))

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
        self.commands = 0 if answer == answers.KEPT else self.commands
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
