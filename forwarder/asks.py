"""Questions about drafts that are being closed, asked once each has become something.

`asks` is draft → what it is made of, sealed: noted before the draft is closed, gone once the question is claimed.
So a crash between the two steps leaves the note, and whoever finds it asks; a question is known by its delivery.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from redis.exceptions import RedisError

from forwarder.ledger import Ledger
from forwarder.redis_server import failure, text
from forwarder.seal import Unsealable

_KEEP = 86_400


async def note(ledger: Ledger, told: Mapping[str, bytes]) -> None:
    """Raise `LedgerAway`."""
    sealed = {name: ledger.sealer.seal(data, _about(name)) for name, data in told.items()}
    await _ask(ledger, "hset", mapping=sealed)
    await _ask(ledger, "expire", _KEEP)


async def noted(ledger: Ledger) -> dict[str, bytes]:
    """b"" for what cannot be opened. Raise `LedgerAway`."""
    found: dict[bytes, bytes] = await _ask(ledger, "hgetall")
    return {text(name): _opened(ledger, text(name), sealed) for name, sealed in found.items()}


def _opened(ledger: Ledger, name: str, sealed: bytes) -> bytes:
    try:
        return ledger.sealer.open(sealed, _about(name))
    except Unsealable:
        return b""


async def forget(ledger: Ledger, names: Iterable[str]) -> None:
    """Raise `LedgerAway`."""
    await _ask(ledger, "hdel", *names)


async def _ask(ledger: Ledger, command: str, *values: object, **more: object) -> Any:
    try:
        return await getattr(ledger.redis, command)(ledger.key("asks"), *values, **more)
    except RedisError as error:
        raise failure(error) from error


def _about(name: str) -> bytes:
    return b"asks:" + name.encode()
