"""Claiming what came in: each complaint is compared with those like it, before the ledger takes it.

A claim that is like nobody's takes one round trip. To any other the ledger answers what it has to be compared with, and
takes it once all of that was seen: so two nodes at once see each other's, and a race leaves two related complaints.
Claims of one person, or of one chat, go one after the other: each would have to be compared with the one before it
anyway, and none runs out of looks for that.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import lru_cache
from typing import Any

import structlog

from forwarder.items import Claim, LedgerRefused, Note
from forwarder.ledger_args import Args, Values
from forwarder.redis_server import text
from forwarder.seal import Sealer, Unsealable
from forwarder.trace import NOTHING, Found, added_of, parts_new
from normalizer import codec
from normalizer.likeness_rules import Told, recurs, verdict
from normalizer.likeness_told import Row, keeps_apart, parsed, told_in, told_of
from normalizer.schema import Complaint

log = structlog.get_logger("linking")

# What a claim is compared with at its first call, and at the next ones: copies of a flood that came in between need no
# look. Each that is in vain says that another of the same person, or chat, was taken: somebody always gets on. Then it
# is taken, whatever came.
LOOKS = ("all", *("own",) * 20, "")
# Of so many at once most are like somebody's: they look first, and are told once.
_MANY = 10
Call = tuple[str, Values]
Run = Callable[[Iterable[Call]], Awaitable[list[Any]]]


@dataclass(eq=False)
class Taking:
    """One claim, or note, on its way into the ledger. `end` is there when it was taken, or refused."""

    item: Claim | Note
    window: timedelta
    found: Found = NOTHING
    known: Values = field(default_factory=list, repr=False)
    end: tuple[str, str] | None = None
    looks: int = 0

    @property
    def over(self) -> bool:
        return self.end is not None or self.looks == len(LOOKS)

    def hear(self, sealer: Sealer, said: Any) -> None:
        """The script's answer: its end, or rows to compare with."""
        if not isinstance(said, LedgerRefused) and said[0] == b"nobody":
            return
        self.looks += 1
        if isinstance(said, LedgerRefused):
            self.end = ("refused", str(said))
        elif said[0] == b"look":
            self._consider(sealer, said[2])
        else:
            self.end = (text(said[0]), text(said[1]))
            if len(said) > 2:
                log.warning("storm", first=text(said[2]), alike=int(said[3]))

    def _consider(self, sealer: Sealer, met: Sequence[Any]) -> None:
        """Rows of {id, 1 if protected, who, sealed gist, sealed body, 1 if of the same person}, the likeliest first."""
        if not met:
            return
        self.found = replace(self.found, seen=(*self.found.seen, *(text(row[0]) for row in met)))
        for row in met:
            if not self.found.link and (other := self._other(sealer, *row)):
                self._compare(text(row[0]), other)

    def _other(
        self, sealer: Sealer, name: bytes, flagged: bytes, who: bytes, gist: bytes, body: bytes, own: bytes
    ) -> Told | None:
        """None for what cannot be opened any more, or was written by a newer version: nothing is lost by that. None as
        well for a stranger's that need not be compared."""
        mine = _mine(self.item)
        if mine is None:
            return None
        stranger = not own and text(who) != self.item.who
        try:
            if not gist:  # it is gone with the window; that this is the same person's, the ledger says
                older = codec.decode(Complaint, sealer.open(body, b"c:" + name))
                return replace(told_of(older, mine.person, text(who)), flagged=flagged == b"1")
            if stranger and (self.found.related or mine.flagged or flagged == b"1"):
                return None
            row = _opened(sealer.open(gist, b"g:" + name))
        except (Unsealable, codec.Undecodable):
            return None
        if row is None or (stranger and keeps_apart(row, mine.gist.facts)):
            return None
        told = told_in(row)
        # Under another name that the ledger knows to be theirs: an account that shared its phone.
        told = replace(told, person=mine.person) if own else told
        return replace(told, flagged=True) if flagged == b"1" else told

    def _compare(self, name: str, other: Told) -> None:
        mine = _mine(self.item) or other
        own = bool(mine.person) and mine.person == other.person
        if not own and (self.found.related or mine.flagged or other.flagged):
            return
        judged = verdict(mine, other, self.window)
        if judged.same_person:
            self._link(name, mine, other)
        elif judged.same_problem:
            self.found = replace(self.found, related=(name,))
        elif own and not self.found.recurs and recurs(mine, other, self.window):
            self.found = replace(self.found, recurs=name)

    def _link(self, name: str, mine: Told, other: Told) -> None:
        assert isinstance(self.item, Claim)  # noqa: S101 - nothing else is compared
        complaint = codec.decode(Complaint, self.item.body)
        # Protection has to go there with something.
        parts = parts_new(other, mine, complaint) or ("w" if complaint.flags and not other.flagged else "")
        more = codec.encode(added_of(complaint, parts)) if parts else b""
        self.found = Found(name, (), "", parts, more, self.found.seen)


def _lines(all_: Iterable[Taking]) -> list[deque[Taking]]:
    """Those of one person, or else of one chat, behind each other; what is not compared has a line of its own."""
    lines: dict[str, deque[Taking]] = {}
    made: list[deque[Taking]] = []
    for taking in all_:
        mine = _mine(taking.item)
        names = [name for name in (mine.person, f"chat {taking.item.who}") if name] if mine else []
        line = next((lines[name] for name in names if name in lines), None)
        if line is None:
            made.append(line := deque())
        line.append(taking)
        for name in names:
            lines.setdefault(name, line)
    return made


def _mine(item: Claim | Note) -> Told | None:
    return item.trace.told if isinstance(item, Claim) and item.trace else None


@lru_cache(maxsize=128)
def _opened(gist: bytes) -> Row | None:
    """In a flood the same few are compared with again and again."""
    return parsed(gist)


@dataclass(frozen=True)
class Linking:
    """`run` calls scripts, many in one round trip, as `Ledger.run_many` does."""

    args: Args
    run: Run

    async def take(
        self, items: Sequence[Claim | Note], also: Sequence[tuple[str, Values]] = ()
    ) -> list[tuple[str, str]]:
        """As `Ledger.take_in`. also: what else is said in the first round trip."""
        window = timedelta(seconds=self.args.keep.window)
        all_ = [Taking(item, window) for item in items]
        lines = _lines(all_)
        while lines or also:
            first = [line[0] for line in lines]
            if len(first) >= _MANY:
                await self._look([taking for taking in first if not taking.looks])
            calls = [*(self._call(taking) for taking in first), *also]
            for taking, said in zip(first, await self.run(calls), strict=False):
                taking.hear(self.args.sealer, said)
            also = ()
            for line in lines:
                if line[0].over:
                    line.popleft()
            lines = [line for line in lines if line]
        return [taking.end or ("refused", "LOOK") for taking in all_]

    async def _look(self, many: Sequence[Taking]) -> None:
        """With whom they have to be compared, before they are told themselves."""
        claims = [(taking, taking.item, taking.item.trace) for taking in many if isinstance(taking.item, Claim)]
        looking = [(taking, claim, trace) for taking, claim, trace in claims if trace]
        calls = [("look", self.args.look(claim, trace)) for _, claim, trace in looking]
        for (taking, _, _), said in zip(looking, await self.run(calls), strict=True):
            taking.hear(self.args.sealer, said)

    def _call(self, taking: Taking) -> Call:
        claim = taking.item
        if isinstance(claim, Note):
            return "note", self.args.note(claim)
        taking.known = taking.known or self.args.known(claim, claim.wait_ms)
        return "claim", self.args.decided(claim, taking.known, taking.found, LOOKS[taking.looks])
