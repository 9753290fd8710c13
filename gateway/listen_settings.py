"""Settings of the listeners: where webhooks and mail are taken, from whom and how large."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, Field, ValidationInfo, field_validator

from gateway.addresses import Listen, ListenSetting, MaybeListenSetting
from gateway.peers import Networks


class ListenSettings(BaseModel):
    """A part of `gateway.settings.Settings`."""

    web_listen: ListenSetting = Field(Listen("127.0.0.1", 8080), description="Where webhooks are taken (host:port)")
    private_listen: ListenSetting = Field(
        "127.0.0.1:9090", description="Health and metrics; never on the public internet"
    )  # type: ignore[assignment]
    smtp_listen: MaybeListenSetting = Field(None, description="Where mail is taken by SMTP; empty: not at all")
    lmtp_listen: MaybeListenSetting = Field(None, description="Where mail is taken by LMTP; empty: not at all")
    smtp_tls_cert: Path | None = Field(
        None, description="PEM file with the certificate and chain of SMTP_LISTEN, for STARTTLS; empty: mail in clear"
    )
    smtp_tls_key: Path | None = Field(None, description="PEM file with its key; empty: in the same file")
    smtp_require_tls: bool = Field(
        False, description="true: SMTP_LISTEN takes mail over TLS only; not for a public MX (RFC 3207)"
    )
    smtp_users_file: Path | None = Field(
        None, description="Who may say AUTH: made by `satupintu smtp-user add`; empty: nobody"
    )
    smtp_auth_on_loopback: bool = Field(
        False, description="true: programs on this machine may say AUTH (and submit) without TLS"
    )
    submission_listen: MaybeListenSetting = Field(
        None, description="Where mail of SMTP_USERS_FILE is taken, over TLS and with AUTH only (port 587); empty: not"
    )
    smtp_proxy_from: Networks = Field(
        "",  # type: ignore[arg-type]
        description="Networks of load balancers that begin with a PROXY header (v1, v2) on SMTP_LISTEN and "
        "SUBMISSION_LISTEN; empty: none",
    )
    smtp_mails_per_minute: int = Field(
        60, ge=0, le=100_000, description="Mails of one public address a minute; more get 450. 0: without a limit"
    )
    mail_trusted_relays: Networks = Field(
        "",  # type: ignore[arg-type]
        description="Networks (CIDR) of our own mail servers: their Authentication-Results are believed, and no limit "
        "counts their mails; empty: none",
    )
    max_webhook_bytes: int = Field(1_048_576, ge=1024, le=104_857_600, description="A larger webhook gets 413")
    max_mail_bytes: int = Field(26_214_400, ge=65_536, le=268_435_456, description="A larger mail gets 552")

    @field_validator("smtp_tls_key")
    @classmethod
    def _key_of_something(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        if value is not None and info.data.get("smtp_tls_cert") is None:
            raise ValueError("is a key without a certificate: name its certificate in SMTP_TLS_CERT")
        return value

    @field_validator("smtp_require_tls", "submission_listen")
    @classmethod
    def _has_what_it_needs(cls, value: object, info: ValidationInfo) -> object:
        if value and (wrong := smtp_needs(str(info.field_name), info.data)):
            raise ValueError(wrong)
        return value

    @field_validator("private_listen", "smtp_listen", "lmtp_listen", "submission_listen")
    @classmethod
    def _own_port(cls, value: Listen | None, info: ValidationInfo) -> Listen | None:
        taken = [k for k, v in info.data.items() if k.endswith("_listen") and v is not None and v == value]
        if taken and value is not None and value.port:
            raise ValueError(f"is the same address as {taken[0].upper()}: give each listener its own port")
        return value


def smtp_needs(field: str, others: Mapping[str, object]) -> str:
    """What a setting of the mail listener cannot be without; empty when it is there."""
    in_clear = field == "submission_listen" and others.get("smtp_auth_on_loopback")
    if others.get("smtp_tls_cert") is None and not in_clear:
        return "needs a certificate: name it in SMTP_TLS_CERT"
    if field == "submission_listen" and others.get("smtp_users_file") is None:
        return "takes mail of users only: name their file in SMTP_USERS_FILE"
    return ""
