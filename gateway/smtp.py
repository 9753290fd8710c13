"""The SMTP and LMTP listeners: "250" leaves only after the mail is kept; every answer stands in a table.

RFC 5321 (SMTP), 2033 (LMTP), 3463 (enhanced codes); https://aiosmtpd.aio-libs.org
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from gateway.smtp_house import Accepts, Door, House
from gateway.smtp_protocol import LmtpSession, SmtpSession
from gateway.smtp_sessions import SmtpLimits, SmtpSessions

__all__ = ["Accepts", "Door", "SmtpLimits", "SmtpListener", "start_smtp"]


# Connections that wait to be taken, and how many asyncio takes in one go; half of all sessions there may be.
_BACKLOG = 100


@dataclass(eq=False)
class SmtpListener:
    """A running listener. `sessions` can be asked for counts."""

    server: asyncio.Server
    sessions: SmtpSessions

    @property
    def port(self) -> int:
        return int(self.server.sockets[0].getsockname()[1])

    async def stop(self, seconds: float) -> None:
        """Take no new sessions; end those without a transaction at once, the others after theirs, at the latest after
        `seconds`. Mail that was not answered is with its sender still."""
        self.server.close()
        await self.sessions.stop(seconds)


async def start_smtp(
    host: str,
    port: int,
    *,
    intake: Accepts,
    takes: Callable[[str], bool],
    hostname: str,
    lmtp: bool = False,
    limits: SmtpLimits | None = None,
    tls: ssl.SSLContext | None = None,
    door: Door | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    answered: Callable[[str], None] = lambda code: None,
) -> SmtpListener:
    """Listen in the running event loop. Raise OSError when the address cannot be had.

    takes: whether we take mail for a recipient. hostname: our name in the greeting (never looked up). answered: told
    the code of every answer to MAIL and RCPT (if refused), AUTH and DATA, and every session turned away.
    """
    bounds = limits or SmtpLimits()
    sessions = SmtpSessions(bounds, answered)
    house = House(intake, takes, sessions, now, door or Door())
    kind = LmtpSession if lmtp else SmtpSession
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: kind(house, hostname, tls, loop), host, port, backlog=_BACKLOG)
    return SmtpListener(server, sessions)
