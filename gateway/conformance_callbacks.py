"""Rules of callbacks: what a central system sends by itself when a case changes there, and sends again when refused."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from aiohttp import web

from forwarder.callback import LONGEST_BODY, CallbackError, Event, verify
from gateway.conformance_probe import Broken, Exchange, Probe, Skipped

NOT_TRIED: Final = (
    "not tried: no call of the contract makes a central system call back, only its own people do; set "
    "CENTRAL_CALLBACK_SECRET, give --callbacks HOST:PORT, and change a case there while this waits"
)


@dataclass(frozen=True, slots=True)
class Heard:
    """One sending; `event` or what is wrong with it."""

    event: Event | None
    fault: str
    exchange: Exchange


@dataclass(eq=False)
class Receiver:
    """Where the system under test calls back, on any path. The first event about `watched` is refused with 503, so that
    it has to come again; all others are taken. `say` tells whoever runs this what to do there."""

    secret: str = field(repr=False)
    seconds: float
    say: Callable[[str], None]
    url: str = ""
    watched: str = ""
    heard: list[Heard] = field(default_factory=list)
    _came: asyncio.Condition = field(default_factory=asyncio.Condition)

    @asynccontextmanager
    async def listening(self, host: str, port: int) -> AsyncIterator[None]:
        """Raise `OSError`."""
        app = web.Application(client_max_size=LONGEST_BODY)
        app.router.add_post("/{path:.*}", self._take)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        try:
            site = web.TCPSite(runner, host, port)
            await site.start()
            self.url = f"http://{host}:{site.name.rpartition(':')[2]}"
            yield
        finally:
            await runner.cleanup()

    async def sendings(self, reference: str, count: int) -> list[Heard]:
        """Of the first event about `reference`, once so many have come. Raise `Broken` for one that is wrong,
        `TimeoutError` when they do not come."""
        async with asyncio.timeout(self.seconds), self._came:
            await self._came.wait_for(lambda: self._wrong() or len(self._of(reference)) >= count)
        if wrong := self._wrong():
            raise Broken(wrong.fault)
        return self._of(reference)[:count]

    def _wrong(self) -> Heard | None:
        return next((one for one in self.heard if one.fault), None)

    def _of(self, reference: str) -> list[Heard]:
        about = [one for one in self.heard if one.event and one.event.reference == reference]
        return [one for one in about if one.event and about[0].event and one.event.id == about[0].event.id]

    async def _take(self, request: web.Request) -> web.Response:
        body, header = await request.read(), request.headers.get("Satupintu-Signature", "")
        status, event, fault = 200, None, ""
        try:
            event = verify((self.secret,), header, body, datetime.now(UTC))
        except CallbackError as error:
            status, fault = 403, str(error)
        if event and event.reference == self.watched and not self._of(self.watched):
            status = 503
        sent = Exchange(f"POST {request.path} to us, {header.partition(',')[0]}", body, status)
        async with self._came:
            self.heard.append(Heard(event, fault, sent))
            self._came.notify_all()
        return web.Response(status=status)


async def called_back(probe: Probe) -> None:
    receiver = _receiver(probe)
    reference = await probe.stored()
    receiver.watched = reference
    receiver.say(
        f"Change the status of the case {reference} there, or ask its citizen something: its callback is waited for "
        f"{receiver.seconds:.0f} s at {receiver.url} (any path)."
    )
    await _heard(probe, receiver, reference, 1)


async def called_again(probe: Probe) -> None:
    receiver = _receiver(probe)
    if not receiver.watched or not receiver.heard:
        raise Skipped("not tried: nothing was called back that could be refused")
    first, second = await _heard(probe, receiver, receiver.watched, 2)
    if json.loads(first.exchange.sent) != json.loads(second.exchange.sent):
        raise Broken("the same id came with another event")


def _receiver(probe: Probe) -> Receiver:
    if probe.receiver is None:
        raise Skipped(NOT_TRIED)
    return probe.receiver


async def _heard(probe: Probe, receiver: Receiver, reference: str, count: int) -> list[Heard]:
    try:
        return await receiver.sendings(reference, count)
    except TimeoutError:
        what = "nothing came about it" if count == 1 else "it did not come again after 503"
        raise Broken(f"{what} within {receiver.seconds:.0f} s") from None
    finally:
        probe.exchanges += [one.exchange for one in receiver.heard]
