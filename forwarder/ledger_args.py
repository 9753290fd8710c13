"""What the scripts that claim and restore are told, in the order of their ARGV; whatever is personal is sealed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from forwarder.items import DAY, Claim, Keep, Note
from forwarder.listener import heard
from forwarder.seal import Sealer
from forwarder.trace import NOTHING, Found, Trace, added_of, possible_parts
from normalizer import codec
from normalizer.likeness_told import encode
from normalizer.schema import Complaint

Values = list[str | bytes | int]
# As long as a chat that wrote may be written to in free words, on any channel.
HEARD_MS = DAY * 1000


class Wrote(Protocol):
    """Whatever came from a chat."""

    @property
    def who(self) -> str: ...

    @property
    def listener(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Args:
    """`history`: whose writes the server goes on with to which this may be told ("" = any); another refuses it."""

    sealer: Sealer
    keep: Keep
    history: str = ""

    def doubt(self, doubtful: bool) -> str | int:
        """As the scripts have it: what is new to this history may have been told to another."""
        return 1 if doubtful else self.history or 0

    def claim(self, claim: Claim, wait: int, found: Found = NOTHING, compare: str = "") -> Values:
        """As claim.lua and restore.lua have them, without the epoch. compare: with whom it must be compared first."""
        return self.decided(claim, self.known(claim, wait), found, compare)

    def look(self, claim: Claim, trace: Trace) -> Values:
        """As look.lua has them, without the epoch."""
        return [claim.id, claim.same, claim.who, trace.told.person, int(claim.flagged), " ".join(trace.keys)]

    def known(self, claim: Claim, wait: int) -> Values:
        """What is the same in each call of one claim; sealing it is most of the work."""
        sealed = self.sealer.pack(claim.body, b"c:" + claim.id.encode())
        head: Values = [claim.delivery, claim.id, claim.same, claim.node, claim.channel, claim.received_ms, sealed]
        head += [claim.who, self.listener(claim.listener, claim.who), claim.owner, wait, self.keep.window * 1000]
        head += [self.keep.claim, self.doubt(claim.doubt), _flagged(claim), claim.look, claim.recap]
        copies = self.copies(claim)
        head += [*self.bundle(claim), len(copies) // 2, *copies]
        if claim.trace is None:
            return [*head, "", b""]
        gist = self.sealer.seal(encode(claim.trace.told), b"g:" + claim.id.encode())
        return [*head, claim.trace.told.person, gist]

    def decided(self, claim: Claim, known: Values, found: Found, compare: str) -> Values:
        keys = claim.trace.keys if claim.trace else ()
        made: Values = [compare, found.link, " ".join(found.related), found.recurs]
        made += [found.parts, self._more(claim, found.more), _asked(claim)]
        made += [self.keep.storm, self.keep.storm_seconds * 1000, " ".join(keys), " ".join(found.seen)]
        return [*known, *made, *claim.numbers]

    def _more(self, claim: Claim, more: bytes) -> bytes:
        """What goes to the complaint it is linked with: a supplement under its own id."""
        return self.sealer.pack(more, b"u:" + claim.id.encode()) if more else b""

    def note(self, note: Note) -> Values:
        """As note.lua has them, without the epoch."""
        listener = self.listener(note.listener, note.who) if note.what else b""
        made: Values = [note.delivery, note.outcome, note.node, note.what, note.who, listener, self.keep.claim]
        return [*made, self.doubt(note.doubt), note.once, note.most, int(note.yields)]

    def link(self, claim: Claim) -> Values:
        """As restore_link.lua has them, behind the complaint it is linked with."""
        head: Values = [claim.received_ms, claim.who, self.listener(claim.listener, claim.who), claim.wait_ms]
        head += [claim.recap, *self.bundle(claim), claim.id, claim.same, self.keep.window * 1000]
        return [*head, *self._possible(claim), *self.copies(claim)]

    def _possible(self, claim: Claim) -> Values:
        """Protection, then all that it may have added; a fact tells which it was."""
        if claim.trace is None:
            return ["", 0]
        complaint = codec.decode(Complaint, claim.body)
        parts = possible_parts(complaint)
        made: Values = [complaint.flags.letters, len(parts)]
        for one in parts:
            made += [one, self._more(claim, codec.encode(added_of(complaint, one)))]
        return made

    def bundle(self, claim: Claim) -> Values:
        """Bundle, place, want, patience; and how long (s) it is all kept."""
        one = claim.bundle
        return [*((one.id, one.place, one.want, one.patience_ms) if one else ("", "", 0, 0)), self.keep.case]

    def copies(self, claim: Claim) -> Values:
        return [value for one in claim.copies for value in (one.who, self.listener(one.listener, one.who))]

    def listener(self, listener: bytes, who: str) -> bytes:
        """Bound to its name, which stands in the id of each of its answers. Nobody stays nobody."""
        return b"" if not listener else self.sealer.pack(listener, b"listener:" + who.encode())

    def heard(self, items: Iterable[Wrote]) -> list[tuple[str, Values]]:
        """A call of heard.lua, if any of them opens its chat for free words."""
        times = ((item.who, heard(item.who, item.listener)) for item in items)
        told: Values = [value for who, at in times if at for value in (who, at)]
        return [("heard", [HEARD_MS, *told])] if told else []


def _asked(claim: Claim) -> str:
    """As `protection.letters`; of what is never compared nothing is asked for another."""
    return codec.decode(Complaint, claim.body).flags.letters if claim.flagged and claim.trace else ""


def _flagged(claim: Claim) -> str:
    return "1" if claim.flagged else f"h{claim.hold_ms}" if claim.hold_ms else "0"
