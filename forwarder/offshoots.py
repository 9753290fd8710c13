"""What the central system is told after a complaint and beside it: acts and supplements, each with its own due set."""

from __future__ import annotations

from typing import Literal

from redis.exceptions import RedisError

from forwarder.ledger import Ledger
from forwarder.redis_server import failure

Kind = Literal["act", "supplement"]


async def due(ledger: Ledger, kind: Kind | Literal["news"]) -> bool:
    """Whether a worker should look, because time has come for one, by Redis's clock. Raise `LedgerAway`."""
    try:
        seconds, micros = await ledger.redis.time()
        now = int(seconds) * 1000 + int(micros) // 1000
        return bool(await ledger.redis.zrangebyscore(ledger.key(f"due:{kind}"), "-inf", now, start=0, num=1))
    except RedisError as error:
        raise failure(error) from error


async def later(
    ledger: Ledger, kind: Kind, name: str, fence: str, delay_ms: int, hold_ms: int, why: str, *, unknown: bool = False
) -> bool:
    """Due again in `delay_ms`; `hold_ms` and `unknown` as in `Ledger.later`. False when the lease was lost."""
    args = (kind, name, fence, delay_ms, hold_ms, why[:200], int(unknown))
    (done,) = await ledger.run_many([("offshoot_later", args)])
    return done is not None
