"""SMS through any HTTP provider a TOML profile describes: an aggregator, Kannel, an Android phone as a gateway."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator

from channels.base import Channel, ChannelSettings
from channels.connections import Connections
from channels.sms_incoming import SMS_HTTP, Reader
from channels.sms_outgoing import Sender, setting_places
from channels.sms_profile import load
from normalizer.schema import ChannelName, Inbound, Medium, Raw, Reply


class Settings(ChannelSettings):
    """On with SMS_HTTP_PROFILE."""

    sms_http_profile: str = Field(
        "", description="A shipped profile (kannel, android_sms_gateway) or the path of one of yours; empty: off"
    )
    sms_http_secret: SecretStr = Field(
        SecretStr(""), description="What the provider shows for itself: a secret, `user:password` or a signing key"
    )
    sms_http_secret_old: SecretStr = Field(
        SecretStr(""), description="The former secret, which still counts while the new one is rolled out"
    )
    sms_http_send_url: str = Field("", description="Where messages of ours are sent, unless the profile says so")
    sms_http_user: str = Field("", description="Our user name at the provider")
    sms_http_password: SecretStr = Field(SecretStr(""), description="Our password or API key at the provider")
    sms_http_sender: str = Field("", description="Number or sender name our SMS come from")
    sms_http_timeout_seconds: float = Field(
        10.0, gt=0, le=60, description="Longest time for a call to the provider; keep it below LEASE_SECONDS"
    )

    @field_validator("sms_http_profile")
    @classmethod
    def _profile(cls, value: str) -> str:
        if value:
            load(value)
        return value

    @field_validator("sms_http_send_url")
    @classmethod
    def _url(cls, value: str) -> str:
        if value and (urlsplit(value).scheme not in ("https", "http") or not urlsplit(value).netloc):
            raise ValueError("must be a URL such as http://127.0.0.1:13013/cgi-bin/sendsms")
        return value

    @classmethod
    def lacking(cls, given: Mapping[str, str]) -> Iterable[str]:
        if "sms_http_profile" not in given:
            return
        if "sms_http_secret" not in given:
            yield "SMS_HTTP_PROFILE is set, so SMS_HTTP_SECRET must be too: without it anyone could write to us"
        with suppress(ValueError):  # told of its own field
            if "sms_http_send_url" not in given and not load(given["sms_http_profile"]).outgoing.url:
                yield "the profile has no outgoing.url, so SMS_HTTP_SEND_URL must be set"


@dataclass(frozen=True)
class SmsHttp:
    """One provider under one profile."""

    profile: str
    reader: Reader = field(repr=False)
    sender: Sender = field(repr=False)
    name: ChannelName = SMS_HTTP
    medium: Medium = Medium.SMS

    def verify(self, raw: Raw) -> None:
        self.reader.verify(raw)

    def delivery_key(self, raw: Raw) -> str:
        return self.reader.delivery_key(raw)

    def read(self, raw: Raw) -> Sequence[Inbound]:
        return self.reader.read(raw)

    async def send(self, reply: Reply) -> str:
        return await self.sender.send(reply)

    async def look_up(self, reply: Reply) -> str | None:
        """None: no profile says how to ask."""
        return None

    async def check(self) -> str:
        return f"profile {self.profile}; whether the provider takes our password shows only with the first SMS"

    async def close(self) -> None:
        await self.sender.connections.close()


def from_env(env: Mapping[str, str], public_url: str) -> Channel | None:
    settings = Settings.from_env(env)
    if not settings.sms_http_profile:
        return None
    profile = load(settings.sms_http_profile)
    secret, old = settings.sms_http_secret.get_secret_value(), settings.sms_http_secret_old.get_secret_value()
    password = settings.sms_http_password.get_secret_value()
    values = setting_places(public_url, settings.sms_http_sender, settings.sms_http_user, password, secret)
    url = settings.sms_http_send_url or profile.outgoing.url
    reader = Reader(profile, tuple(one.encode() for one in (secret, old) if one))
    sender = Sender(profile.outgoing, url, values, Connections(settings.sms_http_timeout_seconds))
    return SmsHttp(settings.sms_http_profile, reader, sender)
