"""Whether a row of somebody else's names this person: an address inside a longer one is another's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import unquote_to_bytes

from gateway.inbox import Row

# Not \b: a number stands behind the letters of "%2B" and of "\u002b", too.
_NUMBER = rb"(?<![0-9])%s(?![0-9])"
# What may go on in a mailbox's name, before it, or in its domain, after it; a full stop may also end a sentence.
_MAILBOX = rb"(?<![a-z0-9._+\-\x80-\xff])(?<![a-z0-9]')%s(?![a-z0-9\-\x80-\xff])(?!\.[a-z0-9])"


@dataclass(frozen=True, slots=True)
class Names:
    """As bytes in small letters, and how each is looked for: that takes long, and most rows are others'."""

    patterns: tuple[tuple[bytes, re.Pattern[bytes]], ...] = field(repr=False)

    @classmethod
    def of(cls, names: Iterable[bytes]) -> Self:
        return cls(tuple((name, _pattern(name)) for name in sorted(set(names)) if name))

    def are_in(self, row: Row) -> bool:
        return any(name in said and pattern.search(said) for said in _said(row) for name, pattern in self.patterns)


def _pattern(name: bytes) -> re.Pattern[bytes]:
    alone = _NUMBER if name.lstrip(b"-").isdigit() else _MAILBOX
    return re.compile(alone % re.escape(name))


def _said(row: Row) -> Iterable[bytes]:
    """As it came, and as a form means it: "%2062…" is no longer number, "%40" stands in an address."""
    if row.raw is None:
        return
    heads = "\n".join(value for _, value in row.raw.headers)
    said = b"\n".join((row.raw.url.encode(), heads.encode("utf-8", "replace"), row.raw.body)).lower()
    yield said
    if b"%" in said:
        yield unquote_to_bytes(said).lower()
