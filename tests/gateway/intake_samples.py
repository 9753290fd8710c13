"""A channel that shows whether it was asked rightly, and an intake around it."""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web
from journal_samples import open_journal
from prometheus_client import CollectorRegistry

from channels.base import Registered, SendFailed, Unauthentic
from gateway import listener
from gateway.disk import Probe, free_bytes
from gateway.intake import Intake, IntakeCounters
from gateway.listener import Listener, Patience
from gateway.web import WebLimits, make_app
from normalizer.schema import ChannelName, Inbound, Medium, Raw, Reply

PUBLIC_URL = "https://gw.example.org/pintu"
SECRET = b"a secret for tests"
SIGNED = ChannelName("signed")
LATER = ChannelName("later")
LINES = (
    Registered(
        SIGNED, "channels.signed", ("/signed", "/signed/status"), answer=("text/xml", b"<Response/>"), last_resort=True
    ),
    Registered(LATER, "channels.later", ("/later",), methods=("GET", "POST")),
    Registered(ChannelName("off"), "channels.off", ("/off",)),
)


def signature(url: str, body: bytes) -> str:
    return hmac.digest(SECRET, url.encode() + b"\n" + body, "sha256").hex()


@dataclass(frozen=True)
class SignedChannel:
    """Signs URL and body, as Twilio does; a delivery is known by its bytes."""

    name: ChannelName
    secret: bytes = field(default=SECRET, repr=False)
    medium: Medium = Medium.CHAT

    def verify(self, raw: Raw) -> None:
        if b"surprise" in raw.body:
            raise LookupError("a fault of ours, with words of a citizen in it")
        if not hmac.compare_digest(raw.header("X-Signature"), signature(raw.url, raw.body)):
            raise Unauthentic("the signature is not that of these bytes")

    def delivery_key(self, raw: Raw) -> str:
        return raw.url + raw.body.hex()

    def read(self, raw: Raw) -> Sequence[Inbound]:
        return ()

    async def send(self, reply: Reply) -> str:
        raise SendFailed("this channel has no way out", permanent=True)

    async def look_up(self, reply: Reply) -> str | None:
        return None

    async def check(self) -> str:
        return "nothing to try"

    async def close(self) -> None:
        return None


def make_intake(folder: Path, registry: CollectorRegistry, probe: Probe = free_bytes) -> Intake:
    reserve = 1024 * 1024 if probe is not free_bytes else 0
    return Intake(
        open_journal(folder, reserve=reserve, probe=probe),
        {name: SignedChannel(name) for name in (SIGNED, LATER)},
        IntakeCounters.of(registry, (SIGNED, LATER)),
        frozenset(line.name for line in LINES if line.last_resort),
    )


@asynccontextmanager
async def serving(
    intake: Intake,
    *,
    limits: WebLimits | None = None,
    patience: Patience | None = None,
    extra: Sequence[web.RouteDef] = (),
) -> AsyncIterator[Listener]:
    """The real listener on a free port."""
    app = make_app(intake, LINES, PUBLIC_URL + "/", limits=limits, extra=extra)
    running = await listener.start(app, "127.0.0.1", 0, patience)
    try:
        yield running
    finally:
        await running.close()
        intake.journal.close()
