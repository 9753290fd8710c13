"""The gateway's settings: frozen, from the environment and `.env`, with every fault told at once and its fix.

One field is one environment variable, named as the field in capitals. What a channel needs stands in its own file.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, Field, SecretStr, ValidationError, ValidationInfo, field_validator

from forwarder import redis_url
from forwarder.seal import Hasher, Sealer, decode_key
from gateway import central_settings
from gateway.addresses import check_url
from gateway.answer_settings import AnswerSettings
from gateway.attach_settings import AttachmentSettings
from gateway.central_settings import CentralSettings
from gateway.deadline_settings import DeadlineSettings
from gateway.draft_settings import DraftSettings
from gateway.environment import file_faults, read_env
from gateway.faults import SettingsFault, sentences
from gateway.flag_settings import FlagSettings
from gateway.flood_settings import FloodSettings
from gateway.house_settings import HouseSettings
from gateway.keep_settings import KeepSettings
from gateway.listen_settings import ListenSettings
from gateway.news_settings import NewsSettings
from gateway.pump_settings import PumpSettings
from gateway.suggest_settings import SuggestSettings

__all__ = ["Settings", "SettingsFault", "load", "read_env"]

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
    SuggestSettings,
    AttachmentSettings,
    DraftSettings,
    CentralSettings,
    AnswerSettings,
    DeadlineSettings,
    FloodSettings,
    FlagSettings,
    NewsSettings,
    KeepSettings,
    HouseSettings,
    ListenSettings,
    PumpSettings,
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
    central: Literal["by_hand", "national", "open311", "mapped"] = Field(
        "national",
        description="Kind of central system: by_hand (a tray, no API), national (docs/central-api.yaml), open311 "
        "(GeoReport v2) or mapped (a profile of yours)",
    )
    central_url: str = Field("", description="Base URL of the central system; https, unless on this machine")
    central_key: SecretStr = Field(SecretStr(""), description="The key it gave to this gateway")
    central_instance: str = Field("", max_length=64, description="The name it knows this gateway by; NODE_ID if empty")
    central_callback_secret: SecretStr = Field(
        SecretStr(""), description="Signs its callbacks; without it they are refused, and statuses are asked for"
    )
    central_callback_secret_old: SecretStr = Field(
        SecretStr(""), description="The former secret, which still counts while the new one is rolled out"
    )
    central_timeout_seconds: float = Field(10, gt=0, le=120, description="A call to the central system ends by then")
    lease_seconds: float = Field(
        15, gt=0, le=600, description="How long a worker may hold a complaint; more than CENTRAL_TIMEOUT_SECONDS"
    )
    concurrency: int = Field(50, ge=1, le=1000, description="Calls in flight at once in one worker process")
    stop_seconds: float = Field(25, ge=1, le=300, description="After SIGTERM everything in flight ends within")
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

    @field_validator("lease_seconds")
    @classmethod
    def _lease_outlives_call(cls, value: float, info: ValidationInfo) -> float:
        if value <= info.data.get("central_timeout_seconds", 0):
            raise ValueError(
                "must be more than CENTRAL_TIMEOUT_SECONDS: a call is broken off before its lease ends, and nobody "
                "knows then what came of it"
            )
        return value

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
        return tuple(words for field, words in _needed(self.central).items() if not plain(getattr(self, field)))

    @property
    def by_hand(self) -> bool:
        return self.central == "by_hand"


def _needed(central: str) -> Mapping[str, str]:
    # Nobody is called where a person enters complaints by hand.
    return {name: words for name, words in NEEDED_TO_SERVE.items() if central != "by_hand" or name not in _OF_CENTRAL}


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
        # What pydantic asks only of settings that are right one by one.
        faults += [sentence for sentence in [central_settings.lacking(given)] if sentence and sentence not in faults]
        missing = [words for field, words in _needed(given.get("central", "")).items() if field not in given]
        raise SettingsFault(*faults, *(missing if serving else ())) from None
    faults += settings.lacking() if serving else ()
    if faults:
        raise SettingsFault(*faults)
    return settings
