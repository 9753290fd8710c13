"""winmail.dat: the words and files that Outlook packs into one part, read as far as they are plain.

https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxtnef (attributes),
https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxcdata (property types)
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_SIGNATURE = b"\x78\x9f\x3e\x22"
_HEAD, _ATTRIBUTE = 6, struct.Struct("<BII")
_BODY, _PROPERTIES, _NEW_FILE, _TITLE, _DATA, _FILE_PROPERTIES = (
    0x0002800C, 0x00069003, 0x00069002, 0x00018010, 0x0006800F, 0x00069005,
)  # fmt: skip
_MOST_ATTRIBUTES, _MOST_PROPERTIES, _MOST_FILES = 2_000, 1_000, 100
# Properties: words, words as HTML, a file's long name.
_TEXT, _HTML, _LONG_NAME = 0x1000, 0x1013, 0x3707
_FIXED: Mapping[int, int] = {
    0x0002: 4, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x000A: 4, 0x000B: 4, 0x0014: 8, 0x0040: 8,
    0x0048: 16,
}  # fmt: skip
_VARIABLE = frozenset({0x000D, 0x001E, 0x001F, 0x0102})
_UNICODE, _MANY = 0x001F, 0x1000


@dataclass(frozen=True, slots=True)
class Packed:
    """`text` and `html` are bytes in no known charset (UTF-8 where they were UTF-16); `files` are name and content."""

    text: bytes = field(default=b"", repr=False)
    html: bytes = field(default=b"", repr=False)
    files: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)


def read_tnef(data: bytes) -> Packed:
    """What can be read; nothing of bytes that are something else, and what came before the fault of broken ones."""
    if not data.startswith(_SIGNATURE):
        return Packed()
    text, html, files = b"", b"", list[list[bytes]]()
    for name, value in _attributes(data):
        if name == _BODY:
            text = text or _plain(value)
        elif name == _PROPERTIES:
            found = _wanted(value)
            text, html = text or found.get(_TEXT, b""), html or found.get(_HTML, b"")
        elif name == _NEW_FILE and len(files) < _MOST_FILES:
            files.append([b"", b""])
        elif files and name == _TITLE:
            files[-1][0] = files[-1][0] or _plain(value)
        elif files and name == _DATA:
            files[-1][1] = value
        elif files and name == _FILE_PROPERTIES:
            files[-1][0] = _wanted(value).get(_LONG_NAME, b"") or files[-1][0]
    return Packed(text, html, tuple((one.decode("utf-8", "replace"), content) for one, content in files if content))


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = _HEAD
    for _ in range(_MOST_ATTRIBUTES):
        if at + _ATTRIBUTE.size > len(data):
            return
        _, name, length = _ATTRIBUTE.unpack_from(data, at)
        at += _ATTRIBUTE.size
        if length > len(data) - at:
            return
        yield name, data[at : at + length]
        at += length + 2  # a checksum that nobody keeps


def _plain(value: bytes) -> bytes:
    return value.split(b"\0", 1)[0]


def _wanted(data: bytes) -> dict[int, bytes]:
    """The properties we look for, each once."""
    found: dict[int, bytes] = {}
    try:
        for name, kind, value in _properties(data):
            if name in (_TEXT, _HTML, _LONG_NAME):
                words = value.decode("utf-16-le", "replace").encode("utf-8", "replace") if kind == _UNICODE else value
                found.setdefault(name, words if name == _HTML else _plain(words))
    except struct.error:  # cut in the middle: what came before is kept
        pass
    return found


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    (count,), at = struct.unpack_from("<I", data), 4
    for _ in range(min(count, _MOST_PROPERTIES)):
        kind, name = struct.unpack_from("<HH", data, at)
        at = _past_name(data, at + 4) if name >= 0x8000 else at + 4
        base = kind & ~_MANY
        if base in _FIXED:
            values, at = (struct.unpack_from("<I", data, at)[0], at + 4) if kind & _MANY else (1, at)
            at += _FIXED[base] * values
        elif base in _VARIABLE:
            values, at = struct.unpack_from("<I", data, at)[0], at + 4
            for _ in range(min(values, _MOST_PROPERTIES)):
                length = struct.unpack_from("<I", data, at)[0]
                yield name, base, data[at + 4 : at + 4 + length]
                at += 4 + _padded(length)
        else:
            return


def _past_name(data: bytes, at: int) -> int:
    """Past the GUID and the number or name of a named property."""
    (kind, length) = struct.unpack_from("<II", data, at + 16)
    return at + 24 + (_padded(length) if kind else 0)


def _padded(length: int) -> int:
    return (length + 3) & ~3
