"""The webhooks' listener: reads what a provider posts, keeps it, and only then says yes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import formatdate
from http import HTTPStatus

import structlog
from aiohttp import StreamReader, web

from channels.base import Registered, TooLarge, Unauthentic
from gateway.http_lane import WAYS, Way
from gateway.http_usual import Headers
from gateway.inbox import JournalBroken, JournalFull
from gateway.intake import Intake
from gateway.journal import LARGE
from gateway.large_bodies import LargeBodies
from gateway.ready import Ready
from normalizer.schema import ChannelName, Raw

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class TooSlow(Exception):
    """The body did not come in time."""


@dataclass(frozen=True, slots=True)
class Refusal:
    status: int
    words: str
    retry_after: int | None = None


# What a provider hears when its delivery was not kept. Nobody but a provider reads these words, but it may show them
# to the person who set it up.
REFUSALS: Mapping[type[Exception], Refusal] = {
    Unauthentic: Refusal(403, "not signed by the provider, or with another secret\n"),
    TooLarge: Refusal(413, "too large\n"),
    TooSlow: Refusal(408, "the body took too long\n"),
    web.RequestPayloadError: Refusal(400, "the body is broken\n"),
    ConnectionError: Refusal(400, "the connection broke\n"),
    JournalFull: Refusal(503, "no room to keep this now; send it again later\n", 60),
    JournalBroken: Refusal(503, "this cannot be kept now; send it again later\n", 10),
}
# A fault of ours: the provider may try again, and the same bytes may be taken after a repair.
_FAULT = Refusal(500, "this was not kept; send it again later\n", 60)


@dataclass(frozen=True, slots=True)
class WebLimits:
    """largest: bytes of a body. body_seconds: for a whole body to arrive; Twilio itself gives up after 15 s in all
    (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides). Of bodies above `LARGE` one is in
    memory at once; the next is not read before."""

    largest: int = 1_048_576
    body_seconds: float = 10.0


def make_app(
    intake: Intake,
    registered: Iterable[Registered],
    public_url: str,
    *,
    limits: WebLimits | None = None,
    extra: Sequence[web.RouteDef] = (),
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> web.Application:
    """Routes for those of `registered` that `intake` has, and `extra` ones. Serve it with `listener.start`.

    public_url: what providers were told, without the channel's path; it is what they sign.
    """
    limits = limits or WebLimits()
    app, ways = web.Application(), dict[bytes, Way]()
    room = LargeBodies()
    for line in registered:
        if line.name in intake.channels:
            receive = _receiver(intake, line, public_url.rstrip("/"), limits, room, now)
            app.add_routes([web.route(method, path, receive) for path in line.paths for method in line.methods])
            if "POST" in line.methods:
                for path in line.paths:
                    way = _way(intake, line, public_url.rstrip("/") + path, limits, now)
                    ways[f"POST {path} HTTP/1.1".encode()] = way
    app[WAYS] = ways
    app.add_routes(extra)
    return app


def _receiver(
    intake: Intake,
    line: Registered,
    public_url: str,
    limits: WebLimits,
    room: LargeBodies,
    now: Callable[[], datetime],
) -> Handler:
    name, yes = line.name, Ready(*line.answer)

    async def receive(request: web.Request) -> web.StreamResponse:
        try:
            async with AsyncExitStack() as inside:
                body = await _body(request, limits, lambda: inside.enter_async_context(room.one()))
                url = public_url + _target(request)
                await intake.accept(Raw(name, now(), url, tuple(request.headers.items()), body))
        except Exception as error:  # noqa: BLE001 - a provider always gets an answer that it understands
            return _refuse(error, name)
        return yes.answer(request)

    return receive


def _way(intake: Intake, line: Registered, url: str, limits: WebLimits, now: Callable[[], datetime]) -> Way:
    """The same as `_receiver` for what came in one piece and is written as providers write."""
    name, yes = line.name, Ready(*line.answer)

    def take(headers: Headers, body: bytes, answer: Callable[[bytes], None]) -> None:
        def told(result: object) -> None:
            answer(_wire(_refusal(result, name)) if isinstance(result, Exception) else yes.wire())

        try:
            intake.take(Raw(name, now(), url, headers, body), told)
        except Exception as error:  # noqa: BLE001 - a provider always gets an answer that it understands
            told(error)

    return Way(take, min(limits.largest, LARGE))


async def _body(request: web.Request, limits: WebLimits, enter: Callable[[], Awaitable[None]]) -> bytes:
    """enter: waits until there is room for what is large."""
    if (request.content_length or 0) > limits.largest:
        raise TooLarge
    # A body that came along with its headers is not worth a timer.
    if request.content.is_eof():
        body = request.content.read_nowait()
    else:
        try:
            async with asyncio.timeout(limits.body_seconds):
                if (request.content_length or 0) > LARGE:
                    await enter()
                    body = await _read(request.content, limits.largest)
                else:
                    body = await _read(request.content, min(LARGE, limits.largest))
                    if LARGE < len(body) <= limits.largest:  # in portions, whose sum nobody told
                        await enter()
                        body += await _read(request.content, limits.largest - len(body))
        except TimeoutError as error:
            raise TooSlow from error
    if len(body) > limits.largest:
        raise TooLarge
    return body


async def _read(content: StreamReader, largest: int) -> bytes:
    """At most one portion more than `largest`."""
    body = bytearray()
    while len(body) <= largest and (portion := await content.readany()):
        body += portion
    return bytes(body)


def _target(request: web.Request) -> str:
    """Path and query byte for byte, since that is what was signed; of an absolute target only these."""
    target = request.raw_path
    return target if target.startswith("/") else request.path_qs


def _refusal(error: Exception, channel: ChannelName) -> Refusal:
    refusal = next((REFUSALS[kind] for kind in type(error).__mro__ if kind in REFUSALS), None)
    if refusal is None:
        refusal = _FAULT
        structlog.get_logger().error("a delivery was not kept", channel=channel, exc_info=error)
    return refusal


def _refuse(error: Exception, channel: ChannelName) -> web.Response:
    refusal = _refusal(error, channel)
    headers = {} if refusal.retry_after is None else {"Retry-After": str(refusal.retry_after)}
    return web.Response(status=refusal.status, text=refusal.words, headers=headers)


def _wire(refusal: Refusal) -> bytes:
    """The same answer as it is sent to who keeps the connection."""
    again = "" if refusal.retry_after is None else f"Retry-After: {refusal.retry_after}\r\n"
    return (
        f"HTTP/1.1 {refusal.status} {HTTPStatus(refusal.status).phrase}\r\n{again}"
        f"Content-Type: text/plain; charset=utf-8\r\nContent-Length: {len(refusal.words)}\r\n"
        f"Date: {formatdate(usegmt=True)}\r\n\r\n{refusal.words}"
    ).encode("ascii")
