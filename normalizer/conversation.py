"""A conversation with one person in one chat: pieces become drafts, drafts become complaints or are added to one.

Pure: `(state, piece or None, now) → (state, outcomes)`. Which pieces belong together follows from when they came in,
never from when they were looked at: the same pieces give the same drafts in whatever order a crash, a replay or two
gateways bring them. A draft's timer therefore fires when `now` says that nothing earlier is still to come.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from normalizer.additions import adds
from normalizer.draft import TELLING, Draft, Piece, Role, Rules, came, drafts, holds, words_of
from normalizer.graver import graver
from normalizer.schema import Flags

# Of a text that was sent, as much as is compared with what comes after it.
_COMPARED = 4_000
_MOST_CLOSED = 20


@dataclass(frozen=True, slots=True)
class Closed:
    """A draft that was sent or withdrawn. `name` is a delivery of it, `places` those of its messages."""

    id: str
    name: str
    since: datetime
    until: datetime
    text: str = field(default="", repr=False)
    places: tuple[str, ...] = ()
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """`pieces` wait; `closed` are the drafts of late, oldest first."""

    pieces: tuple[Piece, ...] = ()
    closed: tuple[Closed, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A new draft, with its id."""

    id: str


@dataclass(frozen=True, slots=True)
class Extended:
    """The draft that was open has one piece more; the same piece again changes nothing."""

    id: str


@dataclass(frozen=True, slots=True)
class FlagSet:
    """Protection was asked for, for all of a draft."""

    id: str
    flags: Flags


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """It concerns no draft: it is what it would be without conversations."""


@dataclass(frozen=True, slots=True)
class Submit:
    """A complaint is whole."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Add:
    """It belongs to what was sent before."""

    draft: Draft
    to: Closed


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Its writer wants nothing of it to be sent."""

    draft: Draft


Closing = Submit | Add | Withdraw
Outcome = Opened | Extended | FlagSet | Elsewhere | Closing


def step(state: State, piece: Piece | None, now: datetime, rules: Rules) -> tuple[State, tuple[Outcome, ...]]:
    """Take one piece in, or (None) let the timers fire that were due before `now`.

    `now` of a piece is when it came in; of a tick, the time before which every piece has been taken in. A tick closes
    one draft at most, the oldest: repeat it until nothing comes out.
    """
    return _ticked(state, now, rules) if piece is None else _taken(state, piece, now, rules)


def _taken(state: State, piece: Piece, now: datetime, rules: Rules) -> tuple[State, tuple[Outcome, ...]]:
    known = next((one for one in state.pieces if one.name == piece.name), None)
    if known:
        return state, (Extended(known.draft),)
    if not _concerns(state, piece, now, rules):
        return state, (Elsewhere(),)
    waiting = (*state.pieces, piece)
    mine = next(draft for draft in drafts(waiting, rules) if any(one.name == piece.name for one in draft.pieces))
    opens = len(mine.pieces) == 1
    kept = tuple(sorted((*state.pieces, replace(piece, draft=piece.draft or mine.id)), key=came))
    return replace(state, pieces=kept), (
        Opened(mine.id) if opens else Extended(mine.id),
        *((FlagSet(mine.id, piece.flags),) if piece.flags else ()),
    )


def _concerns(state: State, piece: Piece, now: datetime, rules: Rules) -> bool:
    """Whether there is something that a piece which tells nothing new can be about."""
    if piece.draft or (piece.role is Role.TEXT and not piece.faint):
        return True
    if piece.role is not Role.EDIT:
        return any(one.role in TELLING for one in state.pieces)
    # What is whole by now may not have been looked at yet; that must decide nothing.
    found = _settled(state, now, rules)
    if holds(found.pieces, piece.place):
        return True
    return any(piece.place in one.places and now - one.until <= rules.window for one in found.closed if piece.place)


def _settled(state: State, now: datetime, rules: Rules) -> State:
    while True:
        state, outcomes = _ticked(state, now, rules)
        if not outcomes:
            return state


def _ticked(state: State, now: datetime, rules: Rules) -> tuple[State, tuple[Outcome, ...]]:
    draft = next(iter(drafts(state.pieces, rules)), None)
    if draft is None or draft.until >= now:
        return state, ()
    outcome = _closing(state.closed, draft, rules)
    return closed(state, outcome, rules), (outcome,)


def closed(state: State, outcome: Closing, rules: Rules) -> State:
    """The state behind a closing; also where it is known from elsewhere that it happened."""
    draft = outcome.draft
    names = {piece.name for piece in draft.pieces}
    fresh = tuple(one for one in state.closed if draft.until - one.until <= rules.window + rules.cap)
    before = tuple(one for one in fresh if one.id != draft.id)
    told = _record(draft, withdrawn=isinstance(outcome, Withdraw))
    if isinstance(outcome, Add):
        told = replace(told, id=outcome.to.id, name=outcome.to.name, until=outcome.to.until, since=outcome.to.since)
        told = replace(told, text=f"{outcome.to.text}\n{told.text}"[:_COMPARED])
        told = replace(told, places=tuple(dict.fromkeys((*outcome.to.places, *told.places))))
        before = tuple(one for one in before if one.id != told.id)
    kept = tuple(piece for piece in state.pieces if piece.name not in names)
    return State(kept, tuple(sorted((*before, told), key=lambda one: (one.until, one.id)))[-_MOST_CLOSED:])


def _record(draft: Draft, *, withdrawn: bool) -> Closed:
    first = draft.pieces[0]
    places = tuple(dict.fromkeys(piece.place for piece in draft.pieces if piece.place))
    text = "" if withdrawn else words_of(draft.pieces)[:_COMPARED]
    return Closed(draft.id, first.name, first.at, draft.until, text, places, withdrawn)


def _closing(before: Sequence[Closed], draft: Draft, rules: Rules) -> Closing:
    """Submitted, added to what was sent in the last while, or withdrawn."""
    began = draft.pieces[0].at
    # In time it would have been a part of that one, perhaps its first.
    late = next((one for one in before if one.since <= draft.until and began <= one.until), None)
    if draft.cancelled or (late and late.withdrawn):
        return Withdraw(draft)
    if late:
        return Submit(draft) if _is_graver(draft, late) else Add(draft, late)
    edited = next((one for one in before if set(one.places) & _only_edits(draft) and not one.withdrawn), None)
    if edited and edited.until <= began <= edited.until + rules.window:
        return Add(draft, edited)
    recent = [one for one in before if not one.withdrawn and one.until <= began <= one.until + rules.window]
    last = recent[-1] if recent else None
    if last is None or _is_graver(draft, last):
        return Submit(draft)
    return Add(draft, last) if adds(words_of(draft.pieces), last.text) else Submit(draft)


def _is_graver(draft: Draft, than: Closed) -> bool:
    """An edit is of the message it changes, whatever it says."""
    written = [piece for piece in draft.pieces if piece.role is Role.TEXT]
    said = "\n".join(piece.message.text for piece in written if piece.message.text)
    return bool(said) and graver(said, than.text, urgent=any(piece.urgent for piece in written))


def _only_edits(draft: Draft) -> set[str]:
    """What was edited, where nothing else was written."""
    texts = any(piece.role is Role.TEXT for piece in draft.pieces)
    return set() if texts else {piece.place for piece in draft.pieces if piece.role is Role.EDIT and piece.place}
