"""Whether Redis belongs to the deployment that we are of."""

from __future__ import annotations

from forwarder import epoch
from forwarder.items import LedgerAway
from forwarder.redis_server import connect
from gateway.settings import Settings


async def refuse_foreign_key(settings: Settings) -> None:
    """Raise `ForeignIdKey` when Redis belongs to a deployment with another ID_KEY; one that is away says nothing."""
    redis = connect(settings.redis_url.get_secret_value())
    try:
        await epoch.recognise(redis, settings.hasher().fingerprint)
    except LedgerAway:
        return
    finally:
        await redis.aclose()
