"""A request as an SMS provider sends it, and the one thing that was read from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlencode

from channels.sms_incoming import SMS_HTTP
from normalizer.schema import DeliveryReport, Inbound, Message, Raw

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
PUBLIC = "https://satupintu.example.org"
PHONE = "+6281100001234"
SECRET = "kata sandi+&rahasia"


def raw(body: bytes = b"", path: str = "/sms", query: dict[str, str] | None = None, **headers: str) -> Raw:
    url = f"{PUBLIC}{path}" + (f"?{urlencode(query)}" if query else "")
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Raw(SMS_HTTP, NOW, url, named, body)


def only(found: Sequence[Inbound]) -> Inbound:
    (one,) = found
    assert isinstance(one, Message | DeliveryReport)
    return one


def words(found: Sequence[Inbound]) -> Message:
    one = only(found)
    assert isinstance(one, Message)
    return one
