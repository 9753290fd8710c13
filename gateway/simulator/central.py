"""The stand-in central system: speaks docs/central-api.yaml strictly, and fails in the ways it is told to."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from aiohttp import web

from gateway.simulator.central_calls import INSTANCE, Calls, Cut
from gateway.simulator.central_control import control_routes
from gateway.simulator.central_door import Door
from gateway.simulator.central_events import Teller
from gateway.simulator.central_orders import Orders
from gateway.simulator.central_problems import Refused
from gateway.simulator.central_store import Full, Store, Stored

DEFAULT_LISTEN: Final = "127.0.0.1:8081"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class StandInCentral:
    """One stand-in on one loopback port; it keeps its cases over `stop` and `start`.

    `keys`: instance → key. `callback`: where events go and the secret that signs them. Steer it by `orders`, read
    `store.counts`. `assign` gives late numbers out, `announce` sends any event of the contract.
    """

    keys: Mapping[str, str] = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 0
    callback_url: str = ""
    callback_secret: str = field(default="", repr=False)
    orders: Orders = field(default_factory=Orders)
    store: Store = field(default_factory=Store, repr=False)
    _runner: web.AppRunner | None = field(default=None, init=False, repr=False)
    _away_until: float = field(default=0.0, init=False, repr=False)
    _door: Door = field(init=False, repr=False)
    teller: Teller = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._door = Door(self.keys, self.orders, self.store.counts)
        self.teller = Teller(self.callback_url, self.callback_secret, self.store.counts)

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    async def start(self) -> str:
        """Listen, and remember the port that was free. The base URL."""

        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._guard(request, handler)

        calls = Calls(self.store, self.orders, self._deferred, self._door.put_off)
        app = web.Application(middlewares=[guard])
        app.add_routes([*calls.routes(), *control_routes(self)])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5, keepalive_timeout=75)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port, backlog=1024, reuse_address=True)
        await site.start()
        self.port = int(site.name.rpartition(":")[2])
        return self.url

    async def stop(self) -> None:
        """Refuse connections from now on; the cases stay."""
        await self.teller.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def assign(self, reference: str = "") -> int:
        """Give the late number of one case, or of all, out now and tell of it. How many."""
        now = datetime.now(UTC)
        waiting = [case for case in self.store.in_order if case.number_now(now) is None]
        chosen = [case for case in waiting if reference in ("", case.reference)]
        for case in chosen:
            case.number_at = now
            self._tell_number(case)
        return len(chosen)

    def announce(self, reference: str, kind: str, value: str) -> None:
        """Send an event: number.assigned, status.changed or question.asked with its value."""
        if kind == "status.changed":
            for case in self.store.in_order:
                case.status = value if case.reference == reference else case.status
        self.teller.tell(reference, kind, value)

    def go_away(self, seconds: float) -> None:
        """Refuse everything for so long; a longer absence that was ordered before stays."""
        loop = asyncio.get_running_loop()
        self.orders.down, self._away_until = "refuse", max(self._away_until, loop.time() + seconds)
        loop.call_at(self._away_until, self._come_back)

    def _come_back(self) -> None:
        if asyncio.get_running_loop().time() >= self._away_until:
            self.orders.down = ""

    def _deferred(self, case: Stored) -> None:
        if case.number_at is not None and self.orders.tell:
            wait = (case.number_at - datetime.now(UTC)).total_seconds()
            asyncio.get_running_loop().call_later(max(wait, 0.0), self._tell_number, case)

    def _tell_number(self, case: Stored) -> None:
        if self.orders.tell:
            self.teller.tell(case.reference, "number.assigned", case.number)

    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith("/_control"):
            return await handler(request)
        try:
            response = await self._answer(request, handler)
        except Cut:
            return self._cut(request)
        except Refused as error:
            response = error.response()
        if self.orders.latency:
            await asyncio.sleep(self.orders.latency)
        return response

    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self.store.counts.calls += 1
        self.store.arrivals.append(asyncio.get_running_loop().time())
        request[INSTANCE] = self._door.admitted(request)
        try:
            return await handler(request)
        except web.HTTPOk as garbled:
            return web.Response(text=garbled.text, content_type=garbled.content_type)
        except web.HTTPNotFound:
            raise Refused("no-such-path") from None
        except web.HTTPMethodNotAllowed as error:
            raise Refused("method-not-allowed", headers={"Allow": error.headers["Allow"]}) from None
        except Full:
            raise Refused("unavailable") from None

    @staticmethod
    def _cut(request: web.Request) -> web.StreamResponse:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()


async def serve(central: StandInCentral, announce: Callable[[str], None]) -> None:
    """Run until cancelled; `announce` hears the base URL."""
    announce(await central.start())
    try:
        await asyncio.Event().wait()
    finally:
        await central.stop()


class NotSetUp(Exception):
    """What it must be told is missing or wrong."""


USAGE = (
    "The stand-in central system is told what it needs by the environment: CENTRAL_INSTANCE and CENTRAL_KEY, the name "
    "and the key a gateway shows; STANDIN_LISTEN, where it listens (127.0.0.1:8081); and, if it shall call back, "
    "STANDIN_CALLBACK_URL and CENTRAL_CALLBACK_SECRET."
)


def from_environment(env: Mapping[str, str]) -> StandInCentral:
    """As USAGE says, and STANDIN_SEED to draw the same numbers again. Raise `NotSetUp`."""
    missing = [name for name in ("CENTRAL_INSTANCE", "CENTRAL_KEY") if not env.get(name)]
    if missing:
        raise NotSetUp(f"{' and '.join(missing)} must be set. {USAGE}")
    host, _, port = (env.get("STANDIN_LISTEN") or DEFAULT_LISTEN).rpartition(":")
    if not port.isdecimal() or int(port) > 65_535:
        raise NotSetUp(f"STANDIN_LISTEN must be host:port, such as {DEFAULT_LISTEN}. {USAGE}")
    dice = random.Random(env["STANDIN_SEED"]) if env.get("STANDIN_SEED") else random.SystemRandom()  # noqa: S311
    return StandInCentral(
        keys={env["CENTRAL_INSTANCE"]: env["CENTRAL_KEY"]},
        host=host,
        port=int(port),
        callback_url=env.get("STANDIN_CALLBACK_URL", ""),
        callback_secret=env.get("CENTRAL_CALLBACK_SECRET", ""),
        store=Store(dice=dice),
    )


def _say(url: str) -> None:
    sys.stdout.write(f"{url}\n")
    sys.stdout.flush()


async def _until_stopped() -> None:
    task = asyncio.ensure_future(serve(from_environment(os.environ), _say))
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    with suppress(asyncio.CancelledError):
        await task


def main(words: Sequence[str]) -> int:
    """Until it is stopped; 2 when it was not told enough."""
    if words:
        asked = words[0] in ("-h", "--help")
        (sys.stdout if asked else sys.stderr).write(f"{USAGE}\n")
        return 0 if asked else 2
    try:
        asyncio.run(_until_stopped())
    except NotSetUp as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except OSError as error:
        listen = os.environ.get("STANDIN_LISTEN") or DEFAULT_LISTEN
        sys.stderr.write(f"{listen} cannot be had ({error.strerror}): name another in STANDIN_LISTEN.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
