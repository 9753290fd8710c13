"""Conversations in the ledger: sealed, with a version, moved on in one step from exactly the version that was read.

`D:<who>` is a conversation, `due:draft` when each may be looked at, `marks` how far each node has taken in what came.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from typing import Any

from redis.exceptions import RedisError

from forwarder.items import Claim, LedgerRefused, Note
from forwarder.ledger import Ledger
from forwarder.ledger_args import HEARD_MS, Values
from forwarder.linking import LOOKS, Taking
from forwarder.listener import heard
from forwarder.redis_server import failure, text
from forwarder.seal import Unsealable
from forwarder.supplement import Supplement
from forwarder.supplement import arguments as supplement_arguments
from forwarder.trace import NOTHING

# A node that said nothing for so long is not waited for: its pieces are added when it is back.
STALE_MS = 10_000
# What nothing waits for is kept for the additions to it, and then forgotten.
_STAY = 3_600
_SCRIPTS = {Claim: "draft+claim", Supplement: "draft+supplement_claim", Note: "draft+note"}


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger knows of a delivery: its end, whether this node took it in, and what its draft became, "" while
    it is open."""

    end: str = ""
    mine: bool = False
    became: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation as it was read; `state` b"" when nothing is there. `known`: deliveries that were asked about.
    `opened`: a draft whose writer wants it without protection (BUKA), which flags, and since when (ms). `fault`: why
    what is there cannot be opened."""

    who: str
    version: str
    state: bytes = field(repr=False)
    known: Mapping[str, Known] = field(default_factory=dict)
    opened: tuple[str, str, int] = ("", "", 0)
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """A conversation's next state. `due_ms`: when it is to be looked at, None when nothing waits."""

    talk: Talk
    state: bytes = field(repr=False)
    due_ms: int | None
    node: str
    stay: int = _STAY


@dataclass(frozen=True, slots=True)
class Close:
    """A draft comes to its end in the same step: `item` is what it becomes, `told` what brings it back in a rebuilt
    ledger, `deliveries` all that it was made of."""

    id: str
    item: Claim | Supplement | Note
    told: bytes = field(repr=False)
    deliveries: tuple[str, ...]


async def read(ledger: Ledger, node: str, asked: Mapping[str, Sequence[str]]) -> list[Talk]:
    """The conversations of these, each with what is known of these deliveries, in one round trip."""
    found = await ledger.run_many([("draft_read", (node, who, *names)) for who, names in asked.items()])
    return [_talk(ledger, who, names, row) for (who, names), row in zip(asked.items(), found, strict=True)]


def _talk(ledger: Ledger, who: str, names: Sequence[str], row: Sequence[bytes]) -> Talk:
    version, state, opened, *rest = row
    words = [text(one) for one in rest]
    three = zip(words[::3], words[1::3], words[2::3], strict=True)
    known = {name: Known(end, mine == "1", became) for name, (end, mine, became) in zip(names, three, strict=True)}
    made = Talk(who, text(version), b"", known, _opened(text(opened)))
    try:
        return replace(made, state=ledger.sealer.open(state, _about(who)) if state else b"")
    except Unsealable as error:
        return replace(made, fault=str(error))


def _opened(said: str) -> tuple[str, str, int]:
    name, letters, at = said.split() if said else ("", "", "0")
    return name, letters, int(at)


async def take(ledger: Ledger, moves: Sequence[tuple[Move, Mapping[str, str]]]) -> list[str]:
    """Move each on, and give these deliveries their ends, in one round trip. "" where it is done, "moved" where it has
    moved meanwhile or one of the deliveries is taken: read it again; else why Redis refuses it."""
    calls = []
    for move, ends in moves:
        pairs = [value for pair in ends.items() for value in pair]
        calls.append(("draft", (*_tail(ledger, move, "", ""), *pairs, 0)))
    found = await ledger.run_many(calls, refusals=True)
    return [str(one) if isinstance(one, LedgerRefused) else "moved" * (one[0] == b"moved") for one in found]


async def close(ledger: Ledger, closings: Sequence[tuple[Move, Close]]) -> list[tuple[str, str]]:
    """Each in a step of its own, in one round trip: (moved, ""), (stranger, "") as `supplement.claim` says it,
    (refused, why), or what became of it and its end. Complaints that are like others are compared with them first, as
    those of one round trip are with each other."""
    all_ = [_Closing(ledger, move, closing) for move, closing in closings]
    also = _heard(closings)
    for look in LOOKS:
        open_ = [one for one in all_ if one.end is None]
        calls = [*(one.call(look) for one in open_), *also]
        for one, said in zip(open_, await ledger.run_many(calls, refusals=True) if open_ else (), strict=False):
            one.hear(said)
        also = []
    return [one.end or ("refused", "LOOK") for one in all_]


def _heard(closings: Sequence[tuple[Move, Close]]) -> list[tuple[str, Values]]:
    """A call of heard.lua, if any of them opens its chat for free words."""
    times = [(closing.item.who, heard(closing.item.who, closing.item.listener)) for _, closing in closings]
    told: Values = [value for who, at in times if at for value in (who, at)]
    return [("heard", [HEARD_MS, *told])] if told else []


@dataclass(eq=False)
class _Closing:
    """One closing on its way. `end` is there when it was done, or refused; what is sealed is sealed once."""

    ledger: Ledger
    move: Move
    closing: Close
    end: tuple[str, str] | None = None
    _known: Values = field(default_factory=list, repr=False)

    def call(self, look: str) -> tuple[str, Values]:
        inner = self._inner(look)
        return _SCRIPTS[type(self.closing.item)], [*inner, *self._outer, len(inner)]

    def hear(self, said: Any) -> None:
        if self._taking:
            self._taking.hear(self.ledger.sealer, said)
            self.end = self._taking.end
        else:
            self.end = ("refused", str(said)) if isinstance(said, LedgerRefused) else (text(said[0]), text(said[1]))

    def _inner(self, look: str) -> Values:
        item, args = self.closing.item, self.ledger.args
        if isinstance(item, Claim):
            self._known = self._known or args.known(item, item.wait_ms)
            return args.decided(item, self._known, self._taking.found if self._taking else NOTHING, look)
        return args.note(item) if isinstance(item, Note) else supplement_arguments(self.ledger, item)

    @cached_property
    def _taking(self) -> Taking | None:
        item = self.closing.item
        return Taking(item, timedelta(seconds=self.ledger.keep.window)) if isinstance(item, Claim) else None

    @cached_property
    def _outer(self) -> Values:
        sealed = self.ledger.sealer.seal(self.closing.told, _told_about(self.closing.id))
        tail = _tail(self.ledger, self.move, self.closing.id, b64encode(sealed).decode())
        return [*tail, *self.closing.deliveries]


def _tail(ledger: Ledger, move: Move, closes: str, told: str) -> Values:
    """As draft.lua has them behind those of the other script."""
    who, due = move.talk.who, "" if move.due_ms is None else move.due_ms
    state = ledger.sealer.pack(move.state, _about(who)) if move.state else b""
    head: Values = [who, move.talk.version, state, due, move.stay, move.node, ledger.keep.claim]
    return [*head, ledger.args.doubt(False), closes, told]


async def due(ledger: Ledger, node: str, mark_ms: int, cap_ms: int, most: int) -> tuple[int, list[str]]:
    """Say that this node has taken in every piece that came before `mark_ms`. Returns the time (ms) before which all
    nodes have, and whose drafts may be closed; a node that does not go on is waited for no longer than `cap_ms`."""
    (found,) = await ledger.run_many([("draft_due", (node, mark_ms, STALE_MS, cap_ms, most))])
    return int(found[0]), [text(who) for who in found[1:]]


async def taken_until(ledger: Ledger) -> int:
    """Everything that came in before this (ms) was taken in by every node that says so; 0 when none does."""
    try:
        found: Any = await ledger.redis.hgetall(ledger.key("marks"))
    except RedisError as error:
        raise failure(error) from error
    return min((int(mark.split()[0]) for mark in found.values()), default=0)


async def stuck(ledger: Ledger, longest_ms: int, most: int) -> list[str]:
    """Whose drafts nobody moved for so long, by the ledger's clock, whatever the gateways' say."""
    (found,) = await ledger.run_many([("draft_stuck", (longest_ms, most))])
    return [text(who) for who in found]


async def hurried(ledger: Ledger, after: str, block_ms: int) -> tuple[str, int]:
    """Wait until somebody wants no more waiting (KIRIM, a call for help), at most `block_ms`. `after`: the name of the
    last such wish that was heard, "0" for none. Returns the name of the latest, and its time (ms); 0: nobody does."""
    found: Any
    try:
        found = await ledger.redis.xread({ledger.key("hurry"): after}, count=1_000, block=max(1, block_ms))
    except RedisError as error:
        raise failure(error) from error
    entries = found[0][1] if found else []
    return (text(entries[-1][0]), int(entries[-1][1][b"due"])) if entries else (after, 0)


async def later(ledger: Ledger, who: str, delay_ms: int) -> None:
    """A draft that could not be closed is looked at again."""
    await ledger.run_many([("draft_later", (who, delay_ms))])


def told(ledger: Ledger, subject: str, data: str) -> tuple[str, str, bytes]:
    """What a fact of a closed draft says: its id, its end, and what brings it back (`Close.told`). Raise `Unsealable`,
    ValueError."""
    end, _, sealed = data.partition(" ")
    name = subject.partition(".")[0]
    return name, end, ledger.sealer.open(b64decode(sealed), _told_about(name))


async def restore(ledger: Ledger, rows: Sequence[tuple[str, str, str, Sequence[str]]]) -> None:
    """Deliveries of drafts that were closed are known again: id, end, node, deliveries of each."""
    calls: list[tuple[str, Values]] = []
    for name, end, node, deliveries in rows:
        calls.append(("draft_restore", [name, end, node, ledger.keep.claim, *deliveries]))
    await ledger.run_many(calls)


def _about(who: str) -> bytes:
    return b"draft:" + who.encode()


def _told_about(name: str) -> bytes:
    return b"draft closed:" + name.encode()
