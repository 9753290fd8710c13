"""Conversations go back into a ledger that is made anew: pieces from the rows, what was closed from the facts.

A draft's pieces may lie in several journals, and its closing in one of them; whichever is replayed first, the outcome
is the same: what was closed anywhere is closed, all else is open and waits again.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from forwarder import drafts, epoch
from forwarder.items import Claim, Note
from forwarder.ledger import Ledger
from forwarder.protection import remember
from forwarder.schedule import GIVE_UP_SECONDS
from forwarder.supplement import Supplement
from forwarder.supplement import restore as restore_supplements
from gateway.closing import Become, Told, become, call, doubted
from gateway.drafts import move, rules_of, state_in
from gateway.inbox import Fact
from gateway.journal_reader import JournalReader
from gateway.protecting import asked_by
from gateway.understand import Understanding
from gateway.understood import Spoken
from normalizer import codec
from normalizer.conversation import State, closed, step
from normalizer.draft import Rules

log = structlog.get_logger("rebuild")

KIND = "draft"
_AT_ONCE = 100


@dataclass(frozen=True)
class _Closing:
    """A fact, and what it makes."""

    id: str
    end: str
    told: Told
    item: Become


@dataclass(eq=False)
class RestoringDrafts:
    """One replay of the drafts that this node closed. `now` as in `Restoring`."""

    ledger: Ledger
    reader: JournalReader
    understanding: Understanding
    now: datetime

    async def closings(self, since_ms: int) -> None:
        """Before the rows: complaints and links go back, and no piece of theirs is open any more."""
        for found in self._batches(since_ms):
            node = self.understanding.node
            await drafts.restore(self.ledger, [(one.id, one.end, node, one.told.deliveries) for one in found])
            asked = [asked_by(one.item, one.told.at_ms) for one in found]
            await remember(self.ledger, [one for one in asked if one])
            await epoch.restore_claims(self.ledger, list(_claims(found)))
            await epoch.restore_links(self.ledger, node, list(_links(found)))
            for one in found:
                await self._close(one.told)

    async def additions(self, since_ms: int) -> None:
        """Behind the rows, which may hold what they were added to; then what everybody is owed."""
        for found in self._batches(since_ms):
            await restore_supplements(self.ledger, list(_added(found)))
            await epoch.restore_answers(self.ledger, [name for one in found if (name := _complaint(one.end))])
            await self.ledger.take_in([note for one in found if self._recent(one) for note in self._notes(one)])

    def lately(self, seconds: int) -> Iterator[list[tuple[Become, str]]]:
        """What they became, with their ends, so far back."""
        for found in self._batches(int((self.now.timestamp() - seconds) * 1000)):
            yield [(one.item, one.end) for one in found]

    def _notes(self, one: _Closing) -> Iterator[Note]:
        """What its writer was told of it beside its receipt."""
        called = call(self.understanding, one.told, one.item)
        yield from (item for item in (one.item, called) if isinstance(item, Note))

    def _recent(self, one: _Closing) -> bool:
        """Nobody is owed an older word."""
        return (self.now - one.told.draft.until).total_seconds() < GIVE_UP_SECONDS

    def _batches(self, since_ms: int) -> Iterator[list[_Closing]]:
        after = 0
        while facts := self.reader.facts(after, _AT_ONCE, since_ms, kind=KIND):
            yield [one for fact in facts if (one := self._opened(fact))]
            after = facts[-1].seq

    def _opened(self, fact: Fact) -> _Closing | None:
        """One that cannot be read leaves its pieces open: the same draft comes of them, and is looked up before it is
        submitted."""
        try:
            name, end, data = drafts.told(self.ledger, fact.subject, fact.data)
            told = Told.decode(data)
            item = become(self.understanding, told)
        except (codec.Undecodable, zlib.error, ValueError) as error:
            log.warning("draft_not_restored", draft=fact.subject, why=type(error).__name__)
            return None
        return _Closing(name, end, told, doubted(item))

    async def _close(self, told: Told) -> None:
        """Pieces that another journal brought back, and what may be added to within the window."""
        rules = rules_of(self.understanding, told.draft.pieces[0])
        lately = self.now - told.draft.until <= rules.window + rules.cap

        def settled(state: State) -> State:
            after = closed(state, told.outcome, rules)
            return after if lately else replace(state, pieces=after.pieces)

        await _moved(self.ledger, told.who, settled, rules, self.understanding.node)


async def restore_pieces(ledger: Ledger, found: Sequence[tuple[Spoken, str]]) -> None:
    """Rows whose end was `draft:<id>`; those of a draft that is closed stay closed."""
    for at in range(0, len(found), _AT_ONCE):
        by_who: dict[str, list[tuple[Spoken, str]]] = {}
        for one, end in found[at : at + _AT_ONCE]:
            by_who.setdefault(one.who, []).append((one, end))
        asked = {who: [one.delivery for one, _ in said] for who, said in by_who.items()}
        for talk in await drafts.read(ledger, found[0][0].node, asked):
            said = [(one, end) for one, end in by_who[talk.who] if not talk.known[one.delivery].became]
            for one, end in said:
                await _restore_piece(ledger, one, end)


async def _restore_piece(ledger: Ledger, one: Spoken, end: str) -> None:
    piece = replace(one.piece, draft=end.removeprefix("draft:"), doubt=True)

    def with_it(state: State) -> State:
        return step(state, piece, piece.at, one.rules)[0]

    await _moved(ledger, one.who, with_it, one.rules, one.node, {one.delivery: end})


async def _moved(
    ledger: Ledger,
    who: str,
    change: Callable[[State], State],
    rules: Rules,
    node: str,
    ends: dict[str, str] | None = None,
) -> None:
    """Nothing when a draft of these deliveries was closed meanwhile."""
    wanted = ends or {}
    while True:
        (talk,) = await drafts.read(ledger, node, {who: tuple(wanted)})
        before = state_in(talk)
        after = change(before)
        new = {name: end for name, end in wanted.items() if not talk.known[name].end}
        if any(known.became for known in talk.known.values()) or (after == before and not new):
            return
        if (await drafts.take(ledger, [(move(talk, after, rules, node), new)]))[0] != "moved":
            return


def _claims(found: Sequence[_Closing]) -> Iterator[Claim]:
    for one in found:
        if isinstance(one.item, Claim) and one.end.startswith("complaint:"):
            yield replace(one.item, numbers=(one.end.split(":")[2],))


def _links(found: Sequence[_Closing]) -> Iterator[epoch.Link]:
    for one in found:
        if isinstance(one.item, Claim) and one.end.startswith("linked:"):
            yield epoch.Link(one.item.delivery, ":".join(one.end.split(":")[:2]), one.item)


def _added(found: Sequence[_Closing]) -> Iterator[tuple[Supplement, str]]:
    for one in found:
        if isinstance(one.item, Supplement) and one.end.startswith("supplement:"):
            yield one.item, one.end


def _complaint(end: str) -> str:
    kind, _, rest = end.partition(":")
    return rest.partition(":")[0] if kind in ("complaint", "linked", "supplement") else ""
