"""How senders wish their complaints protected at the central system, by their last word: read only, for the proof."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from redis.exceptions import RedisError

from forwarder.ledger import Ledger
from forwarder.protection import protected
from forwarder.redis_server import failure, text
from forwarder.seal import Unsealable
from normalizer import codec
from normalizer.schema import Complaint, Flags

_AT_ONCE = 500
_THERE = frozenset({"done", "waiting", "withdrawn"})


async def wished(ledger: Ledger, ids: Sequence[str]) -> dict[str, Flags]:
    """Of those that are there, for which protection was ever asked, and of which nothing is left to be told or waits
    for a person. Not of those whose words are gone. Raise `LedgerAway`."""
    found: dict[str, Flags] = {}
    for at in range(0, len(ids), _AT_ONCE):
        found |= await _some(ledger, ids[at : at + _AT_ONCE])
    return found


async def _some(ledger: Ledger, ids: Sequence[str]) -> dict[str, Flags]:
    rows = await _read(ledger, ids, "flagged", "state", "asked", "told")
    asked = {
        name: text(row[2])
        for name, row in zip(ids, rows, strict=True)
        if text(row[0]) == "1" and text(row[1]) in _THERE and text(row[2]) == text(row[3])
    }
    bodies = await _read(ledger, list(asked), "body")
    opened = (
        (name, _flags(ledger, name, letters, row[0]))
        for (name, letters), row in zip(asked.items(), bodies, strict=True)
    )
    return {name: flags for name, flags in opened if flags is not None}


async def _read(ledger: Ledger, ids: Sequence[str], *fields: str) -> list[list[bytes | None]]:
    try:
        async with ledger.redis.pipeline(transaction=False) as pipe:
            for name in ids:
                pipe.hmget(ledger.key(f"c:{name}"), list(fields))
            found: list[Any] = await pipe.execute()
    except RedisError as error:
        raise failure(error) from error
    return found


def _flags(ledger: Ledger, name: str, asked: str, body: bytes | None) -> Flags | None:
    try:
        came = codec.decode(Complaint, ledger.sealer.open(body or b"", b"c:" + name.encode()))
    except (Unsealable, codec.Undecodable):
        return None
    return protected(came, asked).flags
