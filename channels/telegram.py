"""Telegram: a bot that hears by webhook or by asking, and answers over the Bot API (https://core.telegram.org/bots/api)."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar, Literal
from urllib.parse import urlsplit

from pydantic import ConfigDict, Field, SecretStr, field_validator

from channels import telegram_update
from channels.base import ChannelSettings, SendFailed, Unauthentic
from channels.connections import Connections
from channels.telegram_api import CONFLICT, BotApi
from channels.telegram_menu import commands
from normalizer.schema import ChannelName, Medium, Message, Raw, Reply

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - https://core.telegram.org/bots/api#setwebhook
PATH = "/telegram"
POLLED = "poll:"
LONGEST = 4096  # https://core.telegram.org/bots/api#sendmessage; counted in UTF-16 units to be on the safe side
POLL_SECONDS = 25
_LARGEST_POLL = 100

Mode = Literal["webhook", "polling"]


class Settings(ChannelSettings):
    """On with TELEGRAM_TOKEN."""

    # A fault in a token must not print the token.
    model_config: ClassVar[ConfigDict] = ConfigDict(hide_input_in_errors=True)

    telegram_token: SecretStr = Field(
        SecretStr(""), description="The bot's token from @BotFather (123456789:AA…); empty: Telegram is not used"
    )
    telegram_secret: SecretStr = Field(
        SecretStr(""),
        description="What Telegram repeats in every webhook (1 to 256 of A-Z a-z 0-9 _ -); needed for webhooks",
    )
    telegram_mode: Mode = Field(
        "webhook",
        description="webhook: Telegram calls PUBLIC_URL; polling: we ask, no public address is needed; of several nodes"
        " one does",
    )
    telegram_api_base: str = Field("https://api.telegram.org", description="Base URL of the Bot API")
    telegram_timeout_seconds: float = Field(
        10.0, gt=0, le=60, description="Longest time for a call to Telegram; keep it below LEASE_SECONDS"
    )

    @field_validator("telegram_token")
    @classmethod
    def _token(cls, value: SecretStr) -> SecretStr:
        if value and not re.fullmatch(r"[0-9]{1,20}:[A-Za-z0-9_-]{1,200}", value.get_secret_value()):
            raise ValueError("is no bot token: @BotFather gives one like 123456789:AA…")
        return value

    @field_validator("telegram_secret")
    @classmethod
    def _secret(cls, value: SecretStr) -> SecretStr:
        if value and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
            raise ValueError("must be 1 to 256 of A-Z a-z 0-9 _ -, as Telegram takes no other")
        return value

    @field_validator("telegram_api_base")
    @classmethod
    def _base(cls, value: str) -> str:
        if urlsplit(value).scheme not in ("https", "http") or not urlsplit(value).netloc:
            raise ValueError("must be a URL such as https://api.telegram.org")
        return value.rstrip("/")

    @classmethod
    def lacking(cls, given: Mapping[str, str]) -> Iterable[str]:
        if "telegram_token" in given and given.get("telegram_mode") != "polling" and "telegram_secret" not in given:
            yield "TELEGRAM_SECRET must be set for webhooks (openssl rand -hex 32 makes one), or TELEGRAM_MODE=polling"


@dataclass(frozen=True)
class Telegram:
    """One bot. Only private chats act; groups and channels are heard and left alone."""

    bot: str
    mode: Mode
    secret: str = field(repr=False)
    api: BotApi = field(repr=False)
    poll_seconds: int = POLL_SECONDS
    name: ChannelName = telegram_update.NAME
    medium: Medium = Medium.CHAT

    def verify(self, raw: Raw) -> None:
        """What we asked for ourselves (`poll:`) came over our own call."""
        if raw.url == POLLED:
            return
        told = raw.header(SECRET_HEADER).encode("utf-8", "surrogatepass")
        if not self.secret or not hmac.compare_digest(told, self.secret.encode()):
            raise Unauthentic(f"{SECRET_HEADER} is missing or not TELEGRAM_SECRET")

    def delivery_key(self, raw: Raw) -> str:
        return telegram_update.delivery_key(self.bot, raw.body)

    def read(self, raw: Raw) -> Sequence[Message]:
        return telegram_update.read(raw, self.bot)

    async def send(self, reply: Reply) -> str:
        result = await self.api.call("sendMessage", _letter(reply))
        if isinstance(result, dict) and type(number := result.get("message_id")) is int:
            return str(number)
        raise SendFailed("Telegram's answer names no message; it may have been sent", unknown=True)

    async def look_up(self, reply: Reply) -> str | None:
        """A bot cannot ask what it sent."""
        return None

    async def content(self, source: str) -> bytes:
        """Satisfies `channels.abilities.Holding`."""
        return await self.api.content(source)

    async def poll(self, offset: int) -> tuple[Sequence[Raw], int]:
        """Up to a hundred updates from `offset` on (0: the oldest unconfirmed); waits `poll_seconds` for the first.
        Asking with the new offset makes Telegram forget these: https://core.telegram.org/bots/api#getupdates"""
        asked = {
            "offset": offset,
            "timeout": self.poll_seconds,
            "limit": _LARGEST_POLL,
            "allowed_updates": list(telegram_update.KINDS),
        }
        updates = await self.api.call("getUpdates", asked, wait=self.poll_seconds)
        if not isinstance(updates, list):
            raise SendFailed("Telegram's answer to getUpdates is no list")
        now = datetime.now(UTC)
        raws = [Raw(self.name, now, POLLED, (), json.dumps(update).encode()) for update in updates]
        numbers = [update["update_id"] for update in updates if _is_numbered(update)]
        return raws, max(numbers) + 1 if numbers else offset

    def another_polls(self, code: str) -> bool:
        """https://core.telegram.org/bots/faq#how-do-i-get-updates: the older of two requests is ended with a 409."""
        return code == CONFLICT

    @property
    def account(self) -> str:
        return self.bot

    @property
    def polls(self) -> bool:
        """Whether it is asked for its messages instead of being told."""
        return self.mode == "polling"

    async def offer(self, menus: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        """Tell Telegram what its menu offers, by the language of phones, at every start. Raise `SendFailed`."""
        for menu in commands(menus):
            await self.api.call("setMyCommands", menu)

    async def register(self, public_url: str) -> None:
        """Tell Telegram how we want to hear, at every start: it keeps what waits. Raise `SendFailed`."""
        if self.mode == "polling":
            await self.api.call("deleteWebhook", {"drop_pending_updates": False})
            return
        wanted = {
            "url": public_url.rstrip("/") + PATH,
            "secret_token": self.secret,
            "allowed_updates": list(telegram_update.KINDS),
            "drop_pending_updates": False,
        }
        await self.api.call("setWebhook", wanted)

    async def check(self) -> str:
        """Who Telegram says we are, and what it last had to complain of."""
        me = await self.api.call("getMe", {})
        if not isinstance(me, dict) or me.get("is_bot") is not True or str(me.get("id")) != self.bot:
            raise SendFailed("TELEGRAM_API_BASE does not know this bot as a bot: is it a Bot API?")
        hook = _hook(self.mode, await self.api.call("getWebhookInfo", {}))
        return f"Telegram knows the bot @{me.get('username', '?')}; {hook}"

    async def close(self) -> None:
        await self.api.connections.close()


def _letter(reply: Reply) -> dict[str, Any]:
    """The parameters of https://core.telegram.org/bots/api#sendmessage."""
    if not re.fullmatch(r"-?[0-9]{1,20}", reply.to.address):
        raise SendFailed("The address is no Telegram chat id", permanent=True)
    letter: dict[str, Any] = {
        "chat_id": int(reply.to.address),
        "text": _fitting(reply.text),
        "link_preview_options": {"is_disabled": True},
    }
    if re.fullmatch(r"[0-9]{1,20}", reply.thread):
        letter["reply_parameters"] = {"message_id": int(reply.thread), "allow_sending_without_reply": True}
    return letter


def _fitting(text: str) -> str:
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * LONGEST:
        return text
    return units[: 2 * LONGEST - 2].decode("utf-16-le", "ignore") + "…"


def _is_numbered(update: object) -> bool:
    return isinstance(update, dict) and type(update.get("update_id")) is int


# By mode and whether a webhook is set.
_WAYS = {
    ("webhook", True): "a webhook is set",
    ("webhook", False): "no webhook is set yet (`satupintu serve` sets it when it starts)",
    ("polling", True): "a webhook is set (`satupintu serve` removes it when it starts, because we poll)",
    ("polling", False): "we poll",
}


def _hook(mode: Mode, info: object) -> str:
    """https://core.telegram.org/bots/api#webhookinfo; its error texts speak of our server's answers only."""
    if not isinstance(info, dict):
        raise SendFailed("Telegram's answer to getWebhookInfo is no object")
    waiting = f"{_WAYS[mode, bool(info.get('url'))]}, {info.get('pending_update_count', 0)} updates wait"
    if not info.get("last_error_message"):
        return waiting
    when = info.get("last_error_date")
    at = datetime.fromtimestamp(when, UTC).isoformat() if type(when) is int and 0 <= when < 1 << 33 else "some time"
    return f"{waiting}; its last error ({at}): {str(info['last_error_message'])[:200]}"


def from_env(env: Mapping[str, str], public_url: str) -> Telegram | None:
    """None without TELEGRAM_TOKEN. Raise pydantic's ValidationError."""
    settings = Settings.from_env(env)
    token = settings.telegram_token.get_secret_value()
    if not token:
        return None
    api = BotApi(token, settings.telegram_api_base, Connections(settings.telegram_timeout_seconds))
    return Telegram(token.partition(":")[0], settings.telegram_mode, settings.telegram_secret.get_secret_value(), api)
