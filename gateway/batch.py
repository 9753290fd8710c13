"""One batch of rows on its way: understood, told to the ledger, given their ends."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeGuard

import structlog

from forwarder import acts
from forwarder.items import Claim, Heard, Note, Queue
from forwarder.joins import Join, join
from forwarder.ledger import Ledger
from forwarder.news import News, hear
from forwarder.preferences import Preference, prefer
from forwarder.protection import Asked, holding, letters, recall, remember
from forwarder.questions import LATE, Confirmation, answers_to, remember_answers
from forwarder.supplement import STRANGER, Supplement
from forwarder.supplement import claim as add
from forwarder.undeliverable import Undeliverable, note
from gateway.drafts import take
from gateway.inbox import End, Row
from gateway.inquiries import Inquiries
from gateway.opening import meaning
from gateway.overtaken import claim_in, protect
from gateway.protecting import asked_by
from gateway.readers import Readers
from gateway.reading import QUARANTINED, Found, asking, read
from gateway.row_guard import RowGuard
from gateway.understand import EDITED, Understanding
from gateway.understood import (
    Asking,
    Item,
    RecapQuestion,
    Remembering,
    Report,
    Spoken,
    StatusQuestion,
    Told,
    Unclear,
)
from normalizer.schema import Flags

_HEARD: Mapping[Heard, str] = {"ours": "report", "early": "report:early", "foreign": "report:foreign"}
_ASKED_LATE = "the sender edited a message to ask for protection: flag or withdraw the report at the central system"
# Asked often enough today: it is something else (note.lua).
OVER = "over"
_PROTECTED_QUESTION = (
    "the agency asks something about a protected complaint, which is not sent to a phone: read it with --unmask, ask"
    " the citizen, and close this row"
)
log = structlog.get_logger("pump")


@dataclass(eq=False)
class Part:
    """One message of a row, and what became of it: an end, or why it is left to a person. held: the protection that an
    earlier message gave it, as `protection.letters`. before: it was claimed when this was done the last time."""

    item: Item
    end: str = ""
    refused: str = ""
    held: str = ""
    for_a_person: str = ""
    before: bool = False


@dataclass(eq=False)
class Batch:
    """`rung` are the queues in which something is due now; `asked`: an agency's question is among what was told. Doing
    a batch again changes nothing. doubt_until: rows up to this one were offered to a ledger that is lost. questions:
    which agency's question each listener has to answer, as in `Understanding`."""

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

    def __post_init__(self) -> None:
        # Nothing here may point back at the batch: thousands of rows would wait for the collector of cycles.
        self.understanding = asking(self.understanding, self.questions)

    async def read(self, rows: Sequence[Row]) -> None:
        """Understand them: asks nobody, and lets others work in between."""
        told = {row.seq: row.seq <= self.doubt_until for row in rows}
        done = await self.readers.read([(row, told[row.seq]) for row in rows], self.questions) if self.readers else {}
        for row in rows:
            if row.seq in done:
                self.understood += self._taken(row, done[row.seq])
                continue
            self.understood += self._understand(row, doubt=told[row.seq])
            await asyncio.sleep(0)

    async def ends(self) -> list[End]:
        """Of the rows that were read. Raise `LedgerLost` or `LedgerAway`: nothing has its end then."""
        await self._converse([part for _, found in self.understood for part in found if isinstance(part.item, Spoken)])
        understood = await self._protected(self.understood)
        parts = [part for _, found in understood for part in found]
        await self._tell(parts)
        # After the complaints they may mean, which may have come in the same breath.
        asking = [part for part in parts if isinstance(part.item, Asking)]
        await self._act(asking)
        await self._converse([part for part in asking if isinstance(part.item, Spoken)])
        await self._tell([part for part in asking if not (part.end or part.refused)])
        await self._overtaken(understood)
        for part in parts:
            if isinstance(part.item, Report | Told | Undeliverable):
                part.end = _HEARD[await self._hear(part.item)]
            if isinstance(part.item, News):
                await self._news(part, part.item)
        return self.unread + [_ended(row, found) for row, found in understood]

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
        return self._taken(row, read(self.understanding, row, self.guard.reading, doubt=doubt, holding=holding))

    def _taken(self, row: Row, found: Found) -> list[tuple[Row, list[Part]]]:
        """None if it could not be understood, or waits for a person: its end is among `unread` then."""
        if isinstance(found, End):
            self.unread.append(_quarantined(row, found.error) if found.end == QUARANTINED else found)
            return []
        return [(row, [Part(item) for item in found])]

    async def _protected(self, understood: Sequence[tuple[Row, list[Part]]]) -> list[tuple[Row, list[Part]]]:
        """What follows a request for protection is understood again with it. The request is remembered before anything
        of this batch is claimed, so that no crash in between forgets it."""
        said = [asked_by(part.item, _came_ms(row)) for row, parts in understood for part in parts]
        now = [each for each in said if each]
        open_ = {part.item.who for _, parts in understood for part in parts if _is_open(part.item)}
        await remember(self.ledger, now)
        self.recalled = asked = [*now, *await recall(self.ledger, sorted(open_))] if open_ else []
        found: list[tuple[Row, list[Part]]] = []
        for row, parts in understood:
            found += self._with_held(row, parts, asked, doubt=row.seq <= self.doubt_until)
        return found

    def _with_held(
        self, row: Row, parts: list[Part], asked: Sequence[Asked], *, doubt: bool
    ) -> list[tuple[Row, list[Part]]]:
        at_ms = _came_ms(row)
        held = {part.item.who: holding(asked, part.item.who, at_ms) for part in parts if _is_open(part.item)}
        if not any(held.values()):
            return [(row, parts)]
        again = self._understand(row, doubt=doubt, holding=held)
        for part, was in zip((part for _, found in again for part in found), parts, strict=False):
            if _is_open(was.item) and isinstance(part.item, Claim | Supplement) and part.item.flagged:
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
            part.end += _kept(part, part.end)
            again += [(part, claim)] if part.held else []
        await protect(self.ledger, self.understanding.hasher, [(claim, part.held) for part, claim in again])

    def _held_since(self, row: Row, claim: Claim, asked: Sequence[Asked]) -> str:
        """But for what the message itself denies."""
        held = holding(asked, claim.who, _came_ms(row))
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
        """Protection that a draft took holds for what its chat told just before, too."""
        asked = [item.otherwise.act for item in items if isinstance(item.otherwise, Asking)]
        raised = [act for act in asked if act.deed is acts.Deed.RAISE]
        await acts.also(self.ledger, raised)
        self.rung |= {"forward", "reply"} if raised else set()

    async def _claim(self, parts: Sequence[Part]) -> None:
        items = [part.item for part in parts if isinstance(part.item, Claim | Note)]
        for part, (what, end) in zip(parts, await self.ledger.take_in(items) if items else (), strict=True):
            part.refused = end if what == "refused" else ""
            part.before = what == "mine"
            part.end = what if what in ("again", OVER) else end + _kept(part, end)
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
            part.end = "again" if what == "again" else end + _kept(part, end)
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

    async def _news(self, part: Part, item: News) -> None:
        heard = await hear(self.ledger, item)
        part.end = "report:foreign" if heard is None else f"news:{item.what}"
        part.for_a_person = _PROTECTED_QUESTION if heard is False else ""
        self.asked = self.asked or item.what == "question"
        self.rung.add("reply")

    async def _hear(self, item: Report | Told | Undeliverable) -> Heard:
        """Apply another system's word; both may be applied again."""
        if isinstance(item, Told):
            return "ours" if await self.ledger.told_number(item.reference, item.number) else "foreign"
        if isinstance(item, Undeliverable):
            return "ours" if await note(self.ledger, item) else "foreign"
        if item.otherwise:
            self.rung.add("reply")
        return await self.ledger.report(item.key, item.rank, item.status, item.code, item.otherwise)


def _ended(row: Row, parts: Sequence[Part]) -> End:
    refused = next((part.refused for part in parts if part.refused), "")
    if refused:
        return _quarantined(row, f"Redis refused a step of this row ({refused})")
    if why := next((part.for_a_person for part in parts if part.for_a_person), ""):
        return _quarantined(row, why)
    if any(isinstance(part.item, Note) and part.item.outcome == EDITED and part.item.what for part in parts):
        return _quarantined(row, _ASKED_LATE)
    return End(row.seq, " ".join(part.end for part in parts) or "nothing")


def _is_open(item: Item) -> TypeGuard[Claim | Supplement]:
    """A complaint that asks for no protection itself, or what may turn out to be one."""
    return isinstance(item, Claim | Supplement) and not item.flagged


def _came_ms(row: Row) -> int:
    return int(row.received_at.timestamp() * 1000)


def _kept(part: Part, end: str) -> str:
    """`:r` behind the end of what is protected by an earlier message: the row alone would not tell, and what is rebuilt
    from it must not lose it."""
    return f":{part.held}" if part.held and end.startswith(("complaint:", "linked:")) else ""


def _quarantined(row: Row, why: str) -> End:
    log.error("quarantined", row=row.seq, channel=row.channel, why=why)
    return End(row.seq, QUARANTINED, why)
