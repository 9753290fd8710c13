"""What is read without aiohttp's parser, held against what aiohttp reads."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp.base_protocol import BaseProtocol
from aiohttp.http import HttpProcessingError, HttpRequestParser
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.http_usual import Headers, usual

LINE = b"POST /twilio/sms HTTP/1.1"
FIELDS = b"Host: pintu.example.org\r\nX-Twilio-Signature: abc=\r\n"


def short(data: bytes) -> tuple[Headers, bytes] | None:
    return usual(data, len(LINE) + 2) if data.startswith(LINE + b"\r\n") else None


def thorough(data: bytes) -> tuple[Headers, bytes] | None:
    """As aiohttp's listener reads it; None unless it is one whole request whose connection stays."""
    loop = asyncio.new_event_loop()
    try:
        parser = HttpRequestParser(BaseProtocol(loop), loop, 2**16, max_line_size=8190, max_field_size=8190)
        messages, upgraded, rest = parser.feed_data(data)
    except HttpProcessingError:
        return None
    finally:
        loop.close()
    whole = len(messages) == 1 and messages[0][1].is_eof() and not upgraded and not rest
    if (
        not whole
        or messages[0][0].should_close
        or (messages[0][0].method, messages[0][0].path) != ("POST", "/twilio/sms")
    ):
        return None
    return tuple((name, value) for name, value in messages[0][0].headers.items()), messages[0][1].read_nowait()


def lower(found: tuple[Headers, bytes]) -> tuple[list[tuple[str, str]], bytes]:
    """aiohttp writes the names it knows in its own way."""
    return [(name.lower(), value) for name, value in found[0]], found[1]


ODD = [
    b"Content-Length: 3\r\n", b"content-length:3\r\n", b"Content-Length: 03\r\n", b"Content-Length: +3\r\n",
    b"Content-Length: 3, 3\r\n", b"Host: b\r\n", b"Host:  c \r\n", b"X-A: 1\r\n", b"X-A: \r\n", b"X-A : 1\r\n",
    b"x-a: 2\r\n", b"X-B: a\tb\r\n", b"X-B: \xc3\xa9\r\n", b"X-C: a\rb\r\n", b"X-C: a\nContent-Length: 1\r\n",
    b"X-D: 1\r\n 2\r\n", b"Connection: close\r\n", b"X_E: 1\r\n", b": 1\r\n", b"Connection: Keep-Alive\r\n",
    b"Transfer-Encoding: chunked\r\n", b"Upgrade: websocket\r\n", b"X-F: \0\r\n", b"Expect: 100-continue\r\n",
    b"Content-Encoding: gzip\r\n", b"X-G: 1\n", b"X-H:1\r\n", b"X-I: : \r\n", b"X-J: %s\r\n" % (b"x" * 8200),
    b"X-K: %s\r\n" % (b"y" * 4000), b"\r\n", b"X-L", b"\n", b"X-M:   two  words\r\n", b"X-N: a:b: c\r\n",
    b"Cookie: a=b; c\r\n", b"Sec-WebSocket-Key1: x\r\n", b"Content-Type: \x7f\r\n", b"Trailer: X-A\r\n",
    b"Proxy-Connection: close\r\n", b"Keep-Alive: timeout=5\r\n", b"X_Transfer-Encoding: chunked\r\n",
]  # fmt: skip
BODIES = [b"", b"abc", b"a\r\n", b"0\r\n\r\n", b"\r\n\r\n", b"POST / HTTP/1.1\r\n\r\n"]


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.sampled_from(ODD), max_size=3),
    st.sampled_from(BODIES),
    st.sampled_from([0, 0, 0, 1, -1]),
    st.booleans(),
)
def test_what_it_reads_aiohttp_reads_so_too(odd: list[bytes], body: bytes, more: int, last: bool) -> None:
    length = b"Content-Length: %d\r\n" % (len(body) + more)
    parts = [FIELDS, *odd, length] if last else [FIELDS, length, *odd]
    data = LINE + b"\r\n" + b"".join(parts) + b"\r\n" + body
    found = short(data)
    if found is not None:
        expected = thorough(data)
        assert expected is not None
        assert lower(found) == lower(expected)


@given(st.binary(max_size=12), st.integers(0, 120))
def test_what_it_reads_of_spoilt_bytes_aiohttp_reads_so_too(spoilt: bytes, at: int) -> None:
    sound = LINE + b"\r\n" + FIELDS + b"Content-Length: 3\r\n\r\nabc"
    data = sound[:at] + spoilt + sound[at + len(spoilt) :]
    found = short(data)
    if found is not None:
        expected = thorough(data)
        assert expected is not None
        assert lower(found) == lower(expected)


TABLE = [
    # label, fields, body, read here
    ("as Twilio writes", FIELDS + b"Content-Length: 3\r\n", b"abc", True),
    ("without a body", FIELDS + b"Content-Length: 0\r\n", b"", True),
    ("it says that it stays", FIELDS + b"Connection: keep-alive\r\nContent-Length: 0\r\n", b"", True),
    ("bytes that are no text", FIELDS + b"Content-Length: 4\r\n", b"\0\xff\r\n", True),
    ("half of the body", FIELDS + b"Content-Length: 3\r\n", b"ab", False),
    ("the next one came along", FIELDS + b"Content-Length: 3\r\n", b"abcP", False),
    ("no length", FIELDS, b"", False),
    ("two lengths", FIELDS + b"Content-Length: 3\r\nContent-Length: 3\r\n", b"abc", False),
    ("no host", b"Content-Length: 0\r\n", b"", False),
    ("in chunks", FIELDS + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", b"0\r\n\r\n", False),
    ("it goes", FIELDS + b"Connection: close\r\nContent-Length: 0\r\n", b"", False),
    ("it goes, said to a proxy", FIELDS + b"Proxy-Connection: close\r\nContent-Length: 0\r\n", b"", False),
    ("it waits to be told", FIELDS + b"Expect: 100-continue\r\nContent-Length: 0\r\n", b"", False),
    ("something twice", FIELDS + b"X-A: 1\r\nx-a: 1\r\nContent-Length: 0\r\n", b"", False),
    ("a bare line end", FIELDS + b"X-A: 1\nContent-Length: 0\r\n", b"", False),
    ("a folded line", FIELDS + b"X-A: 1\r\n 2\r\nContent-Length: 0\r\n", b"", False),
    ("more headers than anybody sends", FIELDS + b"".join(b"X-%d: 1\r\n" % n for n in range(70)), b"", False),
    ("a long header", FIELDS + b"X-A: %s\r\nContent-Length: 0\r\n" % (b"x" * 8190), b"", False),
]


@pytest.mark.parametrize(("label", "fields", "body", "here"), TABLE, ids=[row[0] for row in TABLE])
def test_what_is_left_to_aiohttp(label: str, fields: bytes, body: bytes, here: bool) -> None:
    data = LINE + b"\r\n" + fields + b"\r\n" + body
    found = short(data)
    assert (found is not None) == here, label
    if found:
        expected = thorough(data)
        assert expected is not None
        assert lower(found) == lower(expected)
        assert found[1] == body


def test_headers_without_end_are_no_request() -> None:
    assert short(LINE + b"\r\n" + FIELDS) is None
    assert usual(b"POST /twilio/sms HTTP/1.1\r", 1) is None
