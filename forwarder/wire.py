"""HTTP calls to a central system, and what each way to fail means for what was sent (https://docs.aiohttp.org/en/stable/client.html)."""

from __future__ import annotations

import asyncio
import io
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp
from yarl import URL

from channels.connections import once
from forwarder import exchange
from forwarder.central import Unavailable, Unknown
from forwarder.exchange import Exchange
from normalizer.reasons import reason

LONGEST_ANSWER: Final = 65_536
_IN_ONE_GO: Final = 524_288
# Redirects that say "look there for what came of it": many a web application answers so once it took what was posted
# (https://www.rfc-editor.org/rfc/rfc9110#section-15.4.4). The others say that it was not looked at here.
TAKEN_PERHAPS: Final = frozenset({302, 303})
# Failures before a byte of the request left: the case is surely not there.
_NOTHING_SENT: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer, its body read and capped. `kind` is the media type without parameters, `after` its Retry-After,
    `date` its Date."""

    status: int
    kind: str
    after: str | None
    body: bytes = field(repr=False)
    date: str | None = None

    def tree(self) -> Any:
        """The body as JSON. Raise `Unknown` when it is none: what answered is not the central system."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            raise Unknown(f"the central system answered {self.status} without readable JSON") from None

    def json(self) -> dict[str, Any]:
        """The body as an object. Raise `Unknown`."""
        value = self.tree()
        if not isinstance(value, dict):
            raise Unknown(f"the central system answered {self.status} with JSON that is no object")
        return value


@dataclass(frozen=True, slots=True)
class Request:
    """`path` below the base URL, its parts without slashes of their own. within: seconds for this call, if not the
    wire's; most: bytes of an answer that are read."""

    method: str
    path: tuple[str, ...]
    data: bytes | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    query: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    within: float = 0.0
    most: int = LONGEST_ANSWER


@dataclass(frozen=True)
class Wire:
    """`timeout` is the total of one call in seconds, of which a connection may take half, so that a call which runs out
    of time later has been sent. `limit` is the most connections per event loop. careful: a broken GET, PUT or DELETE is
    not sent again either, because one of them submits. It may be used under successive event loops; call `close` before
    each of them ends."""

    url: URL
    headers: Mapping[str, str] = field(repr=False)
    timeout: float = 10.0
    limit: int = 50
    careful: bool = False
    _sessions: dict[asyncio.AbstractEventLoop, aiohttp.ClientSession] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    async def call(self, request: Request) -> Answer:
        """A POST is sent once, whatever happens. Raise `Unavailable` when surely nothing was sent, `Unknown` when no
        whole answer came."""
        if not exchange.is_heard():
            return await self._call(request)
        at_ms, began = exchange.now_ms(), time.monotonic()
        asked = f"{request.method} {'/'.join(request.path)}", len(request.data or b"")
        try:
            answer = await self._call(request)
        except (Unavailable, Unknown) as error:
            exchange.note(Exchange(at_ms, *asked, _since(began), failed=str(error)))
            raise
        # A list, and what a look-up finds, tells of others, too.
        shown = answer.body[: exchange.KEPT] if request.method != "GET" or answer.status >= 400 else b""
        said = shown.decode("utf-8", "replace")
        exchange.note(Exchange(at_ms, *asked, _since(began), answer.status, answer.kind, said))
        return answer

    async def _call(self, request: Request) -> Answer:
        total = request.within or self.timeout
        sent = self._session().request(
            request.method,
            self.at(request),
            data=_payload(request.data),
            headers=request.headers,
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=total, connect=self.timeout / 2),
        )
        try:
            async with sent as response:
                body = await _capped(response, request.most)
        except _NOTHING_SENT as error:
            raise Unavailable(f"the central system cannot be reached ({reason(error)})") from None
        except TimeoutError:
            raise Unknown(f"the central system did not answer within {total:g} s") from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise Unknown(f"the connection was lost before the answer ({reason(error)})") from None
        said = response.headers
        return Answer(response.status, response.content_type.lower(), said.get("Retry-After"), body, said.get("Date"))

    def at(self, request: Request) -> URL:
        """Where a request goes."""
        return self.url.joinpath(*request.path).update_query(request.query)

    async def close(self) -> None:
        session = self._sessions.pop(asyncio.get_running_loop(), None)
        if session is not None:
            await session.close()

    def _session(self) -> aiohttp.ClientSession:
        loop = asyncio.get_running_loop()
        session = self._sessions.get(loop)
        if session is None or session.closed:
            self._forget_dead_loops()
            session = self._sessions[loop] = self._new_session()
        return session

    def _forget_dead_loops(self) -> None:
        for loop in [each for each in self._sessions if each.is_closed()]:
            self._sessions.pop(loop).detach()

    def _new_session(self) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self.limit, keepalive_timeout=25),  # the contract: servers keep 30 s
            timeout=aiohttp.ClientTimeout(total=self.timeout, connect=self.timeout / 2),
            headers={
                **self.headers,
                "Accept-Encoding": "identity",  # an answer is small; a compressed one could unfold without end
                "User-Agent": "satupintu",
            },
            cookie_jar=aiohttp.DummyCookieJar(),
            middlewares=(once,) if self.careful else (),
        )


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)


def _payload(data: bytes | None) -> bytes | io.BytesIO | None:
    """aiohttp writes bytes in one go, which holds up the event loop when there are many."""
    return io.BytesIO(data) if data and len(data) > _IN_ONE_GO else data


async def _capped(response: aiohttp.ClientResponse, most: int) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_chunked(16_384):
        body += chunk
        if len(body) > most:
            raise ValueError("the answer is longer than any that was asked for")
    return bytes(body)


def url_faults(url: str) -> list[str]:
    """What is wrong with CENTRAL_URL, and how to mend it."""
    try:
        parsed = URL(url)
    except ValueError:
        return ["CENTRAL_URL is no URL; write it like https://central.example.org"]
    if parsed.scheme not in ("http", "https") or not parsed.host:
        return [
            "CENTRAL_URL must start with https:// (or http:// on loopback); write it like https://central.example.org"
        ]
    if parsed.user or parsed.password or parsed.query_string or parsed.fragment:
        return ["CENTRAL_URL must hold no password, query or fragment; the key belongs in CENTRAL_KEY"]
    if parsed.scheme == "http" and not _is_near(parsed.host):
        return ["CENTRAL_URL must be https:// unless it is on this machine: complaints would travel in the clear"]
    return []


def _is_near(host: str) -> bool:
    """This machine, or a name without a dot, which only a private network (such as compose's) resolves."""
    return host in ("127.0.0.1", "::1") or "." not in host.replace(":", ".")
