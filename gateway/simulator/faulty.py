"""What the stand-ins of foreign central systems share: a port, orders, counts, and the faults around every call."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

from aiohttp import web
from pydantic import ValidationError

from gateway.simulator.central_orders import Orders, retry_after_header
from gateway.simulator.central_problems import refused
from gateway.simulator.faults import Server, cut

# Status and words, in the form of errors that the stand-in's protocol has.
Refuse = Callable[[int, str], web.Response]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Cut(Exception):
    """End the connection without an answer."""


@dataclass
class Tally:
    """What happened. `early`: calls before the moment that a 429 or 503 named."""

    calls: int = 0
    submissions: int = 0
    stored: int = 0
    repeated: int = 0
    invalid: int = 0
    throttled: int = 0
    refused: int = 0
    cut: int = 0
    doubtful: int = 0
    early: int = 0
    lost_answers: int = 0
    look_ups: int = 0
    supplements: int = 0
    amended: int = 0
    withdrawn: int = 0


@dataclass
class Faulty:
    """One loopback port that stays the same over `stop` and `start`. POST /_control takes orders, GET /_control/state
    tells counts."""

    orders: Orders
    refuse: Refuse
    host: str = "127.0.0.1"
    port: int = 0
    tally: Tally = field(default_factory=Tally)
    _server: Server = field(default_factory=Server, init=False, repr=False)
    _shut: tuple[datetime, datetime] | None = field(default=None, init=False, repr=False)

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    async def start(self, routes: Sequence[web.RouteDef]) -> str:
        """The base URL."""

        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._guard(request, handler)

        app = web.Application(middlewares=[guard])
        app.add_routes([*routes, web.post("/_control", self._control), web.get("/_control/state", self._state)])
        url = await self._server.start(app, self.host, self.port)
        self.port = int(url.rpartition(":")[2])
        return url

    async def stop(self) -> None:
        """Refuse connections from now on; what is kept stays."""
        await self._server.stop()
        self._server = Server()

    def accepted(self) -> web.Response | None:
        """The faults of a submission that is stored now; None: answer it. Raise `Cut`."""
        faults: tuple[Literal["lose", "fail", "garble", "disown"], ...] = ("lose", "fail", "garble", "disown")
        for fault in faults:
            if self.orders.take(fault):
                self.tally.lost_answers += 1
                return self._lost(fault)
        return None

    def _lost(self, fault: str) -> web.Response:
        if fault == "lose":
            raise Cut
        if fault == "fail":
            return self.refuse(500, "internal error")
        if fault == "disown":
            return self._wait(503, datetime.now(UTC))
        return web.Response(text="<html>Welcome</html>", content_type="text/html")

    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith("/_control"):
            return await handler(request)
        self.tally.calls += 1
        try:
            response = self._around(request.method) or await self._handled(request, handler)
        except Cut:
            return cut(request)
        if self.orders.latency:
            await asyncio.sleep(self.orders.latency)
        return response

    async def _handled(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPNotFound:
            return self.refuse(404, "no such address")
        except web.HTTPMethodNotAllowed as error:
            response = self.refuse(405, "no such method here")
            response.headers["Allow"] = error.headers["Allow"]
            return response

    def _around(self, method: str) -> web.Response | None:
        """What goes wrong before a call is looked at."""
        now = datetime.now(UTC)
        down = self.orders.down_for(method)
        self.tally.doubtful += bool(down) and method == "POST"
        if self._shut and self._shut[0] <= now < self._shut[1]:
            self.tally.early += 1
        if down == "cut":
            self.tally.cut += 1
            raise Cut
        if down == "error":
            self.tally.refused += 1
            return self.refuse(500, "internal error")
        if down == "refuse":
            self.tally.refused += 1
            return self._wait(503, now)
        if self.orders.take("throttle"):
            self.tally.throttled += 1
            return self._wait(429, now)
        return None

    def _wait(self, status: int, now: datetime) -> web.Response:
        response = self.refuse(status, "not now")
        if (seconds := self.orders.retry_after) is not None:
            header, until = retry_after_header(seconds, self.orders.retry_after_form, now)
            response.headers["Retry-After"] = header
            since, before = self._shut or (now, now)
            on_its_way = timedelta(seconds=self.orders.on_its_way)
            self._shut = (since if before > now else now + on_its_way, max(until, before))
        return response

    async def _control(self, request: web.Request) -> web.Response:
        try:
            told = type(self.orders).model_validate_json(await request.read())
        except ValidationError as error:
            return refused(error).response()
        for name in told.model_fields_set:
            setattr(self.orders, name, getattr(told, name))
        return web.json_response(self.orders.model_dump())

    async def _state(self, request: web.Request) -> web.Response:
        return web.json_response({"counts": asdict(self.tally), "orders": self.orders.model_dump()})


async def body_of(request: web.Request, most: int) -> bytes | None:
    """None when it is longer."""
    data = bytearray()
    async for chunk in request.content.iter_any():
        data += chunk
        if len(data) > most:
            return None
    return bytes(data)


def once_each(pairs: Sequence[tuple[str, str]], many: Callable[[str], bool]) -> Mapping[str, list[str]] | None:
    """Fields by name; None when one comes twice that may not."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return None if any(len(values) > 1 and not many(name) for name, values in found.items()) else found
