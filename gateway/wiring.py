"""The one place where things are made from settings."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from redis.asyncio import Redis

import channels
from channels.base import Channel
from forwarder import epoch
from forwarder.act_forward import Deeds
from forwarder.attach import Carry
from forwarder.central import Central
from forwarder.flood import Flood
from forwarder.forward import Forward
from forwarder.items import DAY, Keep
from forwarder.ledger import Ledger
from forwarder.news import Asking
from forwarder.patience import Patience, ServerClock
from forwarder.ration import Ration
from forwarder.redis_server import connect
from forwarder.reply import Answer
from forwarder.routes import Routes
from forwarder.scan import Clamd
from forwarder.store import BlobStore, Vault
from forwarder.store_folder import Folder
from forwarder.store_s3 import S3
from forwarder.supplement_forward import AddOn
from gateway.answering import make_ration, make_routes
from gateway.answers import Answers
from gateway.bell import Bells
from gateway.central_callback import CentralCallback
from gateway.centrals import make_central as make_central
from gateway.environment import read_env
from gateway.news_settings import statuses
from gateway.settings import Settings
from normalizer.schema import ChannelName


def make_channels(env: Mapping[str, str], public_url: str) -> dict[ChannelName, Channel]:
    """Every channel the settings switch on. Raise pydantic's ValidationError for a faulty one."""
    made: dict[ChannelName, Channel] = {}
    for registered in channels.ALL:
        channel = importlib.import_module(registered.module).from_env(env, public_url)
        if channel is not None:
            made[registered.name] = channel
    return made


# A node that is away for longer puts its files again when it is back: its journal keeps the mails they came in.
SHARED_MARGIN = timedelta(days=7)


def make_vault(settings: Settings) -> Vault:
    """Where attachments lie: in S3 when it is named, else in a folder beside the journal."""
    store: BlobStore = Folder(settings.data_dir / "attachments")
    margin = timedelta(0)
    if settings.s3_url:
        margin = SHARED_MARGIN
        store = S3(
            settings.s3_url,
            settings.s3_bucket,
            settings.s3_access_key.get_secret_value(),
            settings.s3_secret_key.get_secret_value(),
            settings.s3_region,
            settings.s3_timeout_seconds,
        )
    return Vault(store, settings.hasher(), settings.sealer(), margin)


def make_clamd(settings: Settings) -> Clamd | None:
    """None when nothing is to be scanned."""
    return Clamd(settings.clamd, settings.attachment_timeout_seconds) if settings.clamd else None


def make_carry(settings: Settings) -> Carry:
    """One for each drain: it belongs to an event loop."""
    return Carry(
        make_vault(settings), make_clamd(settings), settings.clamd_away == "pass", settings.attachment_wait_seconds
    )


def make_flood(settings: Settings) -> Flood:
    return Flood(settings.answers_at_once, settings.answers_again_seconds, settings.courtesies_per_minute)


def make_ledger(settings: Settings, redis: Redis, name: str, clock: ServerClock | None = None) -> Ledger:
    keep = Keep(
        claim=settings.claim_days * DAY,
        case=settings.retention_days * DAY,
        window=settings.duplicate_days * DAY,
        storm=settings.storm_complaints,
        storm_seconds=int(settings.storm_minutes * 60),
    )
    return Ledger(redis, name, settings.sealer(), keep, clock)


def make_redis(settings: Settings) -> Redis:
    return connect(settings.redis_url.get_secret_value(), connections=max(16, settings.concurrency // 2))


def make_bells(settings: Settings) -> Bells:
    return Bells(settings.redis_url.get_secret_value())


def make_callback(settings: Settings) -> CentralCallback | None:
    """None without a secret: callbacks are refused then, and numbers are asked for."""
    secret = settings.central_callback_secret.get_secret_value()
    return CentralCallback(secret) if secret else None


@dataclass(frozen=True)
class Worker:
    """What one drain works with."""

    ledger: Ledger
    bells: Bells
    forward: Forward
    add_on: AddOn
    deeds: Deeds
    answer: Answer
    answers_due: asyncio.Event
    asking: Asking


@dataclass(frozen=True)
class Standing:
    """What a worker process makes once and uses in every drain."""

    settings: Settings
    channels: Mapping[ChannelName, Channel]
    central: Central
    bells: Bells
    answers: Answers
    routes: Routes
    ration: Ration
    patience: Patience = field(default_factory=Patience)
    clock: ServerClock = field(default_factory=ServerClock)

    @classmethod
    def make(cls, settings: Settings) -> Standing:
        made = make_channels(read_env(), settings.public_url)
        return cls(
            settings,
            made,
            make_central(settings),
            make_bells(settings),
            Answers.of(settings),
            make_routes(settings),
            make_ration(settings),
        )

    @asynccontextmanager
    async def hands(self) -> AsyncIterator[Worker | None]:
        """For one drain, in its own event loop; None while there is no living ledger."""
        redis = make_redis(self.settings)
        try:
            name = await epoch.current(redis)
            yield self._worker(make_ledger(self.settings, redis, name, self.clock)) if name else None
        finally:
            await redis.aclose()
            await self.central.close()
            for channel in self.channels.values():
                await channel.close()

    def _worker(self, ledger: Ledger) -> Worker:
        lease_ms, due, carry = int(self.settings.lease_seconds * 1000), asyncio.Event(), make_carry(self.settings)
        patience = self.patience
        return Worker(
            ledger,
            self.bells,
            Forward(ledger, self.central, lease_ms, due.set, patience=patience, carry=carry),
            AddOn(ledger, self.central, lease_ms, patience=patience, carry=carry),
            Deeds(ledger, self.central, lease_ms, due.set, patience=patience),
            Answer(
                ledger,
                self.channels,
                self.settings.hasher(),
                self.answers.render,
                lease_ms,
                enclose=self.answers.enclose,
                copies_per_day=self.settings.copies_per_day,
                routes=self.routes,
                ration=self.ration,
                flood=make_flood(self.settings),
                patience=patience,
            ),
            due,
            Asking(ledger, self.central, statuses(self.settings.status_told), due.set),
        )
