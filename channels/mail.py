"""Mail: read from our own listener, answered through a relay as RFC 3834 wants it.

https://www.rfc-editor.org/rfc/rfc3834, https://aiosmtplib.readthedocs.io
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from channels.base import Notice, Register, Unreadable
from channels.mail_alignment import aligned
from channels.mail_answer import compose
from channels.mail_bounce import bounced
from channels.mail_forwarders import Known, words_in
from channels.mail_notice import compose_notice
from channels.mail_proof import Prover, proof_of
from channels.mail_proof_names import Names
from channels.mail_relay import MailRelay
from channels.mail_settings import Settings, entries, name_servers
from channels.mail_thread import message_id, signed_address, tokens
from channels.mail_typed import typed
from channels.mail_verdict import Rspamd
from channels.mail_waits import Latest, reasons, request, shown, summary, waits
from channels.mail_wordless import judged
from normalizer.forwarded import Forward, read_forwards
from normalizer.mime import ParsedMail, parse
from normalizer.schema import ChannelName, Inbound, Medium, Message, Origin, Party, Raw, Reply

_NAME = ChannelName("mail")
_HEADER_BYTES = 256 * 1024
# What names a mail whatever way it took; everything else in a header may change on the way or between two tries.
_NAMING = re.compile(
    rb"^(message-id|from|date|subject)[ \t]*+:((?:[^\n]*+\n[ \t])*+[^\n]*+)", re.IGNORECASE | re.MULTILINE
)
_LARGEST_ENROLMENT, _WORDS_WITHIN = 1024 * 1024, 20_000
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")


def from_env(env: Mapping[str, str], public_url: str) -> Mail | None:
    """None without MAIL_RECIPIENTS. Raise pydantic's ValidationError. The public URL does not matter to mail."""
    settings = Settings.from_env(env)
    if not settings.mail_recipients:
        return None
    relay = MailRelay(
        host=settings.mail_relay_host,
        port=settings.mail_relay_port,
        user=settings.mail_relay_user,
        password=settings.mail_relay_password.get_secret_value(),
        tls=settings.mail_relay_tls,
        timeout=settings.mail_timeout_seconds,
        hostname=settings.sender.rpartition("@")[2],
    )
    return Mail(
        entries(settings.mail_recipients),
        settings.sender,
        relay,
        answers_per_day=settings.mail_answers_per_day,
        prover=Prover(
            settings.mail_proof,
            settings.mail_authserv_id,
            settings.mail_authserv_headers,
            Names(name_servers(settings.mail_dns_servers)),
        ),
        forwarders=Known.of(settings.mail_forwarders),
        filter=settings.filter(),
    )


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Mail:
    """`recipients` in lower case, domains with "@" before them."""

    recipients: tuple[str, ...]
    sender: str
    relay: MailRelay
    now: Callable[[], datetime] = field(default=_utc_now, repr=False, compare=False)
    answers_per_day: int = 10
    prover: Prover = field(default_factory=Prover)
    forwarders: Known = field(default=Known(), repr=False)
    filter: Rspamd = field(default_factory=Rspamd)
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
        """Our recipients, what names the mail, and its body: the same whatever Received lines are added on the way."""
        end = _END_OF_HEADERS.search(raw.body, 0, _HEADER_BYTES)
        digest = hashlib.sha256()
        for recipient in sorted({address.lower() for address in _recipients_of(raw)}):
            digest.update(recipient.encode("utf-8", "replace") + b"\0")
        if end is None:
            digest.update(b"\0" + raw.body)
            return f"mail:{digest.hexdigest()}"
        for name, value in sorted(_NAMING.findall(raw.body[: end.start()])):
            digest.update(name.lower() + b":" + b" ".join(value.split()) + b"\0")
        digest.update(memoryview(raw.body)[end.end() :])
        return f"mail:{digest.hexdigest()}"

    @property
    def proves(self) -> bool:
        return self.prover.mode != "off"

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
        return str(proof & ("forwarder",) if known else proof)

    def filters(self, raw: Raw) -> bool:
        return self.filter.wants(raw)

    async def filtered(self, raw: Raw) -> str:
        return await self.filter.verdict(raw)

    def waits(self, raw: Raw) -> str:
        return waits(raw, self._parsed(raw), self.recipients)

    def reasons(self, raw: Raw) -> Sequence[str]:
        return reasons(raw, self._parsed(raw), self.recipients)

    def request(self, raw: Raw) -> str:
        return request(raw, self._parsed(raw))

    def summary(self, raw: Raw) -> tuple[str, str]:
        # The header says it; a list of many large mails is not worth reading them whole.
        return summary(parse(raw.body[:_HEADER_BYTES]))

    def words(self, raw: Raw) -> str:
        return shown(self._parsed(raw))

    async def notify(self, notice: Notice) -> None:
        """Write to the operator; the same notice has the same Message-ID at every try."""
        await self.relay.send(notice.to, compose_notice(notice, self.sender, self.now()))

    def _parsed(self, raw: Raw) -> ParsedMail:
        return self._latest.parse(raw.body, raw.header("MAIL FROM") if _has(raw, "MAIL FROM") else None)

    def read(self, raw: Raw) -> Sequence[Inbound]:
        """One message per mail, also when several of our addresses are named. Anything is read; doubts say how well."""
        if raw.channel != _NAME:
            raise Unreadable("these bytes came on another channel")
        envelope_from, known = raw.header("MAIL FROM"), _has(raw, "MAIL FROM")
        mail = self._parsed(raw)
        if report := bounced(mail, raw.body, [a for a in _recipients_of(raw) if self.takes(a)]):
            return (report,)
        sender = mail.from_ if mail.from_.address else Party(envelope_from.strip().strip("<>"))
        key, forwards = self.delivery_key(raw), read_forwards(mail)
        proof = proof_of(raw, sender.address)
        # Anybody can name anybody in From: an answer to a name that was borrowed would be spam of ours.
        answered = proof.proven or not known or (not self.proves and aligned(envelope_from, sender.address))
        silent = bool(mail.silent_because) or not answered
        message = Message(
            channel=_NAME,
            delivery=key,
            sender=sender,
            person=f"mailto:{sender.address.lower()}",
            received_at=raw.received_at,
            sent_at=mail.date,
            subject=mail.subject,
            text=mail.text,
            attachments=mail.attachments,
            quoted=_attached_words(mail),
            thread=_thread(mail.message_id, mail.references),
            tokens=tokens([a for a in _recipients_of(raw) if self.takes(a)], mail.references, mail.subject),
            recipient=next((a.lower() for a in _recipients_of(raw) if self.takes(a)), ""),
            robot=mail.robot or sender.address.lower() == self.sender.lower(),
            silent=silent,
            doubts=(*mail.doubts, "unanswered") if silent else mail.doubts,
            verified=proof.forwarder,
            enrolled=proof.enrolled and not forwards,
        )
        if not forwards:
            return judged(typed(message, raw.header("MARK confirmed")))
        if len(forwards) == 1:
            return judged((replace(message, origin=_origin(forwards[0])),))
        return judged(replace(message, delivery=_part(key, one), origin=_origin(one)) for one in forwards)

    async def send(self, reply: Reply) -> str:
        """Answer one address; its Message-ID, which is the same at every try so that a second copy can be known."""
        back = self._reply_address(reply)
        content = compose(reply, self.sender, self.now(), back)
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
    """None of a robot's mail: it may quote the one that told the word."""
    mail = parse(body)
    return [] if mail.robot or mail.silent_because else words_in(f"{mail.subject}\n{mail.text[:_WORDS_WITHIN]}")


def _origin(found: Forward) -> Origin:
    return Origin(
        author=found.reporter,
        forwarder=found.forwarder,
        subject=found.subject,
        text=found.text,
        note=found.note,
        sent_at=found.date,
        chain=tuple(hop.author for hop in found.chain),
        attachments=found.attachments,
        sure=found.confidence == "high",
        reason=found.reason,
    )


def _part(key: str, found: Forward) -> str:
    """Of one mail among several in a mail: its own words name it, never its place."""
    words = "\0".join((found.reporter.address, found.reporter.name, found.subject, found.date_raw, found.text))
    return f"{key}:{hashlib.sha256(words.encode('utf-8', 'replace')).hexdigest()[:32]}"


def _attached_words(mail: ParsedMail) -> tuple[str, ...]:
    """Subject and text of every attached mail, and of those attached to them."""
    inner = [f"{one.subject}\n\n{one.text}" for one in mail.attached]
    return (*inner, *(words for one in mail.attached for words in _attached_words(one)))


def _has(raw: Raw, name: str) -> bool:
    return any(key == name for key, _ in raw.headers)


def _recipients_of(raw: Raw) -> list[str]:
    return [value for key, value in raw.headers if key == "RCPT TO"]


def _thread(identity: str, references: tuple[str, ...]) -> str:
    """What an answer needs to stand below this mail, oldest first; empty when the mail names nothing."""
    chain = [*references, identity] if identity else list(references)
    return json.dumps({"id": identity, "references": chain}) if chain else ""
