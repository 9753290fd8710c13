"""What a part of a mail says it is: Content-Type, and the parameters of it and of Content-Disposition.

RFC 2045, 2231; https://www.rfc-editor.org/rfc/rfc2231
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.message import Message
from email.utils import collapse_rfc2231_value

from normalizer.mime_headers import UNDECODABLE, Headers, decoded, one_line
from normalizer.mime_words import Budget, decode_words

_PARAMETERS = 2 * 1024
_SEMICOLONS = 200  # the stdlib's parameter parser is quadratic in quoted ones


@dataclass(frozen=True, slots=True)
class ContentType:
    """`kind` is lower case, "text/plain" when nothing usable was said. Parameters have lower-case names."""

    kind: str
    parameters: dict[str, str] = field(default_factory=dict, repr=False)
    declared: bool = True


def content_type(headers: Headers, budget: Budget, default: str = "text/plain") -> ContentType:
    value = headers.first("content-type")
    found = re.match(r"\s*([\w!#$&^.+-]{1,80})\s{0,9}/\s{0,9}([\w!#$&^.+-]{1,120})", value, re.ASCII)
    if found is None:
        word = value.split(";")[0].strip().lower()
        kind = {"text": "text/plain", "html": "text/html", "multipart": "multipart/mixed"}.get(word, default)
        return ContentType(kind, parameters("Content-Type", value, budget), declared=word in ("text", "html"))
    return ContentType(f"{found[1]}/{found[2]}".lower(), parameters("Content-Type", value, budget))


def parameters(name: str, value: str, budget: Budget) -> dict[str, str]:
    """The parameters of a Content-Type or Content-Disposition, RFC 2231 and encoded words read."""
    if ";" not in value:
        return {}
    value = value[:_PARAMETERS]
    pairs = _pairs(name, value) if value.count(";") <= _SEMICOLONS else None
    if pairs is None:
        budget.fault("headers-broken")
        pairs = [(key.strip(), rest.strip(' "')) for key, _, rest in (p.partition("=") for p in value.split(";")[:50])]
    return {key.lower(): _parameter(text, budget) for key, text in pairs[1:] if isinstance(key, str)}


def _pairs(name: str, value: str) -> list[tuple[str, object]] | None:
    """The value itself and its parameters; None when the stdlib cannot take them apart."""
    holder = Message()
    holder[name] = value
    try:
        return list(holder.get_params(failobj=[], header=name))
    except UNDECODABLE:
        return None


def _parameter(value: object, budget: Budget) -> str:
    try:
        if isinstance(value, tuple):  # RFC 2231: charset, language, text made of Latin-1
            charset, _, text = value
            return one_line(decode_words(text.encode("latin-1", "replace"), charset or "", budget))
        return decoded(collapse_rfc2231_value(str(value)), budget)
    except UNDECODABLE:
        budget.fault("headers-broken")
        return one_line(str(value))
