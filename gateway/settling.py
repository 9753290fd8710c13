"""Drafts that nothing is missing from come to their end, anybody's: many in one round trip, each in its own step."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import structlog

from forwarder import acts, asks, drafts
from forwarder.acts import Act
from forwarder.cited import Cited
from forwarder.drafts import Close, Move, Talk
from forwarder.items import LedgerAway, LedgerLost, Note, Queue
from forwarder.ledger import Ledger
from forwarder.offered import told_before
from forwarder.protection import Asked, flags_of, holding, letters, never_asked, recall, remember
from forwarder.supplement import STRANGER
from gateway.asking_back import ask, ask_again
from gateway.citing import named_by, naming
from gateway.closing import Told, asked_also, asked_back, become, call, doubted, told_of
from gateway.drafts import move, rules_of, state_in
from gateway.inbox import JournalError
from gateway.journal_reader import JournalReader
from gateway.log import describe
from gateway.opening import opened_of
from gateway.protecting import asked_by
from gateway.understand import Understanding
from gateway.withdrawing import called_off
from normalizer.conversation import Add, Closing, State, Submit, Withdraw, closed, step
from normalizer.draft import Rules
from normalizer.schema import ChannelName, Flags
from normalizer.united import united

# A delivery is in the journal so long after the time it is stamped with; a later one is added to what was sent.
COMMIT_MS = 300
AGAIN_MS = 60_000
# So many drafts are asked for, and so many go in one round trip; while Redis works on some, others are understood.
AT_ONCE, TOGETHER = 256, 64
# How often it is looked for drafts that a wrong clock keeps open.
_STUCK_SECONDS = 60.0
_EVER = datetime.max.replace(tzinfo=UTC)
_OFTEN_MS, _PATIENCE_MS = 40, 2 * drafts.STALE_MS
MAIL = ChannelName("mail")
_KNOWN = (LedgerLost, LedgerAway, JournalError, asyncio.CancelledError)
log = structlog.get_logger("drafts")


@dataclass(frozen=True, slots=True)
class _Ending:
    """A draft whose time is over, and the conversation around it. `target`: the complaint it is added to; `over`: the
    protection of what its words name; `lonely`: nothing is there that it could be added to."""

    talk: Talk
    before: State
    after: State
    outcome: Closing
    rules: Rules
    target: str = ""
    held: str = ""
    opened: str = ""
    kept: str = ""
    over: str = ""
    lonely: bool = False

    def alone(self) -> _Ending:
        """There is nothing that it could be added to."""
        outcome = Submit(self.outcome.draft)
        after = closed(self.before, outcome, self.rules)
        return _Ending(self.talk, self.before, after, outcome, self.rules, over=self.over, lonely=True)


@dataclass(frozen=True, slots=True)
class _Ready:
    """What it becomes, as the ledger is told. `asked`: protection that holds for what comes after it. `call`: whom to
    call. `back`: whether it is called off.
    `also`: protection of what was told before."""

    ending: _Ending
    told: Told
    move: Move
    close: Close
    asked: Asked | None
    call: Note | None
    back: Act | None
    also: Act | None


@dataclass(eq=False)
class Drafts:
    """One node's part in closing drafts, anybody's. `until_ms`: before it every node had taken everything in.
    `doubt_ms`: what was over by then may have been closed in a moment that Redis has lost, if it was told of it all.
    `offered`: our last row that a server may have been told before this one; None if that was not written down."""

    reader: JournalReader
    understanding: Understanding
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    until_ms: int = 0
    doubt_ms: int = 0
    offered: int | None = None
    _heard: str = "0"
    _wanted_ms: int = 0
    _stuck: frozenset[str] = frozenset()
    _ask_again: float = 0.0
    _look_again: float = field(default_factory=lambda: time.monotonic() + _STUCK_SECONDS)

    async def pause(self, ledger: Ledger, seconds: float) -> None:
        """Until the next look: so long, or as soon as may be where somebody waits for it. Raise `LedgerAway`."""
        ahead = self._wanted_ms + COMMIT_MS - self.now().timestamp() * 1000
        # A clock that is wrong, or a node that does not go on, is left to the tick.
        if self._wanted_ms >= self.until_ms and ahead > -_PATIENCE_MS:
            await asyncio.sleep(min(seconds, max(ahead, _OFTEN_MS) / 1000))
            return
        self._heard, wanted = await drafts.hurried(ledger, self._heard, int(seconds * 1000))
        self._wanted_ms = max(self._wanted_ms, wanted)

    async def settle(self, ledger: Ledger) -> frozenset[Queue]:
        """Say how far this node is, and close what may be closed; in which queues something is due now. Raise
        `LedgerLost`, `LedgerAway`, `JournalError`."""
        cap = int(self.understanding.drafting.cap.total_seconds() * 1000)
        rung: set[Queue] = set()
        if await self._freed(ledger, 2 * cap) or await self._asked_again(ledger):
            rung |= {"forward", "reply"}
        while True:
            self.until_ms, whos = await drafts.due(ledger, self._node, self._mark(), cap, AT_ONCE)
            some = (self._some(ledger, whos[at : at + TOGETHER]) for at in range(0, len(whos), TOGETHER))
            counts = await asyncio.gather(*some)
            if any(counts):
                rung |= {"forward", "reply"}
            if len(whos) < AT_ONCE or not any(counts):
                return frozenset(rung)

    async def _freed(self, ledger: Ledger, longest_ms: int) -> int:
        """Twice the longest that a draft may last, by the ledger's clock, is enough whatever others show."""
        if time.monotonic() < self._look_again or self.reader.oldest_open(besides=MAIL):
            return 0
        self._look_again = time.monotonic() + _STUCK_SECONDS
        self._stuck = frozenset(await drafts.stuck(ledger, longest_ms, AT_ONCE))
        if self._stuck:
            log.warning("drafts_stuck", count=len(self._stuck))
        try:
            return await self._some(ledger, sorted(self._stuck)) if self._stuck else 0
        finally:
            self._stuck = frozenset()

    async def _asked_again(self, ledger: Ledger) -> int:
        if time.monotonic() < self._ask_again:
            return 0
        self._ask_again = time.monotonic() + _STUCK_SECONDS
        return await ask_again(ledger, self.understanding)

    @property
    def _node(self) -> str:
        return self.understanding.node

    def _mark(self) -> int:
        """Everything that came in before this (ms) was taken in."""
        now = self.now()
        oldest = min(now, self.reader.oldest_open(besides=MAIL) or now)
        return int(oldest.timestamp() * 1000) - COMMIT_MS

    async def _some(self, ledger: Ledger, whos: Sequence[str]) -> int:
        """How many came to their end. One that Redis stops stops no other: they are tried one by one then."""
        try:
            return await self._close_all(ledger, whos)
        except _KNOWN:
            raise
        except Exception as error:  # noqa: BLE001 - a citizen's words must not be lost by a defect of ours
            if len(whos) > 1:
                return sum([await self._some(ledger, [who]) for who in whos])
            await self._put_off(ledger, whos[0], describe(error))
            return 0

    async def _close_all(self, ledger: Ledger, whos: Sequence[str]) -> int:
        """Of each conversation the oldest draft, then the next, until none of theirs is over."""
        count, waiting = 0, list(whos)
        while waiting:
            talks = await drafts.read(ledger, self._node, dict.fromkeys(waiting, ()))
            endings = [ending for talk in talks if (ending := await self._looked(ledger, talk))]
            done = await self._closed(ledger, await self._known(ledger, endings))
            count += len(done)
            waiting = [ending.talk.who for ending in done if ending.after.pieces]
        return count

    async def _looked(self, ledger: Ledger, talk: Talk) -> _Ending | None:
        """One that cannot be closed stops no other: it is tried again, and told in the log until it can."""
        await asyncio.sleep(0)
        try:
            state = state_in(talk)
            if state.pieces:
                return self._over(talk, state)
        except Exception as error:  # noqa: BLE001 - as in `_some`
            await self._put_off(ledger, talk.who, describe(error))
            return None
        # Its sender was forgotten meanwhile.
        await drafts.take(ledger, [(Move(talk, talk.state, None, self._node), {})])
        return None

    def _over(self, talk: Talk, state: State) -> _Ending | None:
        rules = rules_of(self.understanding, state.pieces[0])
        until = _EVER if talk.who in self._stuck else datetime.fromtimestamp(self.until_ms / 1000, UTC)
        after, outcomes = step(state, None, until, rules)
        found = [outcome for outcome in outcomes if isinstance(outcome, Closing)]
        return _Ending(talk, state, after, found[0], rules) if found else None

    async def _put_off(self, ledger: Ledger, who: str, why: str) -> None:
        log.error("draft_not_closed", who=who, why=why)
        await drafts.later(ledger, who, AGAIN_MS)

    # -- what they become ----------------------------------------------------------------------------------------------

    async def _known(self, ledger: Ledger, endings: Sequence[_Ending]) -> list[_Ending]:
        """With what the ledger knows: what was asked for a moment before, and what became of what they are added to."""
        unasked = sorted({ending.talk.who for ending in endings if not ending.outcome.draft.flags})
        asked = await recall(ledger, unasked)
        adding = {one.talk.who: (one.outcome.to.name,) for one in endings if isinstance(one.outcome, Add)}
        talks = await drafts.read(ledger, self._node, adding) if adding else []
        became = {talk.who: next(iter(talk.known.values())).became.split(":") for talk in talks}
        known = [_with(ending, asked, became.get(ending.talk.who, [])) for ending in endings]
        named = await named_by(ledger, self.understanding.hasher, [one.outcome.draft for one in known])
        known = [_naming(one, cited) if cited else one for one, cited in zip(known, named, strict=True)]
        bare = await never_asked(ledger, [one.target for one in known if one.target and one.held])
        return [replace(one, kept=one.held) if one.target in bare else one for one in known]

    async def _closed(self, ledger: Ledger, endings: Sequence[_Ending]) -> list[_Ending]:
        """Those that came to their end. Protection is remembered before anything is claimed, lest a crash forget it."""
        doubtful = await self._doubtful(ledger, endings)
        ready = [one for ending in endings if (one := await self._made(ledger, ending, doubtful))]
        await remember(ledger, [one.asked for one in ready if one.asked])
        await acts.also(ledger, [one.also for one in ready if one.also])
        await self._call_off(ledger, ready)
        if calls := [one.call for one in ready if one.call]:
            await ledger.take_in(calls)
        if told := {one.close.id: one.close.told for one in ready if one.back}:
            await asks.note(ledger, told)
        said = await drafts.close(ledger, [(one.move, one.close) for one in ready]) if ready else []
        done: list[_Ending] = []
        alone: list[_Ending] = []
        for one, (what, end) in zip(ready, said, strict=True):
            if what == STRANGER:
                alone.append(one.ending.alone())
            elif what == "refused":
                await self._put_off(ledger, one.ending.talk.who, f"Redis refused it ({end})")
            elif what != "moved":
                log.info("draft_closed", pieces=len(one.ending.outcome.draft.pieces), end=end.partition(":")[0])
                done.append(one.ending)
        await ask(ledger, {one.close.id: one.back for one in ready if one.back and one.ending in done})
        return done + (await self._closed(ledger, await self._known(ledger, alone)) if alone else [])

    async def _call_off(self, ledger: Ledger, ready: Sequence[_Ready]) -> None:
        """What they say of complaints that were there before; asked again it is the same question."""
        asked = await called_off(ledger, self.understanding, [one.told for one in ready])
        if notes := [one for one in asked if isinstance(one, Note)]:
            await ledger.take_in(notes)
        for what, why in await acts.claim(ledger, [one for one in asked if isinstance(one, Act)]) if asked else []:
            if what == "refused":
                log.error("not_asked_back", why=why)

    async def _made(self, ledger: Ledger, ending: _Ending, doubtful: Set[str]) -> _Ready | None:
        """Others work in between: understanding is most of the work."""
        await asyncio.sleep(0)
        try:
            who, letters_ = ending.talk.who, (ending.opened, ending.kept, ending.over)
            told = told_of(who, ending.outcome, ending.held, ending.target, *letters_)
            item = become(self.understanding, told)
            item = doubted(item) if ending.outcome.draft.id in doubtful else item
            close = Close(ending.outcome.draft.id, item, told.encode(), told.deliveries)
            next_ = move(ending.talk, ending.after, ending.rules, self._node)
            here = self.understanding
            beside = call(here, told, item), asked_back(here, told), asked_also(here, told)
            return _Ready(ending, told, next_, close, asked_by(item, told.at_ms), *beside)
        except Exception as error:  # noqa: BLE001 - as in `_some`
            await self._put_off(ledger, ending.talk.who, describe(error))
            return None

    async def _doubtful(self, ledger: Ledger, endings: Sequence[_Ending]) -> frozenset[str]:
        """Drafts that may have been closed in a moment that is lost: not those of which no server before this one was
        told any piece, wherever each was taken in."""
        over = [one.outcome.draft for one in endings if one.outcome.draft.until.timestamp() * 1000 <= self.doubt_ms]
        came = [(one.name, int(one.at.timestamp() * 1000)) for draft in over for one in draft.pieces]
        told = await told_before(ledger, came, self._node, self._was_offered) if came else frozenset()
        return frozenset(draft.id for draft in over if any(one.doubt or one.name in told for one in draft.pieces))

    def _was_offered(self, at_ms: int) -> bool | None:
        first = self.reader.first_at(at_ms)
        return None if first is None or self.offered is None else first <= self.offered


def _naming(ending: _Ending, cited: Cited) -> _Ending:
    """What names a complaint of its writer's is told of that one, or else as protected as that one is."""
    if isinstance(ending.outcome, Withdraw):
        return ending
    over = letters(united(cited.flags, flags_of(ending.over)))
    outcome = naming(ending.outcome, ending.before, "" if ending.lonely else cited.target, over)
    if outcome == ending.outcome:
        return replace(ending, over=over)
    after, target = closed(ending.before, outcome, ending.rules), outcome.to.id if isinstance(outcome, Add) else ""
    return replace(ending, outcome=outcome, after=after, target=target, over=over)


def _with(ending: _Ending, asked: Sequence[Asked], became: Sequence[str]) -> _Ending:
    outcome, who = ending.outcome, ending.talk.who
    target = ""
    if isinstance(outcome, Add):
        target = became[1] if len(became) > 1 else outcome.to.id
    held = [holding(asked, who, int(piece.at.timestamp() * 1000)) for piece in outcome.draft.pieces]
    flags = Flags(any(one.anonim for one in held), any(one.rahasia for one in held))
    asked_before = "" if outcome.draft.flags else letters(flags)
    return replace(ending, target=target, held=asked_before, opened=opened_of(ending.talk, outcome.draft))
