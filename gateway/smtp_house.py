"""What all sessions of one mail listener share: who may do what, and the way a mail takes to the intake."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

import structlog

from channels.base import Unauthentic
from gateway import smtp_answers as answers
from gateway.inbox import JournalFull
from gateway.peers import Network
from gateway.smtp_sessions import SmtpSessions
from gateway.smtp_users import Users
from normalizer.schema import Raw

_log = structlog.get_logger("gateway.smtp")


class Accepts(Protocol):
    """The intake: returns when the mail is on the disk.

    Raise `channels.base.Unauthentic`, `gateway.inbox.JournalFull` or `JournalBroken`.
    """

    async def accept(self, raw: Raw) -> None: ...


@dataclass(frozen=True)
class Door:
    """What one listener asks of its clients.

    relays: our own mail servers; their mails carry the pseudo header ("RELAY", "trusted"), which no client can write,
    and no limit counts them. proxies: connections from there begin with a PROXY header, and nobody else's may.
    users: who may say AUTH, after TLS, or in clear from this machine when `clear_auth`; None: it is not offered.
    """

    relays: Sequence[Network] = ()
    proxies: Sequence[Network] = ()
    require_tls: bool = False
    require_auth: bool = False
    users: Users | None = None
    clear_auth: bool = False


@dataclass(frozen=True, eq=False)
class House:
    """aiosmtpd asks it for its hooks."""

    intake: Accepts
    takes: Callable[[str], bool]
    sessions: SmtpSessions
    now: Callable[[], datetime]
    door: Door = field(default_factory=Door)

    async def handle_EHLO(  # noqa: N802 -- aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, hostname: str, offers: list[str]
    ) -> list[str]:
        session.host_name = hostname
        # aiosmtpd offers AUTH whenever there is TLS, also when there are no users.
        ours = [offer for offer in offers[:-1] if not offer.startswith("250-AUTH")] + ["250-PIPELINING"]
        return [*ours, *(["250-AUTH PLAIN LOGIN"] if server.may_say_auth else []), offers[-1]]

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if not self.takes(address):
            return self.sessions.answer(answers.UNKNOWN_RECIPIENT)
        if len(envelope.rcpt_tos) >= self.sessions.limits.recipients:
            return self.sessions.answer(answers.TOO_MANY_RECIPIENTS)
        envelope.rcpt_tos.append(address)
        return answers.RECIPIENT

    async def handle_exception(self, error: Exception) -> str:
        _log.error("smtp_command_failed", exc_info=error)
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
            _log.error("mail_not_kept", exc_info=error)
            return answers.OUR_FAULT
        return answers.KEPT
