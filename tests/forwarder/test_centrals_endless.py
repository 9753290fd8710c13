"""A central system that never comes to an end: every adapter lets go of it in time, and takes little of it."""

from __future__ import annotations

import asyncio
import gzip
import time
import tracemalloc
from collections.abc import Callable, Iterable
from functools import cache
from itertools import chain, repeat
from pathlib import Path

import pytest
from central_kinds import CALLED, CASE, FIRST, KEY, REFERENCE, CentralKind

from forwarder.central import CentralError, Unavailable, Unknown

_OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_CHUNKED = _OK + b"Transfer-Encoding: chunked\r\n\r\n"
_MOST = 48 * 1024 * 1024  # of memory, where 200 MB are sent


@cache
def _bomb() -> bytes:
    """Made where it is thrown: it takes a second."""
    packed = gzip.compress(b"[" + b" " * 200_000_000 + b"]")
    return b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed) + packed


# What is said, and after how long (s) each part of it.
ENDLESS: tuple[tuple[str, Callable[[], Iterable[bytes]], float], ...] = (
    (
        "two hundred megabytes",
        lambda: chain([_OK + b"Content-Length: 200000000\r\n\r\n"], repeat(b" " * 100_000, 2_000)),
        0.0,
    ),
    ("chunks without end", lambda: chain([_CHUNKED], repeat(b"2710\r\n" + b" " * 10_000 + b"\r\n")), 0.0),
    ("drop by drop", lambda: chain([_CHUNKED], repeat(b"1\r\n[\r\n")), 0.02),
    ("headers drop by drop", lambda: chain([_OK], (b"X-%d: x\r\n" % n for n in range(10**9))), 0.02),
    ("a head that is never over", lambda: chain([b"HTTP/1.1 200 "], repeat(b"O")), 0.02),
    ("answers before the answer", lambda: repeat(b"HTTP/1.1 103 Early Hints\r\n\r\n"), 0.001),
    ("a bomb", lambda: [_OK + _bomb()], 0.0),
    ("silence", lambda: [b""], 0.0),
)


# One of each adapter: all settings of one share its wire.
ADAPTERS = {kind.label.partition(",")[0]: kind for kind in reversed(CALLED)}


@pytest.mark.parametrize("kind", ADAPTERS.values(), ids=ADAPTERS)
@pytest.mark.parametrize(("said", "pause"), [row[1:] for row in ENDLESS], ids=[row[0] for row in ENDLESS])
async def test_what_has_no_end_is_let_go(
    kind: CentralKind, said: Callable[[], Iterable[bytes]], pause: float, tmp_path: Path
) -> None:
    over = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            for part in said():
                writer.write(part)
                await writer.drain()
                await asyncio.sleep(pause)
            await over.wait()
        except ConnectionError:
            return
        finally:
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    central = kind.adapter(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", KEY, 0.5, 5, tmp_path)
    said()  # the bomb is made before memory is counted
    began = time.monotonic()
    tracemalloc.start()
    with pytest.raises(CentralError) as caught:
        await central.submit(REFERENCE, central.freeze(CASE), FIRST)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(caught.value, Unknown | Unavailable)
    assert time.monotonic() - began < 20
    assert most < _MOST
    over.set()
    await central.close()
    server.close()
    await server.wait_closed()
