"""The pump's part with files: out of the raw mail into the store, before a complaint is claimed.

Doing it again changes nothing. While the store is away the complaint goes its way, its row is marked, and the files are
put there later out of the journal, which keeps the raw mail.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from forwarder.items import Claim
from forwarder.store import StoreAway, Vault
from forwarder.supplement import Supplement
from gateway.control_client import ControlClient
from gateway.inbox import Row
from gateway.journal_reader import JournalReader
from normalizer import codec
from normalizer.mime_files import PREFIX, contents
from normalizer.schema import Complaint

if TYPE_CHECKING:  # who serves asks here what is wrong with the store, and does not understand complaints
    from gateway.understand import Understanding
    from gateway.understood import Item

log = structlog.get_logger("attachments")

MARK, MISSING, LOST = "attachments", "missing", "lost"
AWAY = "attachments_away"  # the journal's meta of what is wrong with the store, for health
PAUSE_SECONDS = 10.0
HEAL_SECONDS = 5.0
REFRESH_SECONDS = 21_600.0
_ROWS_AT_ONCE = 100
# Without it every body would have to be decoded; one that only writes about it costs a decoding.
_NAMED = b'"source":"' + PREFIX.encode()


@dataclass(eq=False)
class Keeper:
    """Keeps the files of claims. After a failure the store is left alone for `PAUSE_SECONDS`, so that mails with files
    do not slow down those without. `retention`: how old the files of a complaint without a number may grow before they
    are put again; None: never."""

    vault: Vault
    control: ControlClient
    clock: Callable[[], float] = time.monotonic
    retention: timedelta | None = None
    _away_until: float = 0.0
    _told: str | None = None
    _behind: bool = field(default=True)  # perhaps from before this process began
    _refreshed: float | None = None

    async def keep(self, row: Row, items: Iterable[Item]) -> None:
        """Before they are claimed. A store that is away is marked on the row, never raised."""
        sources = _sources(items)
        if not sources or row.raw is None:
            return
        try:
            await self._put(row, sources)
        except StoreAway as away:
            await self._mark(row, str(away))

    async def heal(self, reader: JournalReader, understanding: Understanding) -> int:
        """Put what is missing into the store, as far as it goes. How many rows were mended."""
        if not self._behind or self.clock() < self._away_until:
            return 0
        rows = await asyncio.to_thread(reader.marked, MARK, MISSING, _ROWS_AT_ONCE)
        mended = 0
        for head in rows:
            try:
                await self._mend(reader, understanding, head.seq)
            except StoreAway as away:
                await self._is_away(str(away))
                return mended
            mended += 1
        self._behind = len(rows) == _ROWS_AT_ONCE
        if not self._behind:
            await self._tell("")
        return mended

    async def refresh(self, reader: JournalReader, understanding: Understanding, now: datetime) -> int:
        """Put again what belongs to complaints that outlived the retention, because they have no number yet: another
        node that shares the store knows nothing of them. How many there are."""
        if self.retention is None or (self._refreshed is not None and self.clock() < self._refreshed + REFRESH_SECONDS):
            return 0
        before, after, count = now - self.retention, 0, 0
        while rows := await asyncio.to_thread(reader.old_mails, before, after, _ROWS_AT_ONCE):
            for head in rows:
                try:
                    await self._again(reader, understanding, head.seq, before)
                except StoreAway as away:
                    await self._is_away(str(away))
                    return count
                count, after = count + 1, head.seq
        self._refreshed = self.clock()
        return count

    async def _again(self, reader: JournalReader, understanding: Understanding, seq: int, since: datetime) -> None:
        row = reader.row(seq)
        if row is None or row.raw is None:
            return
        try:
            sources = _sources(understanding.items(row, doubt=False))
        except Exception as error:  # noqa: BLE001 - as in `_mend`
            log.warning("not_refreshed", row=seq, why=type(error).__name__)
            return
        await self._put(row, sources, since)

    async def _mend(self, reader: JournalReader, understanding: Understanding, seq: int) -> None:
        row = reader.row(seq)
        if row is None or row.raw is None:
            await self.control.mark(seq, {MARK: LOST})
            return
        try:
            sources = _sources(understanding.items(row, doubt=False))
        except Exception:  # noqa: BLE001 - it was read before; a row that cannot be read now must not stop the others
            await self.control.mark(seq, {MARK: LOST})
            return
        await self._put(row, sources)
        await self.control.mark(seq, {MARK: ""})
        log.info("attachments_kept_late", row=seq)

    async def _put(self, row: Row, sources: Sequence[str], since: datetime | None = None) -> None:
        if self.clock() < self._away_until:
            raise StoreAway("the store did not answer a moment ago")
        assert row.raw is not None  # noqa: S101 - both callers looked
        found = contents(row.raw.body, sources)
        while (file := await asyncio.to_thread(next, found, None)) is not None:
            await self.vault.keep(file[1], since or row.received_at)

    async def _mark(self, row: Row, why: str) -> None:
        await self.control.mark(row.seq, {MARK: MISSING})
        await self._is_away(why)

    async def _is_away(self, why: str) -> None:
        self._behind = True
        if self.clock() >= self._away_until:
            self._away_until = self.clock() + PAUSE_SECONDS
            log.warning("store_away", why=why)
            await self._tell(f"Attachments wait in the journal: {why}.")

    async def _tell(self, sentence: str) -> None:
        if sentence != self._told:
            await self.control.set_meta(AWAY, sentence)
            self._told = sentence


async def purge(vault: Vault, reader: JournalReader, before: datetime) -> int:
    """Destroy what belongs to no row of this journal any more; a complaint without a number keeps its files at any age.
    Raise `StoreAway` or `JournalError`."""
    oldest = await asyncio.to_thread(reader.oldest_mail_kept)
    return await vault.purge(min(before, oldest or before))


def _sources(items: Iterable[Item]) -> list[str]:
    """Places in the mail of all files that go on, each once."""
    named = (attachment for complaint in _complaints(items) for attachment in complaint.attachments)
    return list(dict.fromkeys(one.source for one in named if one.source.startswith(PREFIX) and not one.withheld))


def _complaints(items: Iterable[Item]) -> Iterator[Complaint]:
    for item in items:
        claim = item.otherwise if isinstance(item, Supplement) else item
        if isinstance(claim, Claim) and _NAMED in claim.body:
            yield codec.decode(Complaint, claim.body)
