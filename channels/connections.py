"""HTTP connections of one channel, one pool for each event loop that uses it (https://docs.aiohttp.org/en/stable/client.html)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from channels.base import SendFailed
from normalizer.reasons import reason

# Whoever calls out loads it then: it takes 8 MB and 0.1 s, and the processes that read (the pump, its readers, the
# commands) have the channels and call nobody.
if TYPE_CHECKING:
    import aiohttp

_Pools = WeakKeyDictionary[asyncio.AbstractEventLoop, "aiohttp.ClientSession"]

LARGEST_FILE = 32 << 20
_ELSEWHERE = frozenset({301, 302, 303, 307, 308})


@dataclass(eq=False, slots=True)
class Connections:
    """Made at first use: a channel is built before there is a loop, and a worker's jobs each run under their own.

    seconds: the whole call; connecting may take half of it, so that "never reached" and "no answer" are told apart.
    """

    seconds: float
    _pools: _Pools = field(default_factory=WeakKeyDictionary, repr=False)

    def session(self) -> aiohttp.ClientSession:
        import aiohttp

        loop = asyncio.get_running_loop()
        found = self._pools.get(loop)
        if found is None or found.closed:
            timeout = aiohttp.ClientTimeout(total=self.seconds, sock_connect=self.seconds / 2)
            jar = aiohttp.DummyCookieJar()
            found = aiohttp.ClientSession(timeout=timeout, cookie_jar=jar, middlewares=(once,))
            self._pools[loop] = found
        return found

    async def close(self) -> None:
        """Let go of the running loop's connections."""
        found = self._pools.pop(asyncio.get_running_loop(), None)
        if found is not None:
            await found.close()


async def once(request: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """aiohttp repeats a GET whose connection broke; Kannel sends SMS by GET, and a repeat is a second SMS. What it does
    not know as a broken connection it does not repeat."""
    import aiohttp

    try:
        return await send(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise aiohttp.ClientConnectionError(f"the connection broke ({reason(error)})") from error


def never_left(error: BaseException) -> bool:
    """Whether a failed call surely sent nothing: it broke while connecting."""
    import aiohttp

    return isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError | aiohttp.InvalidURL)


async def body(answer: aiohttp.ClientResponse, most: int = 1 << 20) -> bytes:
    """At most `most` bytes of an answer: a broken server may send for ever."""
    taken = bytearray()
    async for chunk in answer.content.iter_any():
        taken += chunk
        if len(taken) >= most:
            break
    return bytes(taken[:most])


async def fetched(connections: Connections, url: str, who: str, auth: tuple[str, str] | None = None) -> bytes:
    """A file at a provider, whole. auth: for the first address only; where that leads on, the address is the key. Raise
    `SendFailed`, which names no address: there may be a secret in it."""
    import aiohttp

    secret = {"Authorization": aiohttp.encode_basic_auth(*auth)} if auth else {}
    try:
        async with connections.session().get(url, headers=secret, allow_redirects=False) as answer:
            onward = answer.headers.get("Location", "") if auth and answer.status in _ELSEWHERE else ""
            status, content = answer.status, b"" if onward else await body(answer, LARGEST_FILE + 1)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        failed = SendFailed(f"{who} cannot be asked for the file ({reason(error)})")
    else:
        if onward:
            return await fetched(connections, onward, who)
        if status == HTTPStatus.OK and len(content) <= LARGEST_FILE:
            return content
        failed = SendFailed(f"{who} does not give the file: {status}" if status != HTTPStatus.OK else "it is too large")
    raise failed  # outside of `except`: the original names the address
