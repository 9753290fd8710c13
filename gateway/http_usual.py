"""HTTP/1.1 requests as providers write them, read without a parser: whole, with a length, and nothing special asked.

Narrower than https://www.rfc-editor.org/rfc/rfc9112 on purpose: whatever is written otherwise is left to aiohttp, so
this never has to know what is wrong with a request. A test holds both against each other.
"""

from __future__ import annotations

import re
from functools import lru_cache

Headers = tuple[tuple[str, str], ...]

_LARGEST_HEAD = 8190
_MOST_HEADERS = 64
# Possessive, for nothing is won by going back: a third of the time.
_LINES = re.compile(rb"(?:[A-Za-z0-9-]++: [ -~]*+(?<! )\r\n)++")
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
    places = _places(tuple([name for name, _ in headers]))
    body = data[end + 2 :]
    if places is None or headers[places[0]][1] != str(len(body)):
        return None
    stays = places[1] < 0 or headers[places[1]][1].lower() == "keep-alive"
    return (tuple(headers), body) if stays else None


@lru_cache(maxsize=64)
def _places(names: tuple[str, ...]) -> tuple[int, int] | None:
    """Where Content-Length and Connection (below 0: nowhere) stand among headers of these names; None where they make
    a request unusual. A provider's are always the same."""
    named = [name.lower() for name in names]
    once = len(set(named)) == len(named) <= _MOST_HEADERS
    if not once or "host" not in named or "content-length" not in named or not _SPECIAL.isdisjoint(named):
        return None
    return named.index("content-length"), named.index("connection") if "connection" in named else -1
