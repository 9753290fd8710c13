"""Redis behind TLS, and sentinels behind TLS: who has the authority's certificate gets in, and nobody trusts another's.

The server at hand may be built without TLS, so a TLS listener on loopback stands before it: what we speak is the same.
"""

from __future__ import annotations

import asyncio
import gc
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from certificates import make_certificate
from redis.exceptions import RedisError

from forwarder.items import LedgerAway
from forwarder.redis_server import blocking, connect, failure

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def behind_tls(pem: Path, talk: Talk) -> AsyncIterator[int]:
    """The port of a TLS listener."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]


def passed_on(redis_url: str) -> Talk:
    path = unquote(urlsplit(redis_url).path)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inside, out = await asyncio.open_unix_connection(path)
        await asyncio.gather(_carried(reader, out), _carried(inside, writer))

    return talk


async def _carried(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    except OSError:
        return
    finally:
        writer.close()


def sentinel(port: int) -> Talk:
    """Knows one primary server, and tells where it is."""
    told = ["name", "utama", "ip", "127.0.0.1", "port", str(port), "flags", "master", "num-other-sentinels", "2"]
    masters = f"*1\r\n%{len(told) // 2}\r\n" + "".join(f"${len(one)}\r\n{one}\r\n" for one in told)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                words = []
                for _ in range(int(line[1:])):
                    size = int((await reader.readline())[1:])
                    words.append((await reader.readexactly(size + 2))[:-2].upper())
                said = {b"SENTINEL": masters.encode(), b"HELLO": b"%1\r\n+proto\r\n:3\r\n"}
                writer.write(said.get(words[0], b"+OK\r\n"))
                await writer.drain()
        except OSError:
            return
        finally:
            writer.close()

    return talk


def waits_in_a_thread(url: str) -> None:
    with blocking(url, seconds=5) as client:
        client.ping()


async def answers(url: str) -> bool:
    """Both ways in which we connect."""
    client = connect(url, seconds=5)
    try:
        await client.set("tried", "1")
        await asyncio.to_thread(waits_in_a_thread, url)
    except RedisError as error:
        return not isinstance(failure(error), LedgerAway)
    finally:
        await client.aclose()
    return True


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    return make_certificate(tmp_path / "ours.pem")


async def test_a_server_behind_tls_is_reached_by_who_knows_its_authority(
    redis_url: str, ours: Path, tmp_path: Path
) -> None:
    another = make_certificate(tmp_path / "another.pem")
    async with behind_tls(ours, passed_on(redis_url)) as port:
        assert await answers(f"rediss://127.0.0.1:{port}/0?ssl_ca_certs={ours}")
        assert not await answers(f"rediss://127.0.0.1:{port}/0?ssl_ca_certs={another}"), "another authority's"
        assert not await answers(f"rediss://127.0.0.1:{port}/0"), "one that nobody vouches for"
        assert not await answers(f"redis://127.0.0.1:{port}/0"), "in clear"


async def test_a_certificate_of_another_machine_is_refused(redis_url: str, tmp_path: Path) -> None:
    elsewhere = make_certificate(tmp_path / "elsewhere.pem", address="192.0.2.7")
    async with behind_tls(elsewhere, passed_on(redis_url)) as port:
        assert not await answers(f"rediss://127.0.0.1:{port}/0?ssl_ca_certs={elsewhere}")


async def test_sentinels_behind_tls_lead_to_a_server_behind_tls(redis_url: str, ours: Path, tmp_path: Path) -> None:
    another = make_certificate(tmp_path / "another.pem")
    async with (
        behind_tls(ours, passed_on(redis_url)) as port,
        behind_tls(ours, sentinel(port)) as asked,
    ):
        assert await answers(f"sentinels://127.0.0.1:{asked}/utama/0?ssl_ca_certs={ours}")
        assert not await answers(f"sentinels://127.0.0.1:{asked}/utama/0?ssl_ca_certs={another}")


@contextmanager
def uncollected() -> Iterator[None]:
    """Nothing is closed because it was found to be garbage."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()


async def test_connections_to_sentinels_are_closed_with_the_others(redis_url: str, ours: Path) -> None:
    """A listener of Python 3.12 and later waits for each of its connections to end."""
    left = asyncio.Event()

    async with behind_tls(ours, passed_on(redis_url)) as port:
        told = sentinel(port)

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await told(reader, writer)
            left.set()

        async with behind_tls(ours, talk) as asked:
            with uncollected():
                await asyncio.to_thread(waits_in_a_thread, f"sentinels://127.0.0.1:{asked}/utama/0?ssl_ca_certs={ours}")
                await asyncio.wait_for(left.wait(), 10)
