"""Conversations at work: pieces are taken into drafts; gateway/settling.py brings those to their end.

Every step is one script in the ledger that goes on from exactly the version that was read; whoever loses reads again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from forwarder import drafts
from forwarder.drafts import Move, Talk
from forwarder.ledger import Ledger
from gateway.understand import Understanding
from gateway.understood import Spoken
from normalizer import codec
from normalizer.conversation import Extended, Opened, State, step
from normalizer.draft import Piece, Rules
from normalizer.draft import drafts as drafts_of


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
