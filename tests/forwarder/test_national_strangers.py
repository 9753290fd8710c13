"""The client of our contract against what else may listen at an address: redirects, endless and broken answers."""

from __future__ import annotations

import asyncio

import pytest

from forwarder.central import CentralError, Unavailable, Unknown
from forwarder.national import from_settings
from normalizer.schema import DeliveryNote

KEY = "a-key-made-up-for-tests"
_JSON = b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n"
_GOOD = b'{"reference":"reference-001","number":"01916449"}'

ROWS: list[tuple[str, bytes, type[CentralError], str]] = [
    (
        "a redirect is not followed",
        b"HTTP/1.1 307 -\r\nLocation: /v1/cases\r\nContent-Length: 0\r\n\r\n",
        Unavailable,
        "307",
    ),
    ("a body without end", _JSON + b"Content-Length: 70000\r\n\r\n" + _GOOD.ljust(70_000), Unknown, "lost"),
    ("a body cut short", _JSON + b"Content-Length: 100\r\n\r\n" + _GOOD, Unknown, "lost"),
    ("headers cut short", _JSON[:30], Unknown, "lost"),
    ("another protocol", b"220 mail.example.org ESMTP\r\n", Unknown, "lost"),
    ("nothing at all", b"", Unknown, "lost"),
    (
        "a compressed body that is none",
        _JSON + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nxxxx",
        Unknown,
        "lost",
    ),
    ("headers without end", b"HTTP/1.1 201 Created\r\nX: " + b"x" * 100_000 + b"\r\n\r\n", Unknown, "lost"),
]


@pytest.mark.parametrize(("answer", "kind", "says"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
async def test_a_stranger_never_makes_a_receipt(answer: bytes, kind: type[CentralError], says: str) -> None:
    requests = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal requests
        requests += 1
        await reader.readuntil(b"}}")
        writer.write(answer)
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    adapter = from_settings(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", KEY, "kabupaten-contoh", 5, 5)
    with pytest.raises(CentralError, match=says) as caught:
        await adapter.submit("reference-001", b"{}", DeliveryNote(1, 0))
    assert type(caught.value) is kind
    assert requests == 1, "nothing is sent again behind our back"
    await adapter.close()
    server.close()
    await server.wait_closed()
