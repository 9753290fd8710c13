"""Finding the living ledger; noticing that Redis was emptied or rolled back; making a new one from this journal."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import structlog
from redis.asyncio import Redis

from forwarder import epoch, erasing, mailboxes
from forwarder import offered as offering
from forwarder.awaited import awaited
from forwarder.items import LedgerLost
from forwarder.ledger import Ledger
from gateway.closed_facts import least
from gateway.control import LONGEST_LINE
from gateway.control_client import ControlClient
from gateway.draft_restoring import KIND as DRAFT
from gateway.draft_restoring import RestoringDrafts
from gateway.inbox import DOUBT, DOUBT_MS, FORGOTTEN, OFFERED_THEN, REFUSED, Fact
from gateway.journal_reader import JournalReader
from gateway.orphans import SINCE as ORPHANS_SINCE
from gateway.restoring import Restoring
from gateway.understand import Understanding

log = structlog.get_logger("rebuild")

BATCH = 200
# What is told again to a Redis that was started anew; what it may have lost is a second old.
AGAIN_SECONDS = 600.0
EPOCHS_REMEMBERED = 50
WAIT_SECONDS = 1.0
# Of what drafts were made of: as much goes to the journal in one line of its control socket.
MOST_LETTERS = LONGEST_LINE // 4
# The journal's note of nodes whose journals went on in it (`journal drain`).
HEIR_OF = "heir_of"
# So many open rows are told one by one that they may have been claimed; beyond that, all that were offered are.
MOST_MARKED = 2_000
# The journal's note that rows whose claims another node had are to be looked for.
REOPEN = "reopen"


@dataclass(eq=False)
class Rebuild:
    """One node's part in the life of the ledger.

    The journal remembers the epoch it pumped into and the last heartbeat Redis acknowledged there. No epoch in Redis:
    it was emptied. A lower heartbeat than ours: it was rolled back. Both lead to a new epoch, made from all journals.
    `settle_ms` outlasts every call that workers may have had in flight then.
    """

    redis: Redis
    reader: JournalReader
    control: ControlClient
    understanding: Understanding
    make_ledger: Callable[[str], Ledger]
    node: str
    settle_ms: int = 0

    async def live(self, stopping: asyncio.Event) -> Ledger | None:
        """The living ledger, after whatever it takes; None when asked to stop. Raise `LedgerAway`, `ForeignIdKey`."""
        while not stopping.is_set():
            life = await epoch.look(self.redis, self.understanding.hasher.fingerprint, self.node)
            known = self.reader.meta("epoch") or ""
            if life.epoch and life.epoch == known:
                ledger = self.make_ledger(known)
                if await epoch.last_beat(ledger, self.node) >= int(self.reader.meta("beat") or 0):
                    await self._remember_nodes(life.nodes)
                    await self._catch_up(ledger, life)
                    await self._reopen(ledger)
                    ledger.meet(life.history)
                    return ledger
                await self._rolled_back(known)
            elif life.epoch in self._left():
                await self._rolled_back(life.epoch)
            elif life.epoch:
                await self._move_into(life)
            else:
                await self._renew(life, stopping)
        return None

    def _left(self) -> list[str]:
        """Epochs this journal pumped into once."""
        return (self.reader.meta("left") or "").split()

    async def _rolled_back(self, name: str) -> None:
        log.error("redis_rolled_back", epoch=name)
        await epoch.drop(self.redis, name)
        await self._take_all_facts(name)

    async def _take_all_facts(self, name: str) -> None:
        while name and await self.take_facts(self.make_ledger(name), block_ms=1, most=BATCH):
            continue

    async def _catch_up(self, ledger: Ledger, life: epoch.Life) -> None:
        """A Redis that was started anew (appendfsync everysec), or a replica that took over, may have lost its last
        moments: tell them again, and doubt what was told and is not written down yet."""
        if self._is_known(life):
            if not self.reader.meta("history"):
                await self._met(life)
            return
        log.warning("server_changed", epoch=ledger.epoch)
        await self._take_all_facts(ledger.epoch)
        await self.replay(ledger, since=time.time() - AGAIN_SECONDS)
        await self._doubt(ledger, life)
        await self._met(life)

    def _is_known(self, life: epoch.Life) -> bool:
        """One server may lead, follow and lead again: then it is the same process, and has forgotten all the same."""
        known = self.reader.meta("history") or life.history
        return self.reader.meta("run_id") == life.run_id and known == life.history

    async def _met(self, life: epoch.Life) -> None:
        await self.control.set_meta("history", life.history)
        await self.control.set_meta("run_id", life.run_id)

    async def _doubt(self, ledger: Ledger, life: epoch.Life) -> None:
        """What was offered and has no end, and drafts that are over, may have gone on to the central system already.
        Not what has its end: a mail that a person lets out of the tray tomorrow was told to nobody."""
        offered = self.reader.offered()
        rows = self.reader.heads(limit=MOST_MARKED + 1, only_open=True)
        rows = [row for row in rows if row.seq <= offered]
        many = len(rows) > MOST_MARKED
        refused = [one for one in self.reader.heads(limit=MOST_MARKED, end="quarantined") if REFUSED in one.error]
        for row in [*refused, *(() if many else rows)]:
            await self.control.mark(row.seq, DOUBT)
        await self.control.set_meta("doubt_until", str(offered if many else 0))
        newest_ms = self.reader.newest_until(offered)
        await self.control.set_meta(OFFERED_THEN, f"{offered} {newest_ms}")
        await offering.note(ledger, self.node, life.history, newest_ms)
        await self.control.set_meta(DOUBT_MS, str(int(time.time() * 1000)))

    async def _renew(self, life: epoch.Life, stopping: asyncio.Event) -> None:
        """Replay into the epoch all nodes agree on, and wait until the others have."""
        await self._take_all_facts(self.reader.meta("epoch") or "")
        name = await epoch.begin_rebuild(self.redis)
        await self.replay(self.make_ledger(name))
        for lost in self._heir_of():
            # Nobody waits for a node whose journal was just replayed with ours.
            await epoch.bequeath(self.redis, lost, self.node)
            await epoch.excuse(self.redis, lost)
        others = [node for node in (self.reader.meta("nodes") or "").split() if node != self.node]
        while missing := await epoch.go_live(self.redis, name, self.node, [self.node, *others]):
            log.warning("waiting_for_nodes", missing=missing)
            await epoch.tell_missing(self.redis, missing)
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), WAIT_SECONDS)
            if stopping.is_set():
                return
        await self._adopt(name, life)
        swept = await epoch.sweep_old(self.redis, name)
        log.info("ledger_lives", epoch=name, old_keys=swept)

    async def _move_into(self, life: epoch.Life) -> None:
        """Others made a living ledger without us: our rows join it."""
        await self._take_all_facts(self.reader.meta("epoch") or "")
        await self.replay(self.make_ledger(life.epoch))
        await self._adopt(life.epoch, life)

    async def _adopt(self, name: str, life: epoch.Life) -> None:
        """From now on this journal pumps into that epoch; what was offered to an older one is in doubt."""
        left = [*self._left(), self.reader.meta("epoch") or ""]
        await self.control.set_meta("left", " ".join(left[-EPOCHS_REMEMBERED:]))
        await self._doubt(self.make_ledger(name), life)
        await self.control.set_meta("beat", "0")
        await self.control.set_meta(REOPEN, "yes")
        await self.control.set_meta(ORPHANS_SINCE, str(int(time.time() * 1000)))
        await self._met(life)
        await self.control.set_meta("epoch", name)

    async def _reopen(self, ledger: Ledger) -> None:
        """Once after each rebuild, whatever stopped it the first time."""
        if self.reader.meta(REOPEN):
            await self._restoring(ledger).reopen_lost()
            await self._forget(ledger)
            await self.control.set_meta(REOPEN, "")

    async def _forget(self, ledger: Ledger) -> None:
        """Journals that were not told before Redis was lost that somebody was erased are told now."""
        nodes, after = (self.reader.meta("nodes") or "").split(), 0
        while gone := self.reader.facts(after, BATCH, kind=FORGOTTEN):
            await erasing.tell(ledger, [(one.subject, one.data) for one in gone], nodes)
            after = gone[-1].seq

    async def _remember_nodes(self, seen: frozenset[str]) -> None:
        known = frozenset((self.reader.meta("nodes") or "").split())
        if not seen <= known:
            await self.control.set_meta("nodes", " ".join(sorted(known | seen)))

    async def beat(self, ledger: Ledger) -> None:
        """Once a second. Raise `LedgerLost` when this is not the Redis it was: `live` finds out what happened."""
        life = await epoch.look(self.redis, self.understanding.hasher.fingerprint, self.node)
        if life.epoch != ledger.epoch or not self._is_known(life):
            raise LedgerLost("Redis was emptied, restored or started anew, or another server has taken over")
        await self._remember_nodes(life.nodes)
        remembered = int(self.reader.meta("beat") or 0)
        await self.control.set_meta("beat", str(await epoch.beat(ledger, self.node, remembered)))

    async def take_facts(self, ledger: Ledger, *, block_ms: int, most: int) -> int:
        """Take waiting facts into the journal, then let the stream forget them; returns how many. Also those of nodes
        whose journals went on in this one."""
        taken = [await self._facts_of(ledger, node, most, 1) for node in self._heir_of()]
        return sum(taken) + await self._facts_of(ledger, self.node, most, block_ms)

    def _heir_of(self) -> list[str]:
        return (self.reader.meta(HEIR_OF) or "").split()

    async def _facts_of(self, ledger: Ledger, node: str, most: int, block_ms: int) -> int:
        entries = await epoch.facts(ledger, node, most, block_ms)
        for some in _fitting(entries):
            # A server that took over may give a name anew that the one before had given.
            name, line = ledger.epoch, f"@{ledger.args.history[:8]}" if ledger.args.history else ""
            await self.control.facts([Fact(e.entry + line, name, e.kind, e.subject, e.at_ms, e.data) for e in some])
            await epoch.acknowledge(ledger, node, [entry.entry for entry in some])
        return len(entries)

    # -- replaying ------------------------------------------------------------------------------------------------

    async def replay(self, ledger: Ledger, since: float = 0) -> int:
        """Facts first, then the rows that have an end, then what their senders are owed. May be done twice.

        since: only what came in or happened after this time (seconds since 1970).
        """
        log.warning("replaying", epoch=ledger.epoch)
        await epoch.settle(ledger, self.settle_ms)
        first = self.reader.last_before(since) if since else 0
        # Facts bear the time of Redis's clock, which may be far behind ours.
        behind = min(0.0, self.reader.newest_fact() - time.time()) if since else 0.0
        since_ms = max(0, int((since + behind) * 1000))
        ways = self.understanding.channels
        for facts in self._batches_of_facts(since_ms):
            known = [epoch.FactEntry(f.entry, f.kind, f.subject, f.at_ms, f.data) for f in facts if f.kind != DRAFT]
            await epoch.restore_fact(ledger, known, partial(awaited, self.understanding.hasher, ways))
        drafts = RestoringDrafts(ledger, self.reader, self.understanding, datetime.now(UTC))
        await drafts.closings(since_ms)
        rows = await self._restoring(ledger).rows(first)
        await drafts.additions(since_ms)
        await mailboxes.restored(ledger)
        log.warning("replayed", epoch=ledger.epoch, rows=rows)
        return rows

    def _batches_of_facts(self, since_ms: int) -> Iterator[list[Fact]]:
        """Those of keys that were given up first: whatever is known besides is more."""
        after = 0
        while not since_ms and (facts := self.reader.closed_facts(after, BATCH)):
            log.error("facts_given_up", kinds=sorted({one.kind for one in facts}), count=len(facts))
            yield list(least(facts, self.node))
            after = facts[-1].seq
        after = 0
        while facts := self.reader.facts(after, BATCH, since_ms):
            yield facts
            after = facts[-1].seq

    def _restoring(self, ledger: Ledger) -> Restoring:
        return Restoring(ledger, self.reader, self.control, self.understanding, self.node, datetime.now(UTC))


def _fitting(entries: Sequence[epoch.FactEntry]) -> Iterator[list[epoch.FactEntry]]:
    """In their order, as many together as fit into one line."""
    some, size = list[epoch.FactEntry](), 0
    for entry in entries:
        if some and size + len(entry.data) > MOST_LETTERS:
            yield some
            some, size = [], 0
        some.append(entry)
        size += len(entry.data)
    if some:
        yield some
