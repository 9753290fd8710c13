"""What this node's journal tells of one complaint: what happened when, by which rows it came; or whose does."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Final
from zoneinfo import ZoneInfo

from redis.exceptions import RedisError

from forwarder import drafts
from forwarder.ledger import Ledger
from forwarder.redis_server import failure, text
from forwarder.seal import Unsealable
from gateway.inbox import Fact, JournalError, Row
from gateway.journal_reader import JournalReader
from gateway.journal_show import laid_out, told
from gateway.moments import at, at_ms
from gateway.row_end import complaints_in
from gateway.settings import Settings
from gateway.terminal import printable
from normalizer import codec

# A complaint in more messages than these is looked at by its rows.
_MOST_ROWS: Final = 50
# The kind of fact that says what a closed draft became (draft_restoring.py).
_CLOSED: Final = "draft"


@dataclass(frozen=True, slots=True)
class History:
    """`items`: ids of its answers and supplements. `rows`: with their bytes, oldest first."""

    lines: tuple[str, ...] = field(repr=False)
    items: frozenset[str] = frozenset()
    rows: tuple[Row, ...] = ()


async def history_of(settings: Settings, ledger: Ledger, complaint: str, node: str) -> History:
    """node: whose journal tells of it, as the ledger knows it. Raise `LedgerAway`."""
    try:
        reader = JournalReader.open(settings.data_dir, settings.sealer())
    except JournalError:
        return History((_elsewhere([node]),))
    with closing(reader):
        rows = [row for row in reader.rows_of(complaint, _MOST_ROWS) if complaint in complaints_in(row.end)]
        facts = reader.facts_of(complaint)
    others = {node, *await _took_in(ledger, facts)} - {settings.node_id, ""}
    lines = [_elsewhere(sorted(others), also=bool(rows))] if others or not rows else []
    zone = ZoneInfo(settings.timezone)
    came = [f"{row.seq}, received {at(row.received_at, zone)} by {row.channel}" for row in rows]
    lines += [printable(f"{'row':<14} {one}") for one in came]
    by_hand = laid_out(facts)
    said = [(fact.at_ms, told(fact, by_hand=fact.seq in by_hand)) for fact in facts]
    lines += [printable(f"{'':<14} {at_ms(when, zone)}  {what}") for when, what in said]
    return History(tuple(lines), frozenset(fact.subject for fact in facts), tuple(rows))


def _elsewhere(nodes: list[str], *, also: bool = False) -> str:
    where = f"{'also ' if also else ''}in the journal of {', '.join(filter(None, nodes)) or 'another node'}"
    return printable(f"{'row':<14} {where}: `satupintu complaints show` on that machine shows it")


async def _took_in(ledger: Ledger, facts: Iterable[Fact]) -> set[str]:
    """The nodes that the pieces of a closed draft came to, as long as the ledger knows their deliveries."""
    redis: Any = ledger.redis
    names = [name for fact in facts if fact.kind == _CLOSED for name in _deliveries(ledger, fact)]
    try:
        return {text(await redis.hget(ledger.key(f"d:{name}"), "node")) for name in names}
    except RedisError as error:
        raise failure(error) from error


def _deliveries(ledger: Ledger, fact: Fact) -> tuple[str, ...]:
    from gateway.closing import Told  # and with it all of reading: 0.25 s that only what came in pieces needs

    try:
        return Told.decode(drafts.told(ledger, fact.subject, fact.data)[2]).deliveries
    except (Unsealable, codec.Undecodable, zlib.error, ValueError):
        return ()
