"""What the central system was asked about a complaint and answered when that came to nothing: the last few, for people.

Kept beside the complaint, sealed as its words are, and erased with them; no log has any of it. A call that went well
costs and leaves nothing: its number says all. A month at most, for a node of the version before erases without knowing
of it.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from typing import Any

from redis.exceptions import RedisError

from forwarder.exchange import MOST, Exchange, listening
from forwarder.items import LedgerAway, LedgerLost
from forwarder.ledger import Ledger
from forwarder.redis_server import failure
from forwarder.seal import Unsealable


@asynccontextmanager
async def kept_if_it_fails(ledger: Ledger, complaint: str, item: str = "") -> AsyncIterator[None]:
    """Around the calls about a complaint, or about an `item` that was added to it. Raise what they raise, and nothing
    else: what came of them is written by whoever called, and they see for themselves that the ledger is away."""
    with listening() as heard:
        try:
            yield
        except (LedgerAway, LedgerLost):
            raise
        except Exception:
            with suppress(LedgerAway, LedgerLost):
                await keep(ledger, complaint, heard, item)
            raise


async def keep(ledger: Ledger, complaint: str, heard: Sequence[Exchange], item: str = "") -> None:
    """Raise `LedgerAway` or `LedgerLost`."""
    if heard:
        about = _about(complaint)
        sealed = [ledger.sealer.pack(json.dumps(asdict(one)).encode(), about) for one in heard]
        await ledger.run_many([("exchange", (complaint, item, ledger.keep.claim, MOST, *sealed))])


async def kept(ledger: Ledger, complaint: str) -> tuple[Exchange, ...]:
    """Oldest first; what cannot be opened is left out. Raise `LedgerAway`."""
    redis: Any = ledger.redis
    try:
        rows = await redis.lrange(ledger.key(f"said:{complaint}"), 0, -1)
    except RedisError as error:
        raise failure(error) from error
    return tuple(one for row in rows if (one := _opened(ledger, complaint, row)) is not None)


def _opened(ledger: Ledger, complaint: str, row: bytes) -> Exchange | None:
    try:
        return Exchange(**json.loads(ledger.sealer.open(row, _about(complaint))))
    except (Unsealable, TypeError, ValueError):  # another version's
        return None


def _about(complaint: str) -> bytes:
    return b"said:" + complaint.encode()
