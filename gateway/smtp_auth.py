"""The command AUTH with PLAIN and LOGIN.

RFC 4954; RFC 4616 (PLAIN); https://datatracker.ietf.org/doc/html/draft-murchison-sasl-login-00 (LOGIN)
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from base64 import b64decode, b64encode
from dataclasses import dataclass, field

import structlog
from aiosmtpd.smtp import SMTP

from gateway import smtp_answers as answers
from gateway.addresses import loopback
from gateway.faults import SettingsFault
from gateway.peers import neighbourhood
from gateway.smtp_house import House
from gateway.smtp_users import Busy, Users

_log = structlog.get_logger("gateway.smtp")


@dataclass(frozen=True, slots=True)
class Login:
    """What a client says it is."""

    name: str = field(repr=False)
    password: str = field(repr=False)


class Authenticating(SMTP, ABC):
    """What a session adds to say AUTH. `user` is empty until it succeeded."""

    house: House
    peer: str
    user: str = ""

    @abstractmethod
    def leave(self, words: str) -> None:
        """Say it and hang up."""

    @property
    def may_say_auth(self) -> bool:
        door = self.house.door
        in_clear = door.clear_auth and loopback(self.peer)
        return door.users is not None and not self.user and (self._tls_protocol is not None or in_clear)

    async def smtp_AUTH(self, arg: str | None) -> None:  # noqa: N802 -- aiosmtpd's name
        if await self.check_helo_needed("EHLO"):
            return
        words = (arg or "").split()
        refusal = self._no_auth(words)
        if refusal:
            await self.push(refusal)
            return
        login = await (self._plain(words[1:]) if words[0].upper() == "PLAIN" else self._login(words[1:]))
        if login is not None and self.house.door.users is not None:
            await self._let_in(self.house.door.users, login)

    def _no_auth(self, words: list[str]) -> str:
        if self.house.door.users is None:
            return answers.NO_AUTH
        if self.user or (self.envelope is not None and self.envelope.mail_from):
            return answers.AUTH_NOT_NOW
        if not self.may_say_auth:
            return answers.AUTH_NEEDS_TLS
        if not 1 <= len(words) <= 2:
            return answers.AUTH_SYNTAX
        return "" if words[0].upper() in ("PLAIN", "LOGIN") else answers.AUTH_UNKNOWN

    async def _plain(self, initial: list[str]) -> Login | None:
        """RFC 4616: for whom one acts (us: nobody else), who one is, the password."""
        said = await self._decoded(initial[0].encode("utf-8", "surrogateescape")) if initial else await self._asked("")
        if said is None:
            return None
        parts = said.decode("utf-8", "replace").split("\0")
        if len(parts) != 3 or parts[0] not in ("", parts[1]):
            await self.push(answers.AUTH_SYNTAX)
            return None
        return Login(parts[1], parts[2])

    async def _login(self, initial: list[str]) -> Login | None:
        name = (
            await self._decoded(initial[0].encode("utf-8", "surrogateescape"))
            if initial
            else await self._asked("Username:")
        )
        password = None if name is None else await self._asked("Password:")
        if name is None or password is None:
            return None
        return Login(name.decode("utf-8", "replace"), password.decode("utf-8", "replace"))

    async def _asked(self, challenge: str) -> bytes | None:
        """What the client answers; None when it was told why that is none."""
        await self.push(f"334 {b64encode(challenge.encode()).decode()}")
        try:
            line = await self._reader.readuntil(b"\n")
        except asyncio.LimitOverrunError:
            self.leave(answers.AUTH_SYNTAX)
            return None
        return await self._decoded(line.rstrip(b"\r\n"))

    async def _decoded(self, said: bytes) -> bytes | None:
        try:
            # RFC 4954: "=" is an empty first answer, "*" takes AUTH back.
            return b"" if said == b"=" else b64decode(said, validate=True)
        except ValueError:
            await self.push(answers.AUTH_GIVEN_UP if said == b"*" else answers.AUTH_SYNTAX)
            return None

    async def _let_in(self, users: Users, login: Login) -> None:
        who = neighbourhood(self.peer)
        if not users.failures.take(who):
            self.leave(self.house.sessions.answer(answers.TOO_MANY_PASSWORDS))
            return
        answer = await self._judged(users, login)
        if answer != answers.AUTH_WRONG:
            users.failures.give_back(who)
        await self.push(self.house.sessions.answer(answer))

    async def _judged(self, users: Users, login: Login) -> str:
        name = login.name.strip().lower()
        try:
            right = await users.right(name, login.password)
        except Busy:
            return answers.AUTH_LATER
        except (OSError, SettingsFault) as error:
            _log.error("smtp_users_not_read", why=type(error).__name__)
            return answers.AUTH_LATER
        if not right:
            return answers.AUTH_WRONG
        self.user = name
        return answers.AUTH_RIGHT
