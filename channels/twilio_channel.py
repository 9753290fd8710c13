"""Twilio's two ways, SMS and WhatsApp: the same account, signatures, forms and calls (https://www.twilio.com/docs/messaging)."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator

from channels import twilio_form
from channels.abilities import SentMessage
from channels.base import ChannelSettings
from channels.connections import Connections
from channels.twilio_errors import is_ours, passes
from channels.twilio_inbox import Inbox
from channels.twilio_outbox import KEPT, SID, Outbox
from channels.twilio_rest import Rest, approved, free
from channels.twilio_signature import Algorithm, Signatures
from normalizer.phone import phone
from normalizer.schema import ChannelName, Inbound, Medium, Raw, Reply

# https://www.twilio.com/docs/whatsapp/key-concepts#customer-service-windows
WINDOW_SECONDS = 24 * 3600.0
_SENDERS = frozenset({"twilio_sms_from", "twilio_whatsapp_from", "twilio_messaging_service_sid"})


class TwilioSettings(ChannelSettings):
    """What both ways share."""

    twilio_account_sid: str = Field("", description="Twilio's Account SID (AC…); empty: Twilio is not used")
    twilio_auth_token: SecretStr = Field(SecretStr(""), description="Twilio's Auth Token")
    twilio_auth_token_old: SecretStr = Field(
        SecretStr(""), description="The former Auth Token, whose signatures still count while the new one is rolled out"
    )
    twilio_signature: Algorithm = Field(
        "sha1", description="How Twilio signs webhooks: sha1 (Auth Token) or sha256 (shared key)"
    )
    twilio_shared_key: SecretStr = Field(
        SecretStr(""),
        description="The shared key's secret when TWILIO_SIGNATURE is sha256; empty: the Auth Token signs",
    )
    twilio_api_base: str = Field("https://api.twilio.com", description="Base URL of Twilio's REST API")
    twilio_content_base: str = Field(
        "https://content.twilio.com", description="Base URL of Twilio's Content API, where templates are kept"
    )
    twilio_timeout_seconds: float = Field(
        10.0, gt=0, le=60, description="Longest time for a call to Twilio; keep it below LEASE_SECONDS"
    )
    twilio_messaging_service_sid: str = Field(
        "", description="A messaging service (MG…) that chooses the sender, instead of a From number"
    )
    twilio_sms_from: str = Field("", description="Number or sender name our SMS come from, e.g. +6281100009999")
    twilio_whatsapp_from: str = Field("", description="Number our WhatsApp messages come from, e.g. +6281100009999")

    @field_validator("twilio_account_sid")
    @classmethod
    def _account(cls, value: str) -> str:
        return _shaped(value, "AC")

    @field_validator("twilio_messaging_service_sid")
    @classmethod
    def _service(cls, value: str) -> str:
        return _shaped(value, "MG")

    @field_validator("twilio_api_base", "twilio_content_base")
    @classmethod
    def _base(cls, value: str) -> str:
        if urlsplit(value).scheme not in ("https", "http") or not urlsplit(value).netloc:
            raise ValueError("must be a URL such as https://api.twilio.com")
        return value.rstrip("/")

    @field_validator("twilio_sms_from", "twilio_whatsapp_from")
    @classmethod
    def _sender(cls, value: str) -> str:
        return phone(value.removeprefix("whatsapp:"))

    @classmethod
    def lacking(cls, given: Mapping[str, str]) -> Iterable[str]:
        if "twilio_account_sid" not in given:
            return
        if "twilio_auth_token" not in given:
            yield "TWILIO_ACCOUNT_SID is set, so TWILIO_AUTH_TOKEN must be too"
        if not _SENDERS & given.keys():
            yield "set TWILIO_SMS_FROM, TWILIO_WHATSAPP_FROM or TWILIO_MESSAGING_SERVICE_SID to send from"

    def signatures(self) -> Signatures:
        keys = [self.twilio_auth_token, self.twilio_auth_token_old]
        if self.twilio_signature == "sha256":
            keys.insert(0, self.twilio_shared_key)
        return Signatures(tuple(key.get_secret_value().encode() for key in keys if key), self.twilio_signature)


def _shaped(sid: str, prefix: str) -> str:
    if sid and not re.fullmatch(prefix + "[0-9a-fA-F]{32}", sid):
        raise ValueError(f"must be {prefix} and 32 hexadecimal digits")
    return sid


@dataclass(frozen=True)
class TwilioChannel:
    """One of the two ways. `prefix` stands before every address of it; `callback` is told what becomes of an answer."""

    name: ChannelName
    medium: Medium
    prefix: str
    sender: str
    callback: str
    signatures: Signatures = field(repr=False)
    rest: Rest = field(repr=False)
    window_seconds: float = 0.0

    def verify(self, raw: Raw) -> None:
        self.signatures.verify(raw)

    def delivery_key(self, raw: Raw) -> str:
        return twilio_form.delivery_key(raw)

    def read(self, raw: Raw) -> Sequence[Inbound]:
        return twilio_form.read(raw)

    async def send(self, reply: Reply) -> str:
        words = approved(reply.template, dict(reply.variables)) if reply.template else free(reply.text)
        return await self.rest.send(self._from(), self.prefix + reply.to.address, words, self.callback)

    async def look_up(self, reply: Reply) -> str | None:
        return await self.search(reply, reply.text.__eq__, known=True)

    async def search(self, reply: Reply, said: Callable[[str], bool], *, known: bool) -> str | None:
        """Satisfies `channels.searching.Searching`."""
        return await self.rest.look_up(self.prefix + reply.to.address, said, reply.tried, known=known)

    async def received(self, since: datetime, until: datetime) -> Sequence[Raw]:
        """Satisfies `channels.base.Recounting`."""
        to = "" if self.sender.startswith("MG") else self.sender
        return await Inbox(self.rest, self.name, self.prefix, to).received(since, until)

    @property
    def kept(self) -> timedelta:
        """Satisfies, with the three below, `channels.abilities.Recalling`."""
        return KEPT

    def may_call(self, provider_id: str) -> bool:
        return SID.fullmatch(provider_id) is not None

    def sent(self, since: datetime, until: datetime) -> AsyncIterator[SentMessage]:
        return Outbox(self.rest, self.prefix, self.sender).sent(since, until)

    async def holds(self, provider_id: str) -> bool:
        return await Outbox(self.rest, self.prefix, self.sender).holds(provider_id)

    async def content(self, source: str) -> bytes:
        """Satisfies `channels.abilities.Holding`."""
        return await self.rest.content(source)

    def passes(self, code: str) -> bool:
        return passes(code)

    def is_ours(self, code: str) -> bool:
        return is_ours(code)

    async def check(self) -> str:
        return await self.rest.check()

    async def close(self) -> None:
        await self.rest.connections.close()

    def _from(self) -> str:
        return self.sender if self.sender.startswith("MG") else self.prefix + self.sender


def build(
    settings: TwilioSettings, name: ChannelName, medium: Medium, prefix: str, sender: str, public_url: str
) -> TwilioChannel | None:
    """None without an account, or without anything this way could send from."""
    sender = sender or settings.twilio_messaging_service_sid
    if not (settings.twilio_account_sid and sender):
        return None
    token = settings.twilio_auth_token.get_secret_value()
    connections = Connections(settings.twilio_timeout_seconds)
    rest = Rest(settings.twilio_account_sid, token, settings.twilio_api_base, connections)
    callback = f"{public_url.rstrip('/')}/twilio/{name}/status" if public_url else ""
    window = WINDOW_SECONDS if prefix else 0.0
    return TwilioChannel(name, medium, prefix, sender, callback, settings.signatures(), rest, window)
