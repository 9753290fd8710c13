"""The ways to Redis are made from settings here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redis.asyncio import Redis

from forwarder.items import DAY, Keep
from forwarder.ledger import Ledger
from forwarder.patience import ServerClock
from forwarder.redis_server import connect
from gateway.settings import Settings

if TYPE_CHECKING:
    from gateway.bell import Bells


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
    from gateway.bell import Bells  # brings RQ, and whoever only looks at the ledger rings for nobody

    return Bells(settings.redis_url.get_secret_value())
