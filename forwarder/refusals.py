"""A provider refuses what our settings say: its answers wait, and an operator has to hear of it."""

from __future__ import annotations

import structlog
from redis.exceptions import RedisError

from forwarder.ledger import Ledger
from forwarder.redis_server import failure
from normalizer.schema import ChannelName

log = structlog.get_logger("answers")


async def refused(ledger: Ledger, channel: ChannelName, code: str, *, later: bool = False) -> None:
    """Told until that channel takes an answer again (lua/prelude.lua, channel_works). later: it took the answer, and
    refused afterwards. Raise `LedgerAway`."""
    try:
        async with ledger.redis.pipeline(transaction=False) as pipe:
            pipe.hset(ledger.key("refused"), channel, f"{code} later" if later else code)
            pipe.hincrby(ledger.key("count"), "channel_refuses_us", 1)
            (new, _) = await pipe.execute()
    except RedisError as error:
        raise failure(error) from error
    if new:
        log.error("channel_refuses_us", channel=channel, code=code, see="/health/ready of a node, and its settings")
