"""A delivery's bytes as they lie (sealed) in the journal: version, length of head, head as JSON, body as it came."""

from __future__ import annotations

import json
from datetime import datetime

from pydantic_core import PydanticSerializationError, from_json, to_json

from normalizer.schema import ChannelName, Raw

_VERSION = b"\x01"
_LENGTH = 4
# json.dumps with separators of one's own would build one of these for each delivery.
_JSON = json.JSONEncoder(separators=(",", ":"), check_circular=False)


def pack(raw: Raw) -> bytes:
    """`channel` and `received_at` are not in it: they are columns. JSON's \\u escapes carry the lone surrogates by
    which aiohttp and aiosmtpd hand over bytes that are not UTF-8."""
    try:
        head = to_json((raw.url, raw.headers))
    except (PydanticSerializationError, UnicodeEncodeError):  # a lone surrogate
        head = _JSON.encode([raw.url, raw.headers]).encode()
    return b"".join((_VERSION, len(head).to_bytes(_LENGTH, "big"), head, raw.body))


def unpack(packed: bytes, channel: ChannelName, received_at: datetime) -> Raw:
    """Raise ValueError on bytes that `pack` did not make."""
    if packed[:1] != _VERSION:
        raise ValueError("this delivery was written by another version of Satu Pintu")
    start = 1 + _LENGTH
    end = start + int.from_bytes(packed[1:start], "big")
    head = packed[start:end]
    try:
        url, headers = from_json(head)  # in a fifth of json's own time, and every row has a head
    except ValueError:  # a lone surrogate
        url, headers = json.loads(head)
    return Raw(channel, received_at, url, tuple(map(tuple, headers)), packed[end:])
