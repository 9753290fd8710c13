"""Conversations at work: pieces are taken into drafts, and drafts that nothing is missing from come to their end.

Every step is one script in the ledger that goes on from exactly the version that was read; whoever loses reads again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

import structlog

from forwarder import drafts
from forwarder.drafts import Close, Move, Talk
from forwarder.items import LedgerAway, LedgerLost, Queue
from forwarder.ledger import Ledger
from forwarder.protection import holding, letters, recall, remember
from forwarder.supplement import STRANGER
from gateway.closing import Become, become, told_of
from gateway.inbox import JournalError
from gateway.journal_reader import JournalReader
from gateway.log import describe
from gateway.protecting import asked_by
from gateway.understand import Understanding
from gateway.understood import Spoken
from normalizer import codec
from normalizer.conversation import Add, Closing, Extended, Opened, State, Submit, closed, step
from normalizer.draft import Piece, Rules
from normalizer.draft import drafts as drafts_of
from normalizer.schema import ChannelName, Flags

# A delivery is in the journal so long after the time it is stamped with; a later one is added to what was sent.
COMMIT_SECONDS = 1.0
AGAIN_MS = 60_000
AT_ONCE, TOGETHER = 256, 16
MAIL = ChannelName("mail")
_KNOWN = (LedgerLost, LedgerAway, JournalError, asyncio.CancelledError)
log = structlog.get_logger("drafts")


def state_in(talk: Talk) -> State:
    """Raise `Undecodable`."""
    if talk.fault:
        raise codec.Undecodable(talk.fault)
    return codec.decode(State, talk.state) if talk.state else State()


def rules_of(understanding: Understanding, piece: Piece) -> Rules:
    """Those of its channel; of one that is switched off, what is there is whole at once."""
    channel, drafting = understanding.channels.get(piece.message.channel), understanding.drafting
    return drafting.rules(channel.medium) if channel else Rules(timedelta(0), drafting.cap, drafting.window)


def move(talk: Talk, state: State, rules: Rules, node: str) -> Move:
    waiting = drafts_of(state.pieces, rules)
    due = min((int(draft.until.timestamp() * 1000) for draft in waiting), default=None)
    stay = int((rules.window + rules.cap).total_seconds()) + 600
    return Move(talk, codec.encode(state) if state != State() else b"", due, node, stay)


# -- pieces --------------------------------------------------------------------------------------------------------

# What became of a piece: (draft, the end of its row), (elsewhere, "") when it concerns no draft, (refused, why).
Taken = tuple[Literal["draft", "elsewhere", "refused"], str]


async def take(ledger: Ledger, spoken: Sequence[Spoken]) -> list[Taken]:
    """Take pieces into the conversations of their senders. May be done again. Raise `LedgerLost`, `LedgerAway`."""
    ends: dict[str, Taken] = {}
    waiting = list(spoken)
    while waiting:
        by_who: dict[str, list[Spoken]] = {}
        for one in waiting:
            by_who.setdefault(one.who, []).append(one)
        asked = {who: [one.delivery for one in said] for who, said in by_who.items()}
        talks = await drafts.read(ledger, spoken[0].node, asked)
        ends |= await _moved(ledger, [_turn(talk, by_who[talk.who]) for talk in talks])
        waiting = [one for one in waiting if one.delivery not in ends]
    return [ends[one.delivery] for one in spoken]


@dataclass(frozen=True)
class _Turn:
    """One conversation's part of a batch. `new`: ends of deliveries that are not in the ledger yet."""

    move: Move
    new: Mapping[str, str]
    ends: Mapping[str, Taken]


async def _moved(ledger: Ledger, turns: Sequence[_Turn]) -> Mapping[str, Taken]:
    """What is certain now: nothing of a conversation that moved meanwhile."""
    ends = {name: end for turn in turns if not turn.new for name, end in turn.ends.items()}
    moves = [turn for turn in turns if turn.new]
    done = await drafts.take(ledger, [(turn.move, turn.new) for turn in moves]) if moves else []
    for turn, why in zip(moves, done, strict=True):
        if why != "moved":
            refused: Taken = ("refused", why)
            ends |= dict.fromkeys(turn.ends, refused) if why else turn.ends
    return ends


def _turn(talk: Talk, said: Sequence[Spoken]) -> _Turn:
    try:
        return _taken(talk, state_in(talk), said)
    except codec.Undecodable as error:
        why: Taken = ("refused", str(error))
        return _Turn(Move(talk, b"", None, ""), {}, {one.delivery: why for one in said})


def _taken(talk: Talk, state: State, said: Sequence[Spoken]) -> _Turn:
    new, ends = dict[str, str](), dict[str, Taken]()
    for one in sorted(said, key=lambda one: (one.piece.at, one.delivery)):
        known = talk.known[one.delivery]
        if known.end:
            ends[one.delivery] = ("draft", known.end if known.mine else "again")
            continue
        state, outcomes = step(state, one.piece, one.piece.at, one.rules)
        name = next((outcome.id for outcome in outcomes if isinstance(outcome, Opened | Extended)), "")
        new |= {one.delivery: f"draft:{name}"} if name else {}
        ends[one.delivery] = ("draft", f"draft:{name}") if name else ("elsewhere", "")
    return _Turn(move(talk, state, said[-1].rules, said[-1].node), new, ends)


# -- closing -------------------------------------------------------------------------------------------------------


@dataclass(eq=False)
class Drafts:
    """One node's part in closing drafts, anybody's."""

    reader: JournalReader
    understanding: Understanding
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    async def settle(self, ledger: Ledger) -> frozenset[Queue]:
        """Say how far this node is, and close what may be closed; in which queues something is due now. Raise
        `LedgerLost`, `LedgerAway`, `JournalError`."""
        cap = int(self.understanding.drafting.cap.total_seconds() * 1000)
        rung: set[Queue] = set()
        while True:
            until_ms, whos = await drafts.due(ledger, self.understanding.node, self._mark(), cap, AT_ONCE)
            until = datetime.fromtimestamp(until_ms / 1000, UTC)
            counts = [await self._some(ledger, whos[at : at + TOGETHER], until) for at in range(0, len(whos), TOGETHER)]
            if any(counts):
                rung |= {"forward", "reply"}
            if len(whos) < AT_ONCE or not any(counts):
                return frozenset(rung)

    def _mark(self) -> int:
        """Everything that came in before this (ms) was taken in."""
        now = self.now()
        oldest = min(now, self.reader.oldest_open(besides=MAIL) or now)
        return int((oldest - timedelta(seconds=COMMIT_SECONDS)).timestamp() * 1000)

    async def _some(self, ledger: Ledger, whos: Sequence[str], until: datetime) -> int:
        return sum(await asyncio.gather(*(self._close_all(ledger, who, until) for who in whos)))

    async def _close_all(self, ledger: Ledger, who: str, until: datetime) -> int:
        """One that cannot be closed stops no other: it is tried again, and told in the log until it can."""
        count = 0
        try:
            while await self._close_one(ledger, who, until):
                count += 1
        except _KNOWN:
            raise
        except Exception as error:  # noqa: BLE001 - a citizen's words must not be lost by a defect of ours
            await self._put_off(ledger, who, describe(error))
        return count

    async def _put_off(self, ledger: Ledger, who: str, why: str) -> None:
        log.error("draft_not_closed", who=who, why=why)
        await drafts.later(ledger, who, AGAIN_MS)

    async def _close_one(self, ledger: Ledger, who: str, until: datetime) -> bool:
        """Whether a draft of this conversation came to its end."""
        (talk,) = await drafts.read(ledger, self.understanding.node, {who: ()})
        state = state_in(talk)
        if not state.pieces:  # its sender was forgotten meanwhile
            await drafts.take(ledger, [(Move(talk, talk.state, None, self.understanding.node), {})])
            return False
        rules = rules_of(self.understanding, state.pieces[0])
        after, outcomes = step(state, None, until, rules)
        for outcome in outcomes:
            if isinstance(outcome, Closing):
                return await self._closed(ledger, talk, state, after, outcome, rules)
        return False

    async def _closed(
        self, ledger: Ledger, talk: Talk, before: State, after: State, outcome: Closing, rules: Rules
    ) -> bool:
        node, held = self.understanding.node, await self._held(ledger, talk.who, outcome)
        told = told_of(talk.who, outcome, held, await _target(ledger, node, talk.who, outcome))
        item = become(self.understanding, told)
        await self._remember(ledger, item, told.at_ms)
        next_ = move(talk, after, rules, node)
        what, end = await drafts.close(ledger, next_, Close(outcome.draft.id, item, told.encode(), told.deliveries))
        if what == STRANGER:
            alone = Submit(outcome.draft)
            return await self._closed(ledger, talk, before, closed(before, alone, rules), alone, rules)
        if what == "refused":
            await self._put_off(ledger, talk.who, f"Redis refused it ({end})")
        elif what != "moved":
            log.info("draft_closed", pieces=len(outcome.draft.pieces), end=end.partition(":")[0])
        return what not in ("refused", "moved")

    async def _held(self, ledger: Ledger, who: str, outcome: Closing) -> str:
        """What its chat asked for a moment before."""
        if outcome.draft.flags:
            return ""
        asked = await recall(ledger, [who])
        held = [holding(asked, who, int(piece.at.timestamp() * 1000)) for piece in outcome.draft.pieces]
        return letters(Flags(any(one.anonim for one in held), any(one.rahasia for one in held)))

    async def _remember(self, ledger: Ledger, item: Become, at_ms: int) -> None:
        """Before it is claimed, so that no crash in between forgets it."""
        asked = asked_by(item, at_ms)
        await remember(ledger, [asked] if asked else [])


async def _target(ledger: Ledger, node: str, who: str, outcome: Closing) -> str:
    """The complaint that what it is added to became."""
    if not isinstance(outcome, Add):
        return ""
    (found,) = await drafts.read(ledger, node, {who: (outcome.to.name,)})
    words = found.known[outcome.to.name].became.split(":")
    return words[1] if len(words) > 1 else outcome.to.id
