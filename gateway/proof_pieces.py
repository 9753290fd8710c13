"""Proof of what came in pieces: which complaint each became; none is in nobody's hands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from redis.exceptions import RedisError

from channels.base import Channel, Unreadable
from forwarder import drafts
from forwarder.ledger import Ledger
from forwarder.redis_server import failure, text
from forwarder.seal import Hasher
from gateway.inbox import Row
from gateway.journal_reader import JournalReader
from normalizer import codec
from normalizer.schema import ChannelName

WAITS, LOST, FORGOTTEN = "waits", "lost", "forgotten"
_AT_ONCE = 200


@dataclass(frozen=True)
class Pieces:
    """What there is to ask. `channels`: those that are switched on; of others only this node's facts tell."""

    reader: JournalReader
    ledger: Ledger
    hasher: Hasher
    channels: Mapping[ChannelName, Channel] = field(repr=False)

    async def became(self, rows: Mapping[int, str], since: datetime) -> dict[int, str]:
        """By row, of rows and the drafts their ends name: how that draft ended, whichever node closed it; else `WAITS`,
        `LOST`, or `FORGOTTEN` when it is so old, or so erased, that nobody could know. Raise `LedgerAway`."""
        # What is open now and closed a moment later must not be seen as neither: the open ones first.
        waiting = await self._waiting() if rows else frozenset()
        closed = self._closed_here(since)
        found = dict[int, str]()
        seqs = sorted(rows)
        for at in range(0, len(seqs), _AT_ONCE):
            some = [row for seq in seqs[at : at + _AT_ONCE] if (row := self.reader.row(seq))]
            for row, name, end in zip(some, *await self._known(some), strict=True):
                found[row.seq] = end or closed.get(rows[row.seq], "") or self._without(row, name, waiting)
        return found

    def _without(self, row: Row, name: str, waiting: frozenset[str]) -> str:
        if name in waiting:
            return WAITS
        old = row.received_at < datetime.now(UTC) - timedelta(seconds=self.ledger.keep.claim) + timedelta(hours=1)
        return FORGOTTEN if old or not name else LOST

    async def _known(self, rows: Sequence[Row]) -> tuple[list[str], list[str]]:
        """Of each row its delivery, "" where its bytes are gone; and what its draft became, as the ledger knows."""
        names = [self._delivery(row) for row in rows]
        try:
            async with self.ledger.redis.pipeline(transaction=False) as pipe:
                for name in names:
                    pipe.hget(self.ledger.key(f"d:{name}"), "became")
                return names, [text(value) for value in await pipe.execute()]
        except RedisError as error:
            raise failure(error) from error

    def _delivery(self, row: Row) -> str:
        channel = self.channels.get(row.channel)
        if channel is None or row.raw is None:
            return ""
        try:
            return self.hasher.short("claim", row.channel, channel.delivery_key(row.raw))
        except Unreadable:
            return ""

    def _closed_here(self, since: datetime) -> dict[str, str]:
        """What this node's journal says of drafts that it closed."""
        return dict(self._facts(int((since - timedelta(hours=1)).timestamp() * 1000)))

    def _facts(self, since_ms: int) -> Iterator[tuple[str, str]]:
        after = 0
        while facts := self.reader.facts(after, 1_000, since_ms, kind="draft"):
            yield from ((fact.subject.partition(".")[0], fact.data.partition(" ")[0]) for fact in facts)
            after = facts[-1].seq

    async def _waiting(self) -> frozenset[str]:
        """Deliveries that are pieces of open drafts."""
        try:
            listed: list[Any] = await self.ledger.redis.zrange(self.ledger.key("due:draft"), 0, -1)
        except RedisError as error:
            raise failure(error) from error
        found = set[str]()
        for at in range(0, len(listed), _AT_ONCE):
            asked = {text(who): () for who in listed[at : at + _AT_ONCE]}
            for talk in await drafts.read(self.ledger, "", asked):
                found.update(_pieces(talk))
        return frozenset(found)


def _pieces(talk: drafts.Talk) -> Iterator[str]:
    """None of what cannot be opened: a rebuild makes it anew from the rows."""
    from gateway.drafts import state_in  # and with it all of reading: 0.25 s where no draft is open

    try:
        yield from (piece.name for piece in state_in(talk).pieces)
    except codec.Undecodable:
        return
