"""Complaints whose own words are lost with a node and its journal: what was linked with them is told in their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from redis.exceptions import RedisError

from forwarder import epoch
from forwarder.items import Claim
from forwarder.ledger import Ledger
from forwarder.redis_server import failure, text


async def missing(ledger: Ledger, complaints: Sequence[str]) -> set[str]:
    """Which of these complaints this ledger does not know. Raise `LedgerAway`."""
    try:
        async with ledger.redis.pipeline(transaction=False) as pipe:
            for name in complaints:
                pipe.hexists(ledger.key(f"c:{name}"), "number")
            known = await pipe.execute()
    except RedisError as error:
        raise failure(error) from error
    return {name for name, there in zip(complaints, known, strict=True) if not there}


async def kept(ledger: Ledger, complaints: Sequence[str]) -> None:
    """A journal knows of these: a person has to look at them, or they were forgotten on purpose."""
    if not complaints:
        return
    redis: Any = ledger.redis
    try:
        await redis.sadd(ledger.key("kept"), *complaints)
        await redis.expire(ledger.key("kept"), ledger.keep.claim)
    except RedisError as error:
        raise failure(error) from error


async def stand_in(ledger: Ledger, claim: Claim) -> str:
    """Tell this in the place of the complaint that `claim.id` names: in doubt, because the central system may hold that
    one. The number it gets; "" when that one is known after all, and nothing was done."""
    (found,) = await ledger.run_many([("stand_in", (claim.id, *claim.numbers))])
    if found is None:
        return ""
    number = text(found)
    await epoch.restore_claims(ledger, [replace(claim, numbers=(number,))])
    await epoch.restore_answers(ledger, [claim.id])
    return number
