"""The gateway's settings: frozen, from the environment and `.env`, with every fault told at once and its fix.

One field is one environment variable, named as the field in capitals. What a channel needs stands in its own file.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field, SecretStr, ValidationError, ValidationInfo, field_validator

from forwarder import redis_url
from forwarder.seal import Hasher, Sealer, decode_key
from forwarder.words import brand_fault
from gateway.addresses import Listen, ListenSetting, MaybeListenSetting, check_url
from gateway.answer_settings import AnswerSettings
from gateway.attach_settings import AttachmentSettings
from gateway.central_settings import CentralSettings
from gateway.deadline_settings import DeadlineSettings
from gateway.draft_settings import DraftSettings
from gateway.environment import file_faults, read_env
from gateway.faults import SettingsFault, sentences
from gateway.flag_settings import FlagSettings
from gateway.flood_settings import FloodSettings
from gateway.news_settings import NewsSettings
from gateway.peers import Networks

__all__ = ["Listen", "Settings", "SettingsFault", "load", "read_env"]

MAKE_KEYS = "make them with: satupintu keys"

# What a process that serves citizens cannot do without, and what to write.
NEEDED_TO_SERVE = {
    "id_key": f"ID_KEY is missing: {MAKE_KEYS} (once per deployment, never another)",
    "encryption_keys": f"ENCRYPTION_KEYS is missing: {MAKE_KEYS}",
    "redis_url": "REDIS_URL is missing: say where Redis or Valkey is, as in redis://127.0.0.1:6379/0",
    "central_url": "CENTRAL_URL is missing: write the central system's base URL",
    "central_key": "CENTRAL_KEY is missing: ask the central system's operators for this gateway's key",
}
_OF_CENTRAL = frozenset({"central_url", "central_key"})


class Settings(
    AttachmentSettings,
    DraftSettings,
    CentralSettings,
    AnswerSettings,
    DeadlineSettings,
    FloodSettings,
    FlagSettings,
    NewsSettings,
):
    """Everything the gateway itself can be told; frozen. Secrets are `SecretStr` and stay out of every repr."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", str_strip_whitespace=True, validate_default=True, hide_input_in_errors=True
    )

    data_dir: Path = Field(Path("data"), description="Folder of the journal and the control socket; on a local disk")
    public_url: str = Field(
        "http://127.0.0.1:8080",
        description="Base URL under which providers reach WEB_LISTEN (signatures cover it); https",
    )
    id_key: SecretStr = Field(
        SecretStr(""), description="Makes ids and identity hashes; one per deployment, never changed. `satupintu keys`"
    )
    encryption_keys: SecretStr = Field(
        SecretStr(""), description="Seal what is kept, separated by commas; the first seals, all open. `satupintu keys`"
    )
    node_id: str = Field(
        default_factory=lambda: socket.gethostname()[:64],
        pattern=r"^[A-Za-z0-9_.-]{1,64}$",
        description="Name of this machine among several; stays the same over restarts",
    )
    redis_url: SecretStr = Field(
        SecretStr(""),
        description="Redis >= 7.2 or Valkey: redis://, rediss://, unix://, sentinel[s]://. `run` starts one when empty",
    )
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
    central: Literal["by_hand", "national", "open311", "mapped"] = Field(
        "national",
        description="Kind of central system: by_hand (a tray, no API), national (docs/central-api.yaml), open311 "
        "(GeoReport v2) or mapped (a profile of yours)",
    )
    central_url: str = Field("", description="Base URL of the central system; https, unless on this machine")
    central_key: SecretStr = Field(SecretStr(""), description="The key it gave to this gateway")
    central_instance: str = Field("", max_length=64, description="The name it knows this gateway by; NODE_ID if empty")
    central_callback_secret: SecretStr = Field(
        SecretStr(""), description="Signs its status callbacks; without it callbacks are refused"
    )
    central_timeout_seconds: float = Field(10, gt=0, le=120, description="A call to the central system ends by then")
    lease_seconds: float = Field(
        15, gt=0, le=600, description="How long a worker may hold a complaint; more than CENTRAL_TIMEOUT_SECONDS"
    )
    number_wait_seconds: float = Field(
        20, ge=0, le=3600, description="How long the answer waits for a tracking number before it goes out without"
    )
    bundle_wait_seconds: float = Field(
        3600,
        ge=0,
        le=604_800,
        description="One mail with several complaints: how long those that have their numbers wait for the others",
    )
    copies_per_day: int = Field(
        3,
        ge=0,
        le=1000,
        description="Numbers that a citizen behind a proven forward is sent within a day, for each address; 0: none",
    )
    contact: str = Field(
        "",
        max_length=120,
        description="How citizens reach you, for the printed receipt: SMS 1708, WhatsApp 0811 0000 0000",
    )
    concurrency: int = Field(50, ge=1, le=1000, description="Calls in flight at once in one worker process")
    duplicate_days: int = Field(
        7,
        ge=0,
        le=90,
        description="Complaints alike are linked or named beside each other within; what comes later is there again",
    )
    retention_days: int = Field(365, ge=1, le=3650, description="Bodies of rows that have an end are purged after")
    claim_days: int = Field(30, ge=6, le=3650, description="Deliveries are remembered in Redis for; mail returns for 5")
    journal_reserve_mb: int = Field(
        64, ge=1, le=100_000, description="Disk kept for SMS and WhatsApp: mail and Telegram are put off below it"
    )
    max_webhook_bytes: int = Field(1_048_576, ge=1024, le=104_857_600, description="A larger webhook gets 413")
    max_mail_bytes: int = Field(26_214_400, ge=65_536, le=268_435_456, description="A larger mail gets 552")
    stop_seconds: float = Field(25, ge=1, le=300, description="After SIGTERM everything in flight ends within")
    timezone: str = Field("Asia/Jakarta", description="Zone of the times that lists show (WIB; WITA is Asia/Makassar)")
    operator_mail: str = Field(
        "", description="Address that is told once a day what waits for a person, by mail; empty: nobody is"
    )
    digest_at: str = Field(
        "07:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="When OPERATOR_MAIL is told, in TIMEZONE"
    )
    brand: str = Field(
        "LAPOR!", description="Name that opens every SMS, such as LAPOR! Kab. Contoh; at most 30 letters"
    )
    agency_keywords: str = Field(
        "", max_length=2000, description="Words that may open an SMS to 1708 and name the agency, separated by commas"
    )
    words_file: Path | None = Field(None, description="TOML file with the operator's own words; see docs/words.md")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Least level that is logged")
    log_format: Literal["json", "console"] = Field("json", description="json: an object a line; console: key=value")

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("public_url", "central_url")
    @classmethod
    def _https(cls, value: str) -> str:
        return check_url(value) if value else value

    @field_validator("redis_url")
    @classmethod
    def _redis(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and (wrong := redis_url.fault(value.get_secret_value())):
            raise ValueError(wrong)
        return value

    @field_validator("id_key")
    @classmethod
    def _id_key(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value():
            decode_key(value.get_secret_value())
        return value

    @field_validator("encryption_keys")
    @classmethod
    def _encryption_keys(cls, value: SecretStr) -> SecretStr:
        for place, key in enumerate(split_keys(value), 1):
            try:
                decode_key(key)
            except ValueError as error:
                raise ValueError(f"key {place} {error}") from error
        return value

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (OSError, ValueError, KeyError) as error:
            raise ValueError("is no time zone; Indonesia's are Asia/Jakarta, Asia/Makassar, Asia/Jayapura") from error
        return value

    @field_validator("operator_mail")
    @classmethod
    def _one_address(cls, value: str) -> str:
        if value and not re.fullmatch(r"[^\s@<>,;\"]{1,64}@[^\s@<>,;\"]{1,253}", value):
            raise ValueError("must be one address, without a name")
        return value

    @field_validator("brand")
    @classmethod
    def _fits_sms(cls, value: str) -> str:
        if wrong := brand_fault(value):
            raise ValueError(wrong)
        return value

    @field_validator("lease_seconds")
    @classmethod
    def _lease_outlives_call(cls, value: float, info: ValidationInfo) -> float:
        if value <= info.data.get("central_timeout_seconds", 0):
            raise ValueError(
                "must be more than CENTRAL_TIMEOUT_SECONDS: a lease that ends during a call lets a second worker "
                "submit the same complaint"
            )
        return value

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

    @property
    def digest_time(self) -> time:
        return time.fromisoformat(self.digest_at)

    def hasher(self) -> Hasher:
        """Keyed hashes under ID_KEY. Raise `SettingsFault` when there is none."""
        if not self.id_key.get_secret_value():
            raise SettingsFault(NEEDED_TO_SERVE["id_key"])
        return Hasher(decode_key(self.id_key.get_secret_value()))

    def sealer(self) -> Sealer:
        """Seals with the first of ENCRYPTION_KEYS. Raise `SettingsFault` when there is none."""
        keys = split_keys(self.encryption_keys)
        if not keys:
            raise SettingsFault(NEEDED_TO_SERVE["encryption_keys"])
        return Sealer.of(*map(decode_key, keys))

    def lacking(self) -> tuple[str, ...]:
        """What `serve` and `work` cannot do without, as sentences."""
        # Nobody is called where a person enters complaints by hand.
        needed = {name: words for name, words in NEEDED_TO_SERVE.items() if not (self.by_hand and name in _OF_CENTRAL)}
        return tuple(sentence for field, sentence in needed.items() if not plain(getattr(self, field)))

    @property
    def by_hand(self) -> bool:
        return self.central == "by_hand"


def smtp_needs(field: str, others: Mapping[str, object]) -> str:
    """What a setting of the mail listener cannot be without; empty when it is there."""
    in_clear = field == "submission_listen" and others.get("smtp_auth_on_loopback")
    if others.get("smtp_tls_cert") is None and not in_clear:
        return "needs a certificate: name it in SMTP_TLS_CERT"
    if field == "submission_listen" and others.get("smtp_users_file") is None:
        return "takes mail of users only: name their file in SMTP_USERS_FILE"
    return ""


def plain(value: object) -> str:
    """A setting's value as text, secrets too: for comparing and calling, never for printing."""
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


def split_keys(value: SecretStr) -> list[str]:
    return [key.strip() for key in value.get_secret_value().split(",") if key.strip()]


def load(env: Mapping[str, str], *, serving: bool = False) -> Settings:
    """The settings in `env`. Raise `SettingsFault` with every fault; `serving` asks for what `serve` needs too.

    Empty variables count as unset.
    """
    faults = list(file_faults(env))
    given = {f: env[f.upper()] for f in Settings.model_fields if env.get(f.upper(), "").strip()}
    try:
        settings = Settings.model_validate(given)
    except ValidationError as error:
        faults += sentences(error)
        missing = [words for field, words in NEEDED_TO_SERVE.items() if field not in given]
        raise SettingsFault(*faults, *(missing if serving else ())) from None
    faults += settings.lacking() if serving else ()
    if faults:
        raise SettingsFault(*faults)
    return settings
