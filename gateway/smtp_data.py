"""The mail itself, as it comes after DATA: read in pieces, bounded in memory, ended by CRLF.CRLF and nothing else.

RFC 5321, 4.5.2; smuggling: https://sec-consult.com/blog/detail/smtp-smuggling-spoofing-e-mails-worldwide/
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from gateway.smtp_answers import TOO_MUCH_AT_ONCE, too_large
from gateway.smtp_sessions import SmtpSessions

_END = b"\r\n.\r\n"
_AROUND = 5  # the line break put before the mail, and ".CRLF" after it
_DRAIN = 4  # times the limit that is read of a mail that is too large


class EndlessMail(Exception):
    """Far beyond the limit and still no end: the line may be cut."""


@dataclass(eq=False)
class IncomingMail:
    """One mail on its way in. Its bytes are counted as held by `peer` until `release`."""

    sessions: SmtpSessions
    peer: str
    refusal: str = ""
    _pieces: list[bytes] = field(default_factory=list, repr=False)
    _read: int = 0
    _held: int = 0

    async def read(self, reader: Any, heard: Any) -> bytes:
        """The mail without its end and its stuffed dots; `refusal` says why not, once everything was read.

        `heard` is called at each piece. Raise EndlessMail.
        """
        # A mail may begin with its end: ".CRLF". The line break before it ended the command.
        reader._buffer[:0] = b"\r\n"  # noqa: SLF001 -- as aiosmtpd does; feed_data can only append
        ended = False
        while not ended:
            ended = await self._piece(reader)
            heard()
        content = _unstuffed(b"".join(self._pieces)) if not self.refusal else b""
        self._pieces = []
        return content

    def release(self) -> None:
        self.sessions.let_go(self.peer, self._held)
        self._held = 0
        self._pieces = []

    async def _piece(self, reader: asyncio.StreamReader) -> bool:
        """Read what there is, up to the end; whether the end was reached. It is never cut in two by this."""
        try:
            piece, ended = await reader.readuntil(_END), True
        except asyncio.LimitOverrunError as more:
            piece, ended = await reader.readexactly(more.consumed), False
        self._read += len(piece)
        if self._read > _DRAIN * self.sessions.limits.max_bytes:
            raise EndlessMail
        self.refusal = self.refusal or self._why_not(len(piece))
        if self.refusal:
            self.release()
        else:
            self._pieces.append(piece)
            self._held += len(piece)
        return ended

    def _why_not(self, more: int) -> str:
        limits = self.sessions.limits
        if self._read > limits.max_bytes + _AROUND:
            return too_large(limits.max_bytes)
        return "" if self.sessions.hold(self.peer, more) else TOO_MUCH_AT_ONCE


def _unstuffed(data: bytes) -> bytes:
    """Without the line break we put before it, the final dot and the doubled dots."""
    content = data[: -len(_END) + 2]
    return content.replace(b"\r\n.", b"\r\n")[2:] if b"\r\n." in content else content[2:]
