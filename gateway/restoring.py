"""The rows of a journal go back into a ledger that is made anew: their claims, and what their senders are owed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from forwarder import acts, epoch, mailboxes, stand_ins
from forwarder.acts import Act, Deed
from forwarder.items import Claim, Note
from forwarder.ledger import Ledger
from forwarder.news import News, hear
from forwarder.protection import Asked, remember
from forwarder.questions import Confirmation, remember_answers
from forwarder.schedule import GIVE_UP_SECONDS
from forwarder.supplement import Supplement
from forwarder.supplement import restore as restore_supplements
from gateway.control_client import ControlClient
from gateway.draft_restoring import restore_pieces
from gateway.drafting import Drafting
from gateway.inbox import DOUBT, End, Row
from gateway.inquiries import Inquiries
from gateway.journal_reader import JournalReader
from gateway.log import describe
from gateway.orders import EMERGENCY
from gateway.protecting import asked_by
from gateway.row_end import complaints_in, held_in, own_in
from gateway.understand import Understanding
from gateway.understood import Asking, Item, RecapQuestion, Remembering, Spoken, StatusQuestion, Unclear
from normalizer import codec
from normalizer.schema import Complaint

log = structlog.get_logger("rebuild")

# Ends whose claims go back; the others claimed nothing, or another node did.
RESTORED = (
    *("complaint:", "linked:", "supplement:", "answered:", "unanswered:", "edited", "robot", "thanks", "stop"),
    *("news:", "asked:", "confirms:", "draft:", "act:"),
)
_CALLED = f"answered:{EMERGENCY}"
BATCH = 200
_OPEN = (Claim, Supplement)
_Inquiry = StatusQuestion | RecapQuestion


@dataclass(eq=False)
class _Found:
    """What the rows of one batch are to the ledger."""

    claims: list[Claim] = field(default_factory=list)
    links: list[epoch.Link] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    added: list[tuple[Supplement, str]] = field(default_factory=list)
    acted: list[tuple[Act, str]] = field(default_factory=list)
    confirmed: list[Confirmation] = field(default_factory=list)
    news: list[News] = field(default_factory=list)
    spoken: list[tuple[Spoken, str]] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)


@dataclass(eq=False)
class Restoring:
    """One replay of this node's rows into `ledger`. Words that somebody asked for before `now` less three days are old:
    nobody is owed them any more."""

    ledger: Ledger
    reader: JournalReader
    control: ControlClient
    understanding: Understanding
    node: str
    now: datetime
    _inquiries: list[tuple[_Inquiry, str]] = field(default_factory=list)

    async def rows(self, after: int) -> int:
        """Every row behind `after` that has its end, then what their senders are owed; how many. May be done twice."""
        count = 0
        for batch in self._batches(after, body=True):
            count += len(batch)
            await self._restore(batch)
        for batch in self._batches(after, body=False):
            await epoch.restore_answers(self.ledger, [name for row in batch for name in complaints_in(row.end)])
        # Who asked from a mailbox whose owner is known already is no news.
        await mailboxes.restored(self.ledger)
        await self._answer_inquiries()
        return count

    def _batches(self, after: int, *, body: bool) -> Iterator[list[Row]]:
        while rows := self.reader.rows(after, BATCH, body=body):
            yield [row for row in rows if row.end]
            after = rows[-1].seq

    async def _restore(self, rows: Sequence[Row]) -> None:
        found = _Found()
        await stand_ins.kept(self.ledger, [name for row in rows for name in self._gone(row)])
        for row in rows:
            recent = (self.now - row.received_at).total_seconds() < GIVE_UP_SECONDS
            for item, end in await self.restorable(row):
                said = asked_by(item, int(row.received_at.timestamp() * 1000))
                found.asked += [said] if said else []
                self._sort(found, item, end, recent=recent)
            await asyncio.sleep(0)
        await remember(self.ledger, found.asked)
        await remember_answers(self.ledger, found.confirmed)
        await epoch.restore_claims(self.ledger, found.claims)
        await epoch.restore_links(self.ledger, self.node, found.links)
        await restore_supplements(self.ledger, found.added)
        await acts.restore(self.ledger, found.acted)
        for news in found.news:
            await hear(self.ledger, news, doubt=True)
        await self.ledger.take_in(found.notes)
        await restore_pieces(self.ledger, found.spoken)

    def _sort(self, found: _Found, item: Item, end: str, *, recent: bool) -> None:
        found.confirmed += [item] if isinstance(item, Confirmation) else []
        found.news += [item] if isinstance(item, News) and recent else []
        if isinstance(item, Spoken):
            found.spoken.append((item, end))
        elif isinstance(item, Asking):
            found.acted.append((item.act, end))
        elif isinstance(item, Supplement):
            found.added.append((item, end))
        elif isinstance(item, Claim) and end.startswith("complaint:"):
            _, name, number, *_ = end.split(":")
            found.claims.append(replace(named(item, name), numbers=(number,)))
        elif isinstance(item, Claim) and end.startswith("linked:"):
            found.links.append(epoch.Link(item.delivery, ":".join(end.split(":")[:2]), item))
        elif isinstance(item, _Inquiry):
            self._inquiries += [(item, end)] if recent else []
        elif isinstance(item, Note) and item.what and recent:
            found.notes.append(replace(item, outcome=end))
        elif delivery := getattr(item, "delivery", ""):
            found.links.append(epoch.Link(delivery, end))

    async def _answer_inquiries(self) -> None:
        """Whoever asked where something stands is told, in doubt, unless a fact says they were; one that would be told
        something else now has been told, or asks again."""
        inquiries = Inquiries(self.ledger, self.understanding)
        for item, end in self._inquiries:
            note = await inquiries.answered(item)
            if note.outcome == end:
                await self.ledger.take_in([note])
            else:
                await epoch.restore_links(self.ledger, self.node, [epoch.Link(note.delivery, end)])

    def _gone(self, row: Row) -> list[str]:
        """Complaints that do not go back, while others may be linked with them: their row was purged or erased, or lies
        in quarantine (`_unreadable`)."""
        old = (self.now - row.received_at).total_seconds() > self.ledger.keep.claim + self.ledger.keep.window
        left = own_in(row.error) if row.end == "quarantined" else own_in(row.end) if row.raw is None else []
        return [] if old else left

    async def restorable(self, row: Row) -> list[tuple[Item, str]]:
        """Each message of the row with its own end; nothing of rows that were purged or left to a person."""
        ends = row.end.split(" ")
        if not any(word.startswith(RESTORED) for word in ends) or (row.raw is None and not row.error):
            return []
        try:
            pairs = paired(self._items(row, ends), ends)
        except Exception as error:  # noqa: BLE001 - it was understood once; whatever fails now goes to a person
            await self._unreadable(row, describe(error))
            return []
        return [(_became(item, word), word) for item, word in pairs if word.startswith(RESTORED)]

    def _items(self, row: Row, ends: Sequence[str]) -> list[Item]:
        """With the protection that an earlier message gave them: it stands in their ends."""
        understanding = self._as_before(ends)
        items = understanding.items(row, doubt=True)
        held = {item.who: held_in(end) for item, end in paired(items, ends) if isinstance(item, _OPEN)}
        return understanding.items(row, doubt=True, holding=held) if any(held.values()) else items

    def _as_before(self, ends: Sequence[str]) -> Understanding:
        """What was a part of a conversation is one again, what was none is none, whatever the settings are now."""
        forced = any(end.startswith("draft:") for end in ends)
        drafting = replace(self.understanding.drafting, forced=True) if forced else Drafting()
        added = next((end.split(":")[1] for end in ends if end.startswith("supplement:")), "")
        return replace(self.understanding, drafting=drafting, questions=lambda _who: added)

    async def _unreadable(self, row: Row, why: str) -> None:
        """A key is missing, a channel is switched off, or a reader has a defect. What has its number needs no words any
        more; all else waits in quarantine, to be replayed when the cause is mended."""
        log.error("not_restored", row=row.seq, channel=row.channel, why=why)
        standings = [await self.ledger.standing_of(name) for name in complaints_in(row.end)]
        if not standings or not all(found and found.state == "done" for found in standings):
            await self.control.mark(row.seq, DOUBT)
            await self.control.end([End(row.seq, "quarantined", f"{why} (it was {row.end})")])
            await stand_ins.kept(self.ledger, own_in(row.end))

    async def reopen_lost(self) -> int:
        """Rows that another node had claimed, and that no journal brought back (its machine is lost for ever), are read
        again; how many. To be done when the ledger lives."""
        lost: list[int] = []
        for batch in self.lately():
            lost += [row.seq for row in batch if "again" in row.end.split(" ") and await self._unclaimed(row.seq)]
            await asyncio.sleep(0)
        if lost:
            log.warning("reopened", rows=len(lost))
            for seq in lost:
                await self.control.mark(seq, DOUBT)
            await self.control.replay(lost)
        return len(lost)

    def lately(self, seconds: int = 0) -> Iterator[list[Row]]:
        """Rows with their ends, without their bodies, so far back, or as far as the ledger knows deliveries."""
        back = timedelta(seconds=seconds or self.ledger.keep.claim)
        return self._batches(self.reader.last_before((self.now - back).timestamp()), body=False)

    async def _unclaimed(self, seq: int) -> bool:
        row = self.reader.row(seq)
        if row is None or row.raw is None:
            return False
        try:
            items = self.understanding.items(row, doubt=True)
        except Exception as error:  # noqa: BLE001 - as above; it has its end, and stays as it is
            log.warning("not_looked_at", row=row.seq, channel=row.channel, why=describe(error))
            return False
        deliveries = [delivery for item in items if (delivery := getattr(item, "delivery", ""))]
        return not await epoch.all_claimed(self.ledger, deliveries)


def named(claim: Claim, complaint: str) -> Claim:
    """Under the name that its end gives it: it may stand in for one that was lost (gateway/orphans.py)."""
    if claim.id == complaint:
        return claim
    body = replace(codec.decode(Complaint, claim.body), id=complaint)
    return replace(claim, id=complaint, body=codec.encode(body))


def paired(items: Sequence[Item], ends: Sequence[str]) -> list[tuple[Item, str]]:
    """Each message of a row with its own end. Whether one told of danger as well is judged anew by every version of
    ours: what has no counterpart is left out. Raise ValueError when anything else does not fit."""
    calls = [item for item in items if isinstance(item, Note) and item.what == EMERGENCY]
    told = [end for end in ends if end.endswith(_CALLED)]
    rest = [item for item in items if item not in calls]
    fitting = list(zip(rest, [end for end in ends if end not in told], strict=True))
    return [*fitting, *zip(calls, told, strict=False)]


def _became(item: Item, end: str) -> Item:
    """An answer that was about no complaint of its sender's became a complaint of its own; what meant none that was
    there, what it would have been otherwise."""
    if isinstance(item, Remembering):
        return item.note
    if isinstance(item, Unclear):
        return item.otherwise if end.startswith(("complaint:", "linked:")) else item.note
    if isinstance(item, Asking):
        # What answers something asks for no word: the order that it is otherwise did.
        answers = item.act.deed is Deed.CONFIRM and isinstance(item.otherwise, Asking) and ":ask_" in end
        return item if end.startswith("act:") and not answers else _became(item.otherwise, end)
    return item.otherwise if isinstance(item, Supplement) and not end.startswith("supplement:") else item
