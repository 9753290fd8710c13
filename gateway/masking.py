"""Makes any value safe to print: people's data and secrets cut out of texts, anything unknown reduced to its kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from pathlib import PurePath
from uuid import UUID

from normalizer.privacy import mask

# What is secret by its form, whoever wrote it, and what is left of it.
_BY_FORM = (
    # A bot token is part of every Bot API URL: https://core.telegram.org/bots/api#authorizing-your-bot
    (re.compile(r"\b\d{6,12}:[A-Za-z0-9_-]{30,}"), "[token]"),
    # User and password in a URL: RFC 3986, 3.2.1
    (re.compile(r"(?<=://)[^/\s@]+@"), "[login]@"),
    # Credentials in a header: RFC 9110, 11.4
    (re.compile(r"\b(Basic|Bearer|Digest)\s+[A-Za-z0-9+/=._~-]{6,}", re.IGNORECASE), r"\1 [secret]"),
)
_SHORTEST_SECRET = 6
_LONGEST = 4000
_DEEPEST = 4
_MOST = 50


class Masker:
    """Calling it with any value gives one that may be logged: None, bool, number, text, or lists and dicts of them."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = sorted({secret for secret in secrets if len(secret) >= _SHORTEST_SECRET}, key=len, reverse=True)
        self._secrets = re.compile("|".join(map(re.escape, known))) if known else None

    def __repr__(self) -> str:
        return "Masker()"

    def text(self, value: str) -> str:
        """The text without secrets, NIKs, phone numbers and mail addresses, cut at 4,000 characters."""
        # Masked before it is cut: half a secret is no longer recognised.
        return mask(self.without_secrets(value[: 2 * _LONGEST]))[:_LONGEST]

    def without_secrets(self, value: str) -> str:
        """The text without secrets; people's data stays."""
        if self._secrets:
            value = self._secrets.sub("[secret]", value)
        for pattern, left in _BY_FORM:
            value = pattern.sub(left, value)
        return value

    def fields(self, value: Mapping[object, object] | Mapping[str, object], depth: int = 0) -> dict[str, object]:
        """Names masked as values are: a name may come from outside, too."""
        return {
            self.text(str(key)).replace(" ", "_"): self(item, depth + 1) for key, item in list(value.items())[:_MOST]
        }

    def __call__(self, value: object, depth: int = 0) -> object:
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, (int, float)):
            return self._number(value)
        if isinstance(value, str):
            return self.text(value)
        return self._made(value, depth)

    def _number(self, value: int | float) -> object:
        """A phone number or NIK is one, too, as a number."""
        text = str(value)
        safe = mask(text)
        return value if safe == text else safe

    def _made(self, value: object, depth: int) -> object:
        if isinstance(value, (datetime, date)):
            return value.isoformat()
        if isinstance(value, Enum):
            return self(value.value, depth + 1)
        if isinstance(value, (UUID, PurePath, timedelta)):
            return self.text(str(value))
        return self._many(value, depth)

    def _many(self, value: object, depth: int) -> object:
        if depth >= _DEEPEST:
            return f"<{type(value).__name__}>"
        if isinstance(value, Mapping):
            return self.fields(value, depth)
        if isinstance(value, (list, tuple, set, frozenset)):
            return [self(item, depth + 1) for item in list(value)[:_MOST]]
        return f"<{type(value).__name__}>"
