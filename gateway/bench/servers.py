"""What is compared: `python -m gateway.bench.servers <name>` listens, prints its port and serves until SIGTERM."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from aiosmtpd.smtp import SMTP
from prometheus_client import CollectorRegistry
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]  # it ships no py.typed

import channels
from gateway import listener, wiring
from gateway.bench.letters import PUBLIC_URL, TOKEN
from gateway.environment import read_env
from gateway.intake import Intake, IntakeCounters
from gateway.journal import Journal
from gateway.settings import load
from gateway.smtp import start_smtp
from gateway.starting import look_seldom
from gateway.web import make_app
from normalizer.schema import ChannelName, Raw


async def form() -> int:
    """aiohttp, reading the form and nothing more."""

    async def receive(request: web.Request) -> web.Response:
        await request.post()
        return web.Response(text="<Response/>", content_type="text/xml")

    return await _serve_plain(receive)


async def bare() -> int:
    """aiohttp, reading the bytes and not even looking at them."""

    async def receive(request: web.Request) -> web.Response:
        await request.read()
        return web.Response(text="<Response/>", content_type="text/xml")

    return await _serve_plain(receive)


async def validator() -> int:
    """aiohttp with Twilio's own check of the signature."""
    twilio = RequestValidator(TOKEN)

    async def receive(request: web.Request) -> web.Response:
        form = dict(await request.post())
        if not twilio.validate(f"{PUBLIC_URL}{request.path}", form, request.headers["X-Twilio-Signature"]):
            raise web.HTTPForbidden
        return web.Response(text="<Response/>", content_type="text/xml")

    return await _serve_plain(receive)


async def _serve_plain(receive: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> int:
    app = web.Application()
    app.router.add_post("/twilio/sms", receive)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
    return int(runner.addresses[0][1])


async def accepting() -> int:
    """Our web listener, intake and journal, alone."""
    intake, public_url = _intake()
    running = await listener.start(make_app(intake, channels.ALL, public_url), "127.0.0.1", 0)
    return running.addresses[0][1]


async def mail() -> int:
    """Our mail listener, intake and journal, alone."""
    intake, _ = _intake()
    takes: Callable[[str], bool] = intake.channels[ChannelName("mail")].takes  # type: ignore[attr-defined]
    running = await start_smtp("127.0.0.1", 0, intake=intake, takes=takes, hostname="bench")
    return running.port


async def mail_read() -> int:
    """The same, and each mail is read in full (MIME, forwards, quotes) before the answer, in the same process: what the
    pump does otherwise."""
    intake, _ = _intake()
    reads: Any = intake.channels[ChannelName("mail")]

    @dataclass(frozen=True)
    class Reading:
        async def accept(self, raw: Raw) -> None:
            await intake.accept(raw)
            reads.read(raw)

    takes: Callable[[str], bool] = reads.takes
    running = await start_smtp("127.0.0.1", 0, intake=Reading(), takes=takes, hostname="bench")
    return running.port


def _intake() -> tuple[Intake, str]:
    look_seldom()  # as each program of ours
    settings = load(read_env(), serving=True)
    journal = Journal.open(
        settings.data_dir,
        node=settings.node_id,
        hasher=settings.hasher(),
        sealer=settings.sealer(),
        reserve=settings.journal_reserve_mb * 1024 * 1024,
    )
    made = wiring.make_channels(read_env(), settings.public_url)
    last_resort = frozenset(line.name for line in channels.ALL if line.last_resort)
    counters = IntakeCounters.of(CollectorRegistry(), tuple(made))
    return Intake(journal, made, counters, last_resort), settings.public_url


async def null_mail() -> int:
    """aiosmtpd with a handler that forgets every mail."""

    class Null:
        async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
            return "250 OK"

    loop = asyncio.get_running_loop()
    served = await loop.create_server(
        lambda: SMTP(Null(), hostname="bench", enable_SMTPUTF8=True, loop=loop), "127.0.0.1", 0, backlog=512
    )
    return int(served.sockets[0].getsockname()[1])


SERVERS: dict[str, Callable[[], Awaitable[int]]] = {
    "bare": bare,
    "form": form,
    "validator": validator,
    "accepting": accepting,
    "mail": mail,
    "mail-read": mail_read,
    "null-mail": null_mail,
}


async def main(name: str) -> None:
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    port = await SERVERS[name]()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    await stopped.wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
