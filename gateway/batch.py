"""One batch of rows on its way: understood, told to the ledger, given their ends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import structlog

from forwarder import acts
from forwarder.items import Claim, Note, Queue
from forwarder.joins import Join, join
from forwarder.ledger import Ledger
from forwarder.news import News
from forwarder.preferences import Preference, prefer
from forwarder.protection import Asked, holding, letters, recall, remember
from forwarder.questions import LATE, Confirmation, answers_to, remember_answers
from forwarder.supplement import STRANGER, Supplement
from forwarder.supplement import claim as add
from forwarder.undeliverable import Undeliverable
from gateway.acts import kept_also
from gateway.batch_hearing import hear_also, hear_news
from gateway.batch_part import Part, came_ms, ended, is_open, kept, quarantined
from gateway.citing import cited_in
from gateway.drafts import take
from gateway.inbox import ERASED, End, Row
from gateway.inquiries import Inquiries
from gateway.opening import meaning
from gateway.overtaken import claim_in, protect
from gateway.own_matter import own_matters
from gateway.protecting import asked_by
from gateway.readers import Readers
from gateway.reading import QUARANTINED, Found, asking, read
from gateway.row_guard import RowGuard
from gateway.understand import Understanding
from gateway.understood import Asking, RecapQuestion, Remembering, Report, Spoken, StatusQuestion, Told, Unclear
from normalizer.draft import Role
from normalizer.schema import Flags

# Asked often enough today: it is something else (note.lua).
OVER = "over"
log = structlog.get_logger("pump")


@dataclass(eq=False)
class Batch:
    """`rung` are the queues in which something is due now; `asked`: an agency's question is among what was told. Doing
    a batch again changes nothing. doubt_until: rows up to this one were offered to a ledger that is lost. questions:
    which agency's question each listener has to answer, as in `Understanding`. apart: rows that answer none of them."""

    ledger: Ledger
    understanding: Understanding
    guard: RowGuard
    doubt_until: int = 0
    readers: Readers | None = None
    questions: Mapping[str, str] = field(default_factory=dict)
    understood: list[tuple[Row, list[Part]]] = field(default_factory=list)
    rung: set[Queue] = field(default_factory=set)
    unread: list[End] = field(default_factory=list)
    asked: bool = False
    recalled: Sequence[Asked] = ()
    apart: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        # Nothing here may point back at the batch: thousands of rows would wait for the collector of cycles.
        self.understanding = asking(self.understanding, self.questions)

    async def read(self, rows: Sequence[Row], gone: Callable[[Row], bool] | None = None) -> None:
        """Understand them: asks nobody, and lets others work in between. gone: whether nothing is made of a row, for
        its sender was erased."""
        late = {row.seq for row in rows if gone and gone(row)}
        self.unread += [End(seq, ERASED) for seq in sorted(late)]
        rows = [row for row in rows if row.seq not in late]
        told = {row.seq: row.seq <= self.doubt_until for row in rows}
        asked = [(row, told[row.seq]) for row in rows]
        done = await self.readers.read(asked, self.questions, self._read) if self.readers else {}
        for row in rows:
            if row.seq in done:
                self.understood += self._taken(row, done[row.seq])
                continue
            self.understood += self._understand(row, doubt=told[row.seq])
            await asyncio.sleep(0)

    async def ends(self) -> list[End]:
        """Of the rows that were read. Raise `LedgerLost` or `LedgerAway`: nothing has its end then."""
        await self._own_matters()
        await self._converse([part for _, found in self.understood for part in found if isinstance(part.item, Spoken)])
        understood = await self._protected(self.understood)
        parts = [part for _, found in understood for part in found]
        await self._tell(parts)
        # After the complaints they may mean, which may have come in the same breath.
        asking = [part for part in parts if isinstance(part.item, Asking)]
        waiting = asking
        while waiting:  # what answers no offer may be an order
            await self._act(waiting)
            await self._converse([part for part in waiting if isinstance(part.item, Spoken)])
            waiting = [part for part in waiting if isinstance(part.item, Asking) and not (part.end or part.refused)]
        await self._tell([part for part in asking if not (part.end or part.refused)])
        await self._overtaken(understood)
        for part in parts:
            if isinstance(part.item, Report | Told | Undeliverable):
                self.rung |= await hear_also(self.ledger, part, part.item)
            if isinstance(part.item, News):
                self.asked = self.asked or part.item.what == "question"
                self.rung |= await hear_news(self.ledger, part, part.item)
        return self.unread + [ended(row, found) for row, found in understood]

    async def _own_matters(self) -> None:
        """What answers no question is understood again as if none had been asked; the question stays open."""
        if not self.questions:
            return
        items = [[part.item for part in parts] for _, parts in self.understood]
        apart = await own_matters(self.ledger, items, self.questions)
        self.apart = frozenset(row.seq for (row, _), own in zip(self.understood, apart, strict=True) if own)
        found: list[tuple[Row, list[Part]]] = []
        for row, parts in self.understood:
            own = row.seq in self.apart
            found += self._understand(row, doubt=row.seq <= self.doubt_until) if own else [(row, parts)]
        self.understood = found

    async def _tell(self, parts: Sequence[Part]) -> None:
        said = [part for part in parts if isinstance(part.item, Claim | Note)]
        # Who joined is known before anything of theirs is compared.
        await self._remember([part for part in parts if isinstance(part.item, Remembering)])
        await self._claim(said)
        await self._confirm([part for part in parts if isinstance(part.item, Confirmation)])
        await self._ask([part for part in parts if isinstance(part.item, Unclear)])
        await self._add([part for part in parts if isinstance(part.item, Supplement)])
        # Asked after the claims: somebody may ask for a complaint that came in the same breath.
        await self._answer([part for part in parts if isinstance(part.item, StatusQuestion | RecapQuestion)])

    async def _act(self, parts: Sequence[Part]) -> None:
        """What means no complaint that is there is what it would be otherwise."""
        items = [part.item for part in parts if isinstance(part.item, Asking)]
        said = await meaning(self.ledger, self.understanding, [item.act for item in items])
        found = await acts.claim(self.ledger, said) if said else ()
        for part, item, (what, end) in zip(parts, items, found, strict=True):
            part.refused = end if what == "refused" else ""
            part.end = "again" if what == "again" else end
            if what == acts.STRANGER:
                part.item = item.otherwise
        self.rung |= {"forward", "reply"} if parts else set()

    def _understand(
        self, row: Row, *, doubt: bool, holding: Mapping[str, Flags] | None = None
    ) -> list[tuple[Row, list[Part]]]:
        return self._taken(row, self._read(row, doubt, holding))

    def _read(self, row: Row, doubt: bool, holding: Mapping[str, Flags] | None = None) -> Found:
        understanding = asking(self.understanding, {}) if row.seq in self.apart else self.understanding
        return read(understanding, row, self.guard.reading, doubt=doubt, holding=holding)

    def _taken(self, row: Row, found: Found) -> list[tuple[Row, list[Part]]]:
        """None if it could not be understood, or waits for a person: its end is among `unread` then."""
        if isinstance(found, End):
            self.unread.append(quarantined(row, found.error) if found.end == QUARANTINED else found)
            return []
        return [(row, [Part(item) for item in found])]

    async def _protected(self, understood: Sequence[tuple[Row, list[Part]]]) -> list[tuple[Row, list[Part]]]:
        """What follows a request for protection is understood again with it. The request is remembered before anything
        of this batch is claimed, so that no crash in between forgets it."""
        said = [asked_by(part.item, came_ms(row)) for row, parts in understood for part in parts]
        now = [each for each in said if each]
        open_ = {part.item.who for _, parts in understood for part in parts if is_open(part.item)}
        items = [(part.item, came_ms(row)) for row, parts in understood for part in parts]
        named = await cited_in(self.ledger, self.understanding.hasher, items)
        now += named.asked
        await remember(self.ledger, now)
        self.recalled = asked = [*now, *await recall(self.ledger, sorted(open_))] if open_ else []
        found: list[tuple[Row, list[Part]]] = []
        for row, parts in understood:
            found += self._with_held(row, parts, asked, doubt=row.seq <= self.doubt_until)
        for part in (part for _, parts in found for part in parts):
            part.item = named.kept_to(part.item)
        return found

    def _with_held(
        self, row: Row, parts: list[Part], asked: Sequence[Asked], *, doubt: bool
    ) -> list[tuple[Row, list[Part]]]:
        at_ms = came_ms(row)
        held = {part.item.who: holding(asked, part.item.who, at_ms) for part in parts if is_open(part.item)}
        if not any(held.values()):
            return [(row, parts)]
        again = self._understand(row, doubt=doubt, holding=held)
        for part, was in zip((part for _, found in again for part in found), parts, strict=False):
            if is_open(was.item) and isinstance(part.item, Claim | Supplement) and part.item.flagged:
                part.held = letters(held[part.item.who])
        return again

    async def _overtaken(self, understood: Sequence[tuple[Row, list[Part]]]) -> None:
        """What another gateway was asked for in this moment holds, too: it remembers, then looks for complaints; we
        claim, then look for what was asked: one of us sees it. What was claimed before a crash may lack it."""
        taken = [(row, part, part.item) for row, parts in understood for part in parts if isinstance(part.item, Claim)]
        again = [(part, claim) for _, part, claim in taken if part.held and part.before]
        open_ = [one for one in taken if not one[2].flagged and one[1].end.startswith("complaint:")]
        asked = await recall(self.ledger, sorted({claim.who for _, _, claim in open_}))
        fresh = [one for one in asked if one not in self.recalled]
        for row, part, claim in open_:
            part.held = self._held_since(row, claim, fresh)
            part.end += kept(part, part.end)
            again += [(part, claim)] if part.held else []
        await protect(self.ledger, self.understanding.hasher, [(claim, part.held) for part, claim in again])

    def _held_since(self, row: Row, claim: Claim, asked: Sequence[Asked]) -> str:
        """But for what the message itself denies."""
        held = holding(asked, claim.who, came_ms(row))
        found = self._understand(row, doubt=claim.doubt, holding={claim.who: held}) if held else []
        mine = [claim_in(part.item, claim.id) for _, parts in found for part in parts]
        return letters(held) if any(one and one.flagged for one in mine) else ""

    async def _converse(self, parts: Sequence[Part]) -> None:
        """Parts of conversations go to their drafts; what concerns none is what it would be alone."""
        items = [part.item for part in parts if isinstance(part.item, Spoken)]
        for part, item, (what, end) in zip(parts, items, await take(self.ledger, items) if items else (), strict=True):
            part.refused = end if what == "refused" else ""
            part.end = end if what == "draft" else ""
            part.item = item.otherwise if what == "elsewhere" and item.otherwise else item
        await self._protect_also([item for part, item in zip(parts, items, strict=True) if part.end])

    async def _protect_also(self, items: Sequence[Spoken]) -> None:
        """Protection that a draft took holds for what its chat told just before, too; BATAL also for an erasure."""
        asked = [item.otherwise.act for item in items if isinstance(item.otherwise, Asking)]
        raised = [act for act in asked if act.deed is acts.Deed.RAISE]
        await acts.also(self.ledger, [replace(act, every=False) for act in raised])
        ended = [item for item in items if item.piece.role is Role.CANCEL and isinstance(item.otherwise, Asking)]
        if ended:
            hasher = self.understanding.hasher
            await acts.claim(
                self.ledger,
                [kept_also(hasher, one.otherwise.act) for one in ended if isinstance(one.otherwise, Asking)],
            )
            self.rung.add("reply")
        self.rung |= {"forward", "reply"} if raised else set()

    async def _claim(self, parts: Sequence[Part]) -> None:
        items = [part.item for part in parts if isinstance(part.item, Claim | Note)]
        for part, (what, end) in zip(parts, await self.ledger.take_in(items) if items else (), strict=True):
            part.refused = end if what == "refused" else ""
            part.before = what == "mine"
            part.end = what if what in ("again", OVER) else end + kept(part, end)
            self.rung.add("forward" if isinstance(part.item, Claim) else "reply")

    async def _remember(self, parts: Sequence[Part]) -> None:
        """Remembered first: the answer says that it holds."""
        items = [part.item for part in parts if isinstance(part.item, Remembering)]
        await prefer(self.ledger, [item.said for item in items if isinstance(item.said, Preference)])
        await join(self.ledger, [item.said for item in items if isinstance(item.said, Join)])
        for part, item in zip(parts, items, strict=True):
            part.item = item.note
        await self._claim(parts)

    async def _ask(self, parts: Sequence[Part]) -> None:
        """What cannot be read is asked about once a day, and kept as a complaint when it comes again."""
        items = [part.item for part in parts if isinstance(part.item, Unclear)]
        for part, item in zip(parts, items, strict=True):
            part.item = item.note
        await self._claim(parts)
        again = [(part, item) for part, item in zip(parts, items, strict=True) if part.end == OVER]
        for part, item in again:
            part.item, part.end = item.otherwise, ""
        await self._claim([part for part, _ in again])

    async def _confirm(self, parts: Sequence[Part]) -> None:
        """Told first: whoever waits for the answer must not miss it when the claim is all that was written."""
        items = [part.item for part in parts if isinstance(part.item, Confirmation)]
        await remember_answers(self.ledger, items)
        known = await answers_to(self.ledger, [item.question for item in items])
        for part, item, answer in zip(parts, items, known, strict=True):
            part.item = item.late if answer == LATE else item.note
        await self._claim(parts)

    async def _add(self, parts: Sequence[Part]) -> None:
        """Answers to our answers; what is about no complaint of its sender's is a complaint of its own."""
        items = [part.item for part in parts if isinstance(part.item, Supplement)]
        for part, item, (what, end) in zip(parts, items, await add(self.ledger, items) if items else (), strict=True):
            part.refused = end if what == "refused" else ""
            part.end = "again" if what == "again" else end + kept(part, end)
            if what == STRANGER:
                part.item = item.otherwise
        await self._claim([part for part in parts if isinstance(part.item, Claim)])
        self.rung |= {"forward", "reply"} if parts else set()

    async def _answer(self, parts: Sequence[Part]) -> None:
        inquiries = Inquiries(self.ledger, self.understanding)
        for part in parts:
            if isinstance(part.item, StatusQuestion | RecapQuestion):
                part.item = await inquiries.answered(part.item)
        await self._claim(parts)
