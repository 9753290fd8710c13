"""Faults a stand-in can be told to have, from Python or over HTTP at /_control/faults."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

Kind = Literal["busy", "error", "refuse", "cut", "drop", "slow"]
# What a command in another window hears when the gateway is not there.
AWAY = (
    "The gateway does not answer, so this was not sent. The window of make run says why; start it again with: make run"
)


class Fault(BaseModel):
    """One way to fail, `times` times (0: until told otherwise).

    busy: 429 with Retry-After `seconds`, and until then again. error: `status`. refuse: the provider's `code`.
    cut: take the message, then cut the connection. drop: cut it without taking. slow: answer after `seconds`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    times: int = Field(0, ge=0)
    seconds: float = Field(1.0, ge=0, le=600)
    status: int = Field(500, ge=500, le=599)
    code: int = 0


@dataclass
class Faults:
    """What is to go wrong next; `early` counts callers who did not wait as long as Retry-After asked, but for those who
    come within `on_its_way` seconds: they had left before it was heard."""

    current: Fault | None = None
    early: int = 0
    on_its_way: float = 0.0
    _quiet_since: float = 0.0
    _left: int = 0
    _quiet_until: float = 0.0

    def tell(self, fault: Fault | None) -> None:
        """From now on this fault, or none."""
        self.current, self._left, self._quiet_until = fault, fault.times if fault else 0, 0.0

    def take(self) -> Fault | None:
        """The fault of this call, counted."""
        if (busy := self.quiet()) is not None:
            return busy
        fault = self.current
        if fault is not None and fault.times:
            self._left -= 1
            self.current = fault if self._left else None
        if fault is not None and fault.kind == "busy":
            self._quiet_since = asyncio.get_running_loop().time()
            self._quiet_until = self._quiet_since + fault.seconds
        return fault

    def quiet(self) -> Fault | None:
        """What meets any call while nobody should call, counted."""
        if (left := self.quiet_for()) <= 0:
            return None
        self.early += asyncio.get_running_loop().time() >= self._quiet_since + self.on_its_way
        return Fault(kind="busy", seconds=left)

    def quiet_for(self) -> float:
        """Seconds during which nobody should call."""
        return self._quiet_until - asyncio.get_running_loop().time() if self._quiet_until else 0.0

    async def control(self, request: web.Request) -> web.Response:
        """POST a fault as JSON, DELETE it, GET what is set."""
        if request.method == "DELETE":
            self.tell(None)
        elif request.method == "POST":
            try:
                self.tell(Fault.model_validate_json(await request.read()))
            except ValidationError as error:
                return web.json_response({"faults": json.loads(error.json(include_url=False))}, status=400)
        now = self.current.model_dump() if self.current else None
        return web.json_response({"fault": now, "early": self.early})


def cut(request: web.Request) -> web.Response:
    """End the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


@dataclass
class Server:
    """An application on a loopback port of its own, and the work it does besides answering."""

    url: str = ""
    _runner: web.AppRunner | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def start(self, app: web.Application, host: str, port: int) -> str:
        """Listen; port 0 finds a free one. The base URL is returned. Raise OSError when the port is taken."""
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self.url = f"http://{host}:{self._runner.addresses[0][1]}"
        return self.url

    def besides(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do it after the answer has been given."""
        task = asyncio.create_task(_awaited(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Wait until nothing is left to be done besides."""
        while tasks := set(self._tasks):
            await asyncio.gather(*tasks, return_exceptions=True)
            # Since 3.12 `gather` of what has ended does not yield, so that their own callbacks may still have to come.
            self._tasks -= tasks

    async def stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await self.settled()
        if self._runner is not None:
            await self._runner.cleanup()


async def _awaited(work: Callable[[], Awaitable[None]]) -> None:
    await work()
