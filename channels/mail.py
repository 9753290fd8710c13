"""Mail: read from our own listener, answered through a relay as RFC 3834 wants it.

https://www.rfc-editor.org/rfc/rfc3834, https://aiosmtplib.readthedocs.io
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from channels.abilities import Notice, Register
from channels.base import Unreadable
from channels.mail_answer import compose
from channels.mail_envelope import HEADER_BYTES, arrival_key, delivery_key, envelope_sender, recipients_of
from channels.mail_forwarders import Known, words_told
from channels.mail_latest import Latest
from channels.mail_notice import compose_notice
from channels.mail_proof import Prover
from channels.mail_proof_names import Names
from channels.mail_relay import MailRelay
from channels.mail_settings import Settings, entries, name_servers
from channels.mail_thread import message_id, signed_address
from channels.mail_verdict import Rspamd
from normalizer.schema import ChannelName, Inbound, Medium, Raw, Reply

# What reads and sorts mails is loaded by who does: the listener takes them in, the worker answers, both unread.
if TYPE_CHECKING:
    from normalizer.mime import ParsedMail

_NAME = ChannelName("mail")
_LARGEST_ENROLMENT = 1024 * 1024


def from_env(env: Mapping[str, str], public_url: str) -> Mail | None:
    """None without MAIL_RECIPIENTS. Raise pydantic's ValidationError. The public URL does not matter to mail."""
    settings = Settings.from_env(env)
    if not settings.mail_recipients:
        return None
    return Mail(
        entries(settings.mail_recipients),
        settings.sender,
        _relay(settings),
        answers_per_day=settings.mail_answers_per_day,
        office_answers_per_day=settings.mail_office_answers_per_day,
        prover=Prover(
            settings.mail_proof,
            settings.mail_authserv_id,
            settings.mail_authserv_headers,
            Names(name_servers(settings.mail_dns_servers)),
        ),
        forwarders=Known.of(settings.mail_forwarders),
        filter=settings.filter(),
        brand=env.get("BRAND", "").strip(),
        zone=_zone(env.get("TIMEZONE", "").strip() or "Asia/Jakarta"),
    )


def _relay(settings: Settings) -> MailRelay:
    return MailRelay(
        host=settings.mail_relay_host,
        port=settings.mail_relay_port,
        user=settings.mail_relay_user,
        password=settings.mail_relay_password.get_secret_value(),
        tls=settings.mail_relay_tls,
        timeout=settings.mail_timeout_seconds,
        hostname=settings.sender.rpartition("@")[2],
    )


def _zone(name: str) -> tzinfo:
    """The gateway's settings say what is wrong with it."""
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return UTC


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Mail:
    """`recipients` in lower case, domains with "@" before them; `brand`: who answers, beside the address in From;
    `zone`: where forwarders' clocks stand whose mails do not say it."""

    recipients: tuple[str, ...]
    sender: str
    relay: MailRelay
    now: Callable[[], datetime] = field(default=_utc_now, repr=False, compare=False)
    answers_per_day: int = 10
    office_answers_per_day: int = 200
    prover: Prover = field(default_factory=Prover)
    forwarders: Known = field(default=Known(), repr=False)
    filter: Rspamd = field(default_factory=Rspamd)
    brand: str = ""
    zone: tzinfo = UTC
    _latest: Latest = field(default_factory=Latest, repr=False, compare=False)

    @property
    def name(self) -> ChannelName:
        return _NAME

    @property
    def medium(self) -> Medium:
        return Medium.MAIL

    def takes(self, recipient: str) -> bool:
        """Whether we take mail for this address, also as `name+anything@domain` (RFC 5233)."""
        local, at, domain = recipient.strip().strip("<>").lower().rpartition("@")
        plain = f"{local.partition('+')[0]}{at}{domain}"
        return bool(local and at) and (plain in self.recipients or f"@{domain}" in self.recipients)

    def verify(self, raw: Raw) -> None:
        """No provider signs mail. Who may write to whom is settled at RCPT, who it really was when it is read."""

    def delivery_key(self, raw: Raw) -> str:
        return delivery_key(raw)

    def arrival_key(self, raw: Raw) -> str:
        return arrival_key(raw, self.prover.headers)

    @property
    def proves(self) -> bool:
        return self.prover.mode != "off"

    @property
    def vouches_at(self) -> str:
        """People write to the address that answers come from; where that takes nothing, to the first that does."""
        ours = (self.sender, *self.recipients)
        return next((one for one in ours if self.proves and self.takes(one)), "")

    async def prove(self, raw: Raw, register: Register) -> str:
        author, proof = await self.prover.prove(raw)
        if not proof.proven:
            return str(proof)
        # A word first, also of those who are known: who sent it once is told so however often this is done.
        if register.open_words() and len(raw.body) <= _LARGEST_ENROLMENT:
            words = await asyncio.to_thread(_one_time_words, raw.body)
            if words and register.redeem(words, author):
                return str(proof & ("forwarder", "enrolled"))
        known = self.forwarders.has(author) or register.knows(author)
        sent_on = self.prover.sent_elsewhere(raw, author, proof, self.takes, office=known)
        return str(proof & (*(["forwarder"] if known else []), *(["elsewhere"] if sent_on else [])))

    def filters(self, raw: Raw) -> bool:
        return self.filter.wants(raw)

    async def filtered(self, raw: Raw) -> str:
        return await self.filter.verdict(raw)

    def names(self, raw: Raw) -> Sequence[str]:
        from channels.mail_waits import names

        return names(raw)

    def waits(self, raw: Raw) -> str:
        from channels.mail_waits import waits

        return waits(raw, self._parsed(raw), self.recipients)

    def reasons(self, raw: Raw) -> Sequence[str]:
        from channels.mail_waits import reasons

        return reasons(raw, self._parsed(raw), self.recipients)

    def request(self, raw: Raw) -> str:
        from channels.mail_waits import request

        return request(raw, self._parsed(raw))

    def summary(self, raw: Raw) -> tuple[str, str]:
        from channels.mail_waits import summary
        from normalizer.mime import parse

        # The header says it; a list of many large mails is not worth reading them whole.
        return summary(parse(raw.body[:HEADER_BYTES]))

    def words(self, raw: Raw) -> str:
        from channels.mail_waits import shown

        return shown(self._parsed(raw))

    async def notify(self, notice: Notice) -> None:
        """Write to the operator; the same notice has the same Message-ID at every try."""
        await self.relay.send(notice.to, compose_notice(notice, self.sender, self.now()))

    def _parsed(self, raw: Raw) -> ParsedMail:
        return self._latest.parse(raw.body, envelope_sender(raw))

    def read(self, raw: Raw) -> Sequence[Inbound]:
        """One message per mail, also when several of our addresses are named. Anything is read; doubts say how well."""
        if raw.channel != _NAME:
            raise Unreadable("these bytes came on another channel")
        from channels.mail_read import Arrived, read

        to_us = [address for address in recipients_of(raw) if self.takes(address)]
        arrived = Arrived(raw, self._parsed(raw), self.delivery_key(raw), to_us, self.sender, self.proves, self.zone)
        self._latest.let_go(raw.body)
        return read(arrived)

    async def send(self, reply: Reply) -> str:
        """Answer one address; its Message-ID, which is the same at every try so that a second copy can be known."""
        back = self._reply_address(reply)
        content = compose(reply, self.sender, self.now(), back, self.brand)
        await self.relay.send(reply.to.address, content, back)
        return message_id(reply.id, reply.token, self.sender)

    def _reply_address(self, reply: Reply) -> str:
        """Where answers and bounces of this answer find its complaint; only an address we take mail for."""
        ours = next((address for address in (self.sender, reply.recipient) if self.takes(address)), "")
        return signed_address(ours, reply.token) if ours.isascii() else ""

    async def look_up(self, reply: Reply) -> str | None:
        """No relay can be asked what became of a mail."""
        return None

    async def check(self) -> str:
        return await self.relay.check()

    async def close(self) -> None:
        """Every answer has a connection of its own; only the filter's are kept."""
        await self.filter.close()


def _one_time_words(body: bytes) -> list[str]:
    from normalizer.mime import parse

    return words_told(parse(body))
