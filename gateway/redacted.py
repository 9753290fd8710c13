"""Deliveries without the secrets that providers show for themselves; people's words stay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import parse_qsl, quote, quote_plus, urlsplit

from gateway.environment import secret_values
from gateway.masking import Masker
from normalizer.schema import Raw

SECRET = "[secret]"  # noqa: S105 - what stands in its place
# X-Telegram-Bot-Api-Secret-Token, Authorization, X-Api-Key and what a profile may call its own; a signature over one
# delivery opens nothing else and stays.
_NAME = re.compile(r"secret|token|passw|authorization|cookie|api-?key|credential", re.IGNORECASE)
_PAIR = re.compile(r"(?<![^?&\s])(?P<name>[\w.%-]*?(?:secret|token|passw|key|auth)[\w.%-]*)=[^&\s]*", re.IGNORECASE)
_FIELD = re.compile(r"secret|token|passw|key|auth", re.IGNORECASE)
# Their bodies are the provider's forms; in a mail the same letters may be a citizen's.
_FORMS = ("sms_http",)


@dataclass(frozen=True)
class Redactor:
    """`masker` knows the secrets of this deployment, as they are and as they stand in a form."""

    masker: Masker = field(repr=False)

    @classmethod
    def of(cls, env: Mapping[str, str]) -> Self:
        known = secret_values(env)
        return cls(Masker({form for one in known for form in (one, quote(one, safe=""), quote_plus(one))}))

    def headers(self, headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        return [(name, SECRET if _NAME.search(name) else self.masker.without_secrets(value)) for name, value in headers]

    def url(self, url: str) -> str:
        return self.masker.without_secrets(_PAIR.sub(rf"\g<name>={SECRET}", url))

    def fields(self, url: str) -> list[tuple[str, str]]:
        """What a message says that came by GET."""
        fields = parse_qsl(urlsplit(url).query, keep_blank_values=True, errors="backslashreplace")
        return [(name, SECRET if _FIELD.search(name) else self.masker.without_secrets(value)) for name, value in fields]

    def body(self, raw: Raw) -> bytes:
        text = raw.body.decode("utf-8", "surrogateescape")
        if raw.channel in _FORMS:
            text = _PAIR.sub(rf"\g<name>={SECRET}", text)
        return self.masker.without_secrets(text).encode("utf-8", "surrogateescape")
