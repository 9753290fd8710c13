"""The settings of mail, in and out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator

from channels.base import ChannelSettings
from channels.connections import Connections
from channels.mail_forwarders import Known
from channels.mail_verdict import Rspamd

_RECIPIENT = re.compile(r"(?:[^\s@<>,;\"]{1,64})?@[^\s@<>,;\"]{1,253}")
_ADDRESS = re.compile(r"[^\s@<>,;\"]{1,64}@[^\s@<>,;\"]{1,253}")
_TOKEN = re.compile(r"[A-Za-z0-9._:/@-]{1,200}")
_SERVER = re.compile(r"(?:([0-9.]{7,15})|\[([0-9A-Fa-f:]{2,39})\])(?::([0-9]{1,5}))?|([0-9A-Fa-f:]{2,39})")

NameServer = tuple[str, int]


def name_servers(value: str) -> tuple[NameServer, ...]:
    """(address, port) each, from `127.0.0.1:5353, ::1`. Raise ValueError."""
    return tuple(_server(part) for part in value.replace(",", " ").split())


def _server(text: str) -> NameServer:
    found = _SERVER.fullmatch(text)
    wrong = ValueError("must be addresses of DNS servers, as 127.0.0.1, 127.0.0.1:5353 or [::1]:5353")
    if found is None or not 0 < int(found[3] or 53) < 65536:
        raise wrong
    try:
        return str(ip_address(found[1] or found[2] or found[4])), int(found[3] or 53)
    except ValueError:
        raise wrong from None


class Settings(ChannelSettings):
    """Mail in and out. Without MAIL_RECIPIENTS no mail is taken."""

    mail_recipients: str = Field(
        "",
        description="Addresses (lapor@kab.example) or whole domains (@kab.example) mail is taken for; empty: no mail",
    )
    mail_from: str = Field("", description="Address answers come from; empty: the first address of MAIL_RECIPIENTS")
    mail_relay_host: str = Field("", description="Mail server that takes our answers; needed when mail is taken")
    mail_relay_port: int = Field(25, ge=1, le=65535, description="Its port: 25, or 587 with a user, or 465 with tls")
    mail_relay_user: str = Field("", description="User name there; empty: no login")
    mail_relay_password: SecretStr = Field(SecretStr(""), description="Password there")
    mail_relay_tls: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="starttls (must be offered), tls (from the first byte), or none (same machine only)"
    )
    mail_timeout_seconds: float = Field(10, gt=0, le=120, description="Time for one answer, from connecting to its 250")

    mail_answers_per_day: int = Field(
        10, ge=1, le=10_000, description="Most answers to one address within a day: From can be forged"
    )
    mail_office_answers_per_day: int = Field(
        200, ge=1, le=10_000, description="The same for a proven and known village office, which writes for many"
    )

    mail_proof: Literal["dns", "relay", "off"] = Field(
        "dns",
        description="How senders are verified: dns (SPF, DKIM and DMARC, and a trusted relay's verdicts), relay (those "
        "only), off (not at all: whoever's MAIL FROM agrees with From is answered, and no forwarder counts)",
    )
    mail_authserv_id: str = Field(
        "",
        description="Name in the Authentication-Results of MAIL_TRUSTED_RELAYS; they must remove foreign ones with it",
    )
    mail_authserv_headers: int = Field(
        1, ge=1, le=5, description="How many such headers they put on every mail (opendkim beside opendmarc: 2)"
    )
    mail_dns_servers: str = Field(
        "",
        description="DNS servers asked for proofs, as 127.0.0.1 or 127.0.0.1:5353, commas between; empty: the system's",
    )
    mail_forwarders: str = Field(
        "",
        description="Village offices whose forwards are answered to the citizen too: addresses, domains, *.desa.id, "
        "*.go.id; more can be enrolled one by one",
    )

    rspamd_url: str = Field(
        "",
        description="An rspamd that is asked about mails, as http://127.0.0.1:11333; empty: none",
    )
    rspamd_password: SecretStr = Field(SecretStr(""), description="Its controller's password, if it wants one")
    rspamd_timeout_seconds: float = Field(
        5, gt=0, le=25, description="Without its answer within this time our own rules decide alone"
    )
    rspamd_max_bytes: int = Field(
        10_485_760, ge=1024, le=104_857_600, description="A larger mail is not shown to rspamd"
    )

    @field_validator("rspamd_url")
    @classmethod
    def _rspamd(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in ("http", "https"):
            raise ValueError("must begin with http:// or https://")
        return value

    @field_validator("mail_authserv_id")
    @classmethod
    def _authserv_id(cls, value: str) -> str:
        if value and not _TOKEN.fullmatch(value):
            raise ValueError("must be one word without blanks, semicolons or quotes")
        return value.lower()

    @field_validator("mail_dns_servers")
    @classmethod
    def _dns_servers(cls, value: str) -> str:
        name_servers(value)
        return value

    @field_validator("mail_forwarders")
    @classmethod
    def _forwarders(cls, value: str) -> str:
        Known.of(value)
        return value

    @field_validator("mail_recipients")
    @classmethod
    def _recipients(cls, value: str) -> str:
        for entry in entries(value):
            if not _RECIPIENT.fullmatch(entry):
                raise ValueError("must hold addresses or @domains with commas between")
        return value

    @field_validator("mail_from")
    @classmethod
    def _from(cls, value: str) -> str:
        if value and not _ADDRESS.fullmatch(value):
            raise ValueError("must be one address, without a name")
        return value

    @classmethod
    def lacking(cls, given: Mapping[str, str]) -> Iterable[str]:
        recipients = entries(given.get("mail_recipients", ""))
        if recipients and "mail_relay_host" not in given:
            yield "MAIL_RELAY_HOST is missing: without a mail server nobody gets an answer"
        if recipients and not ("mail_from" in given or full_address(recipients)):
            yield "MAIL_FROM is missing: MAIL_RECIPIENTS holds no full address to answer from"
        if "mail_relay_user" in given and "mail_relay_password" not in given:
            yield "MAIL_RELAY_PASSWORD is missing for MAIL_RELAY_USER"
        if given.get("mail_proof") == "relay" and "mail_authserv_id" not in given:
            yield "MAIL_AUTHSERV_ID is missing for MAIL_PROOF=relay: the name our mail server gives its verdicts"

    def filter(self) -> Rspamd:
        return Rspamd(
            self.rspamd_url,
            self.rspamd_password.get_secret_value(),
            self.rspamd_timeout_seconds,
            self.rspamd_max_bytes,
            Connections(self.rspamd_timeout_seconds),
        )

    @property
    def sender(self) -> str:
        return self.mail_from or full_address(entries(self.mail_recipients))


def full_address(recipients: Sequence[str]) -> str:
    """The first that is no whole domain; "" if there is none."""
    return next((entry for entry in recipients if not entry.startswith("@")), "")


def entries(value: str) -> tuple[str, ...]:
    return tuple(entry.strip().lower() for entry in value.split(",") if entry.strip())
