"""HTTP/1.1 requests as providers write them, read without a parser: whole, with a length, and nothing special asked.

Narrower than https://www.rfc-editor.org/rfc/rfc9112 on purpose: whatever is written otherwise is left to aiohttp, so
this never has to know what is wrong with a request. A test holds both against each other.
"""

from __future__ import annotations

import re

Headers = tuple[tuple[str, str], ...]

_LARGEST_HEAD = 8190
_MOST_HEADERS = 64
_LINES = re.compile(rb"(?:[A-Za-z0-9-]+: [ -~]*(?<! )\r\n)+")
_FIELD = re.compile(r"([^:]+): +([^\r]+)\r\n")
# What changes how the body is read or the connection goes on, or is refused by aiohttp.
_SPECIAL = frozenset(
    {"transfer-encoding", "content-encoding", "te", "trailer", "upgrade", "expect", "sec-websocket-key1"}
    | {"proxy-connection"}  # to llhttp the same as Connection
)


def usual(data: bytes, at: int) -> tuple[Headers, bytes] | None:
    """Headers and body of the one whole request that `data` is, whose headers begin at `at`. None when it is another
    kind of request, less than one, or more."""
    end = data.find(b"\r\n\r\n", at, at + _LARGEST_HEAD) + 2
    if end < 2 or not _LINES.fullmatch(data, at, end):
        return None
    headers: list[tuple[str, str]] = _FIELD.findall(data[at:end].decode("ascii"))
    named = {name.lower(): value for name, value in headers}
    body = data[end + 2 :]
    if len(named) < len(headers) or "host" not in named or named.get("content-length") != str(len(body)):
        return None
    stays = named.get("connection", "keep-alive").lower() == "keep-alive"
    return (tuple(headers), body) if stays and len(named) <= _MOST_HEADERS and _SPECIAL.isdisjoint(named) else None
