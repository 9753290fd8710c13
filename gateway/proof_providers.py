"""Proof, third part: what providers say was written to us is in a journal; what is not is taken in."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from redis.exceptions import RedisError

from channels.abilities import RECEIVED_AT, Recounting
from channels.base import Channel
from forwarder.census import claims
from forwarder.drafts import STALE_MS
from forwarder.ledger import Ledger
from forwarder.patience import account_of
from forwarder.redis_server import failure, text
from forwarder.seal import Hasher
from gateway.control_client import ControlClient
from gateway.inbox import DOUBT_MS, DOUBTED, JournalError
from gateway.journal_reader import JournalReader
from gateway.proof_courtesy import Courtesy, NotAsked
from gateway.proof_rows import Account
from normalizer.schema import Raw

# Between Twilio's time of a message and ours: its webhook may take fifteen seconds, and clocks differ.
ON_ITS_WAY = timedelta(seconds=60)


async def recount(
    found: Account,
    channel: Channel,
    reader: JournalReader,
    ledger: Ledger,
    hasher: Hasher,
    control: ControlClient,
    node: str,
    on_its_way: timedelta = ON_ITS_WAY,
    courtesy: Courtesy | None = None,
) -> None:
    """Raise `LedgerAway`. A channel whose provider keeps no list proves nothing and is told as such."""
    if not isinstance(channel, Recounting):
        found.sums[f"{channel.name}: its provider keeps no list"] += 0
        return
    until = min(found.until, await _read_elsewhere(ledger, node, on_its_way) or found.until)
    if until < found.until - 2 * ON_ITS_WAY:
        found.sums[f"{channel.name}: not listed to its end, another node still reads"] += 0
    try:
        async with (courtesy or Courtesy(ledger)).towards(account_of(channel.name)):
            listed = await channel.received(found.since, max(until, found.since))
    except NotAsked as away:
        found.differs("provider", channel.name, f"{away}: what was written to us was not compared with its list")
        return
    found.sums[f"{channel.name}: listed by the provider"] += len(listed)
    known_until = datetime.now(UTC) - timedelta(seconds=ledger.keep.claim)
    for raw in await _unknown(listed, channel, reader, ledger, hasher):
        if found.since > known_until:
            await _take_in(found, _doubted(raw, reader), channel.delivery_key(raw), control)
        else:
            _cannot_tell(found, raw, channel.delivery_key(raw))


async def _read_elsewhere(ledger: Ledger, node: str, on_its_way: timedelta) -> datetime | None:
    """Until when every other node that lives has claimed what came to it (lua/draft_due.lua); None: there is none. What
    one has not read yet would look as if it were in no journal. Raise `LedgerAway`."""
    redis: Any = ledger.redis
    try:
        marks: dict[bytes, bytes] = await redis.hgetall(ledger.key("marks"))
        seconds, _ = await redis.time()
    except RedisError as error:
        raise failure(error) from error
    said = [tuple(map(int, mark.split())) for name, mark in marks.items() if text(name) != node]
    others = [mark for mark, at in said if at > seconds * 1000 - STALE_MS]
    return datetime.fromtimestamp(min(others) / 1000, UTC) - on_its_way if others else None


async def _unknown(
    listed: Sequence[Raw], channel: Channel, reader: JournalReader, ledger: Ledger, hasher: Hasher
) -> list[Raw]:
    """In no journal here, and claimed by no other node."""
    keys = [channel.delivery_key(raw) for raw in listed]
    missing = [
        (raw, key)
        for raw, key in zip(listed, keys, strict=True)
        if reader.find(hasher.digest("delivery", channel.name, key)) is None
    ]
    ends = await claims(ledger, [hasher.short("claim", channel.name, key) for _, key in missing])
    return [raw for (raw, _), end in zip(missing, ends, strict=True) if not end]


def _cannot_tell(found: Account, raw: Raw, key: str) -> None:
    """Another node may have had it, and been told so by a ledger that has forgotten: it would be answered again."""
    why = "not in this journal, and older than CLAIM_DAYS: see whether another node's has it; it is not taken in"
    found.differs("missed", key.rpartition(":")[2], f"{raw.channel}: {why}")


def _doubted(raw: Raw, reader: JournalReader) -> Raw:
    """What came before the ledger was last made anew may have been submitted and answered: it is looked up first."""
    since = datetime.fromtimestamp(int(reader.meta(DOUBT_MS) or 0) / 1000, UTC)
    late = datetime.fromisoformat(raw.header(RECEIVED_AT)) > since + ON_ITS_WAY
    return raw if late else replace(raw, headers=(*raw.headers, (DOUBTED, "yes")))


async def _take_in(found: Account, raw: Raw, key: str, control: ControlClient) -> None:
    taken = "it could not be taken in: is `satupintu serve` running here?"
    with suppress(JournalError):
        await control.keep(raw, key)
        taken = "its webhook never came; it is taken in now"
    found.differs("missed", key.rpartition(":")[2], f"{raw.channel}: {taken}")
