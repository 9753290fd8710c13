"""A channel made of sample settings, and a file's bytes as that channel's listener would have handed them over."""

from __future__ import annotations

import importlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlencode

from pydantic import ValidationError

from channels import ALL
from channels.base import Channel, Registered, Unreadable
from channels.sms_http import SmsHttp
from normalizer.schema import Raw

# Enough for a channel to read; nothing is verified and nothing is sent.
_SAMPLE: Mapping[str, str] = {
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "sample",
    "TWILIO_SMS_FROM": "+6281100009999",
    "TWILIO_WHATSAPP_FROM": "+6281100009999",
    "SMS_HTTP_PROFILE": "kannel",
    "SMS_HTTP_SECRET": "sample",
    "SMS_HTTP_SEND_URL": "http://localhost/",
    "TELEGRAM_TOKEN": "1:sample",
    "TELEGRAM_MODE": "polling",
    "MAIL_RECIPIENTS": "lapor@example.id",
    "MAIL_RELAY_HOST": "localhost",
}
# A file has no time of arrival; a constant keeps the same file explained alike.
RECEIVED = datetime(2026, 1, 1, tzinfo=UTC)
_URLS = {"telegram": "poll:", "mail": "smtp:"}
_LINES: Mapping[str, Registered] = {line.name: line for line in ALL}


def sample_channel(name: str, env: Mapping[str, str]) -> Channel:
    """With `env` over the sample where that fits together; raise `Unreadable` where not even the sample makes one."""
    module = importlib.import_module(_LINES[name].module)
    for settings in ({**_SAMPLE, **env}, _SAMPLE):
        try:
            made: Channel | None = module.from_env(settings, "https://example.id")
        except ValidationError:
            continue
        if made is not None:
            return made
    raise Unreadable(f"the channel {name} cannot be made from sample settings")


def raw_of(channel: Channel, data: bytes) -> Raw:
    """Raise `Unreadable` for what is neither a form nor JSON where the channel takes forms."""
    name, url = channel.name, _URLS.get(channel.name) or f"https://example.id{_LINES[channel.name].paths[0]}"
    body = _form(data) if name in ("sms", "whatsapp") else data
    if isinstance(channel, SmsHttp) and channel.reader.profile.incoming.encoding == "query":
        url, body = f"{url}?{data.decode('utf-8', 'replace').strip().lstrip('?')}", b""
    return Raw(name, RECEIVED, url, (), body)


def _form(data: bytes) -> bytes:
    """A JSON object of form fields as the form it stands for; anything else unchanged."""
    if not data.lstrip().startswith(b"{"):
        return data.rstrip(b"\r\n")
    try:
        fields = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Unreadable("neither a form nor a JSON object of form fields") from error
    pairs = {str(name): "" if value is None else str(value) for name, value in fields.items()}
    return urlencode(pairs, errors="replace").encode()
