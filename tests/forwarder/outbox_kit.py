"""Answers due in a ledger, workers, and providers over real sockets that report what became of each message."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web
from ledger_kit import CLAIM, living

from channels.base import Channel
from forwarder.approved import ApprovedFile, Held
from forwarder.drain import Drain
from forwarder.items import Claim
from forwarder.ledger import Ledger
from forwarder.listener import Listener
from forwarder.mailbox import Mailbox
from forwarder.mailboxes import keep
from forwarder.ration import Ration
from forwarder.reply import Answer, report_key
from forwarder.routes import Routes
from forwarder.seal import Hasher
from forwarder.templates import templates_of
from forwarder.words_file import shipped
from gateway.answers import Answers
from gateway.simulator.faults import Server
from gateway.simulator.relay import Relay
from gateway.simulator.telegram import TelegramStandIn
from gateway.simulator.twilio import TwilioStandIn
from gateway.understand import RANK
from gateway.wiring import make_channels
from normalizer.schema import ChannelName, DeliveryReport, Flags, Language, Party, Raw

HASHER = Hasher(b"i" * 32)
LEASE_MS = 60_000
OFFICE = "lapor@kab-contoh.example.org"
PHONE, CHAT, MAILBOX = "+6281100000001", 620011001, "sari@warga.example.org"
BRAND = "LAPOR! Kab. Contoh"
ADDRESS = {"sms": PHONE, "whatsapp": PHONE, "telegram": str(CHAT), "mail": MAILBOX}


def listener(way: str, **changes: Any) -> bytes:
    """Who wrote just now, unless the changes say otherwise; `hours`: how long ago."""
    hours, address = changes.pop("hours", 0.0), changes.pop("address", ADDRESS[way])
    heard = int(time.time() * 1000 - hours * 3_600_000) if hours is not None else 0
    to = Party(address, "Sari Contoh")
    known = Listener(ChannelName(way), to, Language.INDONESIAN, Flags(), recipient="+6281100009999", heard_ms=heard)
    return replace(known, **changes).encode()


def owed(way: str, place: int = 1, **changes: Any) -> Claim:
    """A complaint that came that way; its receipt is due at once."""
    own = {"delivery": f"delivery-{place}", "id": f"complaint{place}", "same": "", "numbers": (f"111111111{place}",)}
    flags = changes.get("flags", Flags())
    wants: dict[str, Any] = {**own, "who": f"{way}-w{place}", "listener": listener(way, **changes)}
    return replace(CLAIM, channel=way, flagged=bool(flags), **wants)


@dataclass(eq=False)
class Desk:
    """`reports` are what the provider told the callback, and the ledger then."""

    ledger: Ledger
    twilio: TwilioStandIn
    telegram: TelegramStandIn
    relay: Relay
    channels: dict[ChannelName, Channel]
    answer: Answer
    approvals: ApprovedFile
    reports: list[DeliveryReport] = field(default_factory=list)

    async def pass_once(self, answer: Answer | None = None) -> int:
        one = answer or self.answer
        return await Drain(one.take, one.handle, concurrency=8, go_on=lambda: True).run()

    async def settle(self) -> None:
        """Carry and report until nothing is due any more."""
        while await self.pass_once():
            await self.twilio.server.settled()

    async def number(self, place: int = 1, number: str = "0012345") -> None:
        """The central system gives its number."""
        assert await self.ledger.told_number(f"complaint{place}", number)

    async def hear(self, place: int, way: str = "whatsapp", **changes: Any) -> None:
        """That chat writes again."""
        again = owed(way, place, **changes)
        name = f"later-{place}-{time.monotonic_ns()}"
        again = replace(again, numbers=(f"222222222{place}",), delivery=name, id=f"other{place}")
        await self.ledger.take_in([again])
        await self.drop(f"other{place}.{way}-w{place}.receipt")

    async def about(self, what: str, way: str = "whatsapp", news: bytes = b"") -> str:
        """Another answer about the first complaint is due; its id."""
        redis: Any = self.ledger.redis
        first, name = f"complaint1.{way}-w1.receipt", f"complaint1.{way}-w1.{what}"
        # Of its receipt nothing is written down until somebody looks at it; then as much as is needed here.
        own = await redis.hgetall(self.ledger.key("c:complaint1"))
        row = await redis.hgetall(self.ledger.key(f"a:{first}"))
        wanted = {b"subject": b"complaint1", b"listener": row.get(b"listener", own[b"l"]), b"node": own[b"node"]}
        await redis.hset(
            self.ledger.key(f"a:{name}"), mapping={**wanted, b"what": what, b"state": "due", b"news": news}
        )
        await redis.zadd(self.ledger.key("due:reply"), {name: 0})
        return name

    async def prove(self, address: str = MAILBOX, place: int = 1, *, way: str = "whatsapp", at_ms: int = 1) -> bool:
        """Who has that chat proves that this mailbox is theirs, too; whether it was news."""
        thread = json.dumps({"id": "<mark-1@warga.example.org>", "references": ["<mark-1@warga.example.org>"]})
        box = Mailbox(address, "Sari Contoh", thread, "STATUS 1111111111", OFFICE)
        return await keep(self.ledger, HASHER, f"complaint{place}", [f"{way}-w{place}"], box, at_ms, "node-1")

    async def drop(self, name: str) -> None:
        """It is due tomorrow, whether it is written down or only owed."""
        names = (name, f"{name.partition('.')[0]}.")
        tomorrow = (time.time() + 86_400) * 1000
        await self.ledger.redis.zadd(self.ledger.key("due:reply"), dict.fromkeys(names, tomorrow), xx=True)

    async def of(self, item: str, name: str) -> str:
        redis: Any = self.ledger.redis
        return str(await redis.hget(self.ledger.key(f"a:{item}"), name) or b"", "utf-8")

    def got(self, number: str = PHONE) -> list[tuple[str, str]]:
        """Way and status of each message to that number."""
        ways = {True: "whatsapp", False: "sms"}
        return [(ways[one.to.startswith("whatsapp:")], one.status) for one in self.twilio.messages_to(number)]

    def approve(self, *kinds: str) -> None:
        """Put templates at Twilio that WhatsApp has approved, and say so to workers."""
        held = []
        for template in templates_of(BRAND, shipped()):
            if template.kind in kinds:
                content = self.twilio.content.plant(template.name, str(template.language), template.text)
                held.append(Held(template.name, content.sid, "approved"))
        self.approvals.keep(held)

    async def take_callback(self, request: web.Request) -> web.Response:
        headers = tuple((str(name), str(value)) for name, value in request.headers.items())
        way = ChannelName(request.path.split("/")[2])
        raw = Raw(way, datetime.now(UTC), str(request.url), headers, await request.read())
        channel = self.channels[way]
        channel.verify(raw)
        for report in channel.read(raw):
            assert isinstance(report, DeliveryReport)
            await self.report(report)
        return web.Response(text="<Response/>")

    async def report(self, report: DeliveryReport) -> None:
        self.reports.append(report)
        key = report_key(HASHER, report.channel, report.provider_id)
        await self.ledger.report(key, RANK[report.status], report.status, report.code, report.otherwise)


@asynccontextmanager
async def a_desk(
    url: str, folder: Path, *items: Claim, ration: Ration | None = None, countries: tuple[str, ...] = ()
) -> AsyncIterator[Desk]:
    twilio, bot, relay, web_server = TwilioStandIn(), TelegramStandIn(), Relay(), Server()
    await twilio.start()
    env = {**twilio.env(), "TELEGRAM_TOKEN": bot.token, "TELEGRAM_SECRET": "made-up"}
    env |= {"TELEGRAM_API_BASE": await bot.start(), "MAIL_RECIPIENTS": OFFICE}
    env |= {"MAIL_RELAY_HOST": "127.0.0.1", "MAIL_RELAY_PORT": str(await relay.start()), "MAIL_RELAY_TLS": "none"}
    app, desks = web.Application(), list[Desk]()

    async def take(request: web.Request) -> web.Response:
        return await desks[0].take_callback(request)

    app.router.add_post("/twilio/{way}/status", take)
    made = make_channels(env, await web_server.start(app, "127.0.0.1", 0))
    await bot.citizen_sends(CHAT, "Lampu jalan padam")
    approvals = ApprovedFile(folder, BRAND, shipped())
    try:
        async with living(url) as ledger:
            answer = Answer(
                ledger,
                made,
                HASHER,
                Answers(BRAND, shipped()).render,
                LEASE_MS,
                chance=lambda: 0.0,
                routes=Routes(approvals, countries),
                ration=ration or Ration(),
            )
            desks.append(Desk(ledger, twilio, bot, relay, made, answer, approvals))
            await ledger.take_in(items)
            yield desks[0]
            # What is still to be reported needs the ledger.
            await twilio.server.settled()
    finally:
        for channel in made.values():
            await channel.close()
        for standin in (twilio, bot, relay, web_server):
            await standin.stop()
