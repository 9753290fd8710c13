"""A note that must be on the server's disk before anybody acts on it.

WAITAOF came with Redis 7.2 and is in Valkey: https://valkey.io/commands/waitaof/
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from forwarder.redis_server import checked, failure

WAIT_MS = 2000
NOT_KEPT = "Redis did not write to its disk in time"


async def noted(redis: Redis, script: Any, args: Sequence[str | bytes | int]) -> tuple[Any, bool]:
    """What a registered script answered, and whether what it wrote is on the disk.

    WAITAOF speaks for its own connection only, so both go in one pipeline; a server without an append-only file refuses
    it, and there is nothing to wait for. Raise `LedgerLost`, `LedgerAway` or `LedgerRefused`.
    """
    try:
        async with redis.pipeline(transaction=False) as pipe:
            await script(args=args, client=pipe)
            await pipe.execute_command("WAITAOF", 1, 0, WAIT_MS)
            answer, kept = await pipe.execute(raise_on_error=False)
    except RedisError as error:
        raise failure(error) from error
    return checked(answer, refusals=False), not (isinstance(kept, list) and int(kept[0]) < 1)
