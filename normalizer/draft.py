"""The pieces of a conversation, and the drafts they make: pure, and the same in whatever order they are looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from normalizer.called_off import says_why
from normalizer.schema import Flags, Language, Message


class Role(StrEnum):
    """What a message does in a conversation."""

    TEXT = "text"  # a part of what is told: words, a file, a pin, a contact
    EDIT = "edit"  # an earlier part as it reads now
    FLAG = "flag"  # RAHASIA or ANONIM, and nothing else
    SEND = "send"  # KIRIM
    CANCEL = "cancel"  # BATAL
    HOLD = "hold"  # "jangan dikirim dulu"


# Only these begin a draft; the others say something about one.
TELLING = frozenset({Role.TEXT, Role.EDIT})
_ENDING = frozenset({Role.SEND, Role.CANCEL})


@dataclass(frozen=True, slots=True)
class Piece:
    """One message. `name` is its delivery and `own` the complaint it would be alone, both keyed hashes; `place` is the
    same for a message and its edits ("" where nothing can be edited); `draft` is the draft it went to first. `doubt`:
    it may have been acted upon before the ledger was lost. `urgent`: nothing more is waited for. `faint`: it goes
    with what is there, and is nothing to begin with; or it may ask an office to call off what is told before it.
    `held`: it tells something that shall not be sent yet."""

    name: str
    own: str
    role: Role
    message: Message = field(repr=False)
    flags: Flags = field(default_factory=Flags)
    language: Language = Language.INDONESIAN
    place: str = ""
    draft: str = ""
    doubt: bool = False
    urgent: bool = False
    faint: bool = False
    held: bool = False

    @property
    def at(self) -> datetime:
        return self.message.received_at


@dataclass(frozen=True, slots=True)
class Rules:
    """`quiet`: a draft is whole when nothing more came for so long; `cap`: or so long after its first piece; `most`: or
    with so many pieces. `window`: so long after that it can be added to."""

    quiet: timedelta
    cap: timedelta = timedelta(minutes=10)
    window: timedelta = timedelta(minutes=30)
    most: int = 50


@dataclass(frozen=True, slots=True)
class Draft:
    """Pieces that belong together, by when they came in. It takes no piece that came in after `until`."""

    id: str
    pieces: tuple[Piece, ...]
    until: datetime

    @property
    def cancelled(self) -> bool:
        """Whether its writer said BATAL, or not to send it yet and nothing more."""
        said = [piece for piece in self.pieces if piece.role is not Role.FLAG]
        last = said[-1:]
        return any(one.role is Role.CANCEL for one in said) or any(one.role is Role.HOLD or one.held for one in last)

    @property
    def sent(self) -> bool:
        """Whether its writer said KIRIM."""
        return any(piece.role is Role.SEND for piece in self.pieces)

    @property
    def flags(self) -> Flags:
        """What any piece asks for holds for all of it."""
        said = [piece.flags for piece in self.pieces]
        return Flags(any(flags.anonim for flags in said), any(flags.rahasia for flags in said))


def drafts(pieces: Iterable[Piece], rules: Rules) -> list[Draft]:
    """The drafts these make, oldest first; every piece is in one of them. The order of `pieces` does not matter."""
    groups: list[_Group] = []
    ahead: list[Piece] = []
    for piece in sorted(pieces, key=came):
        home = _home(groups, piece, rules)
        if home is not None:
            home.take(piece, rules)
        elif piece.role in TELLING:
            groups.append(_Group.of(piece, ahead, rules))
            ahead = []
        else:
            ahead.append(piece)
    if ahead:  # nothing told: only what a rebuild brought back in part
        groups.append(_Group(ahead, ahead[-1].at))
    return list(_named(groups))


@dataclass(eq=False)
class _Group:
    pieces: list[Piece]
    until: datetime
    ended: bool = False

    @classmethod
    def of(cls, first: Piece, ahead: Sequence[Piece], rules: Rules) -> _Group:
        """What overtook the first piece is about it."""
        waits = rules.cap if first.held else min(rules.quiet, rules.cap)
        found = cls([first], first.at + (timedelta(0) if first.urgent else waits), first.urgent)
        for piece in ahead:
            found.take(piece, rules)
        return found

    @property
    def first(self) -> datetime:
        return self.pieces[0].at

    def takes(self, piece: Piece, rules: Rules) -> bool:
        return not self.ended and piece.at <= self.until and len(self.pieces) < rules.most

    def take(self, piece: Piece, rules: Rules) -> None:
        piece = _as_meant(piece, self.pieces)
        self.pieces.append(piece)
        if piece.role in _ENDING or piece.urgent:
            self.ended, self.until = True, min(self.until, max(piece.at, self.first))
        elif (piece.role is Role.HOLD or piece.held) and not self.ended and piece.at <= self.until:
            self.until = self.first + rules.cap
        elif not self.ended and piece.at <= self.until:
            self.until = min(self.first + rules.cap, max(self.until, piece.at + rules.quiet))


def _as_meant(piece: Piece, before: Sequence[Piece]) -> Piece:
    """ "Lapak saya mau dibongkar", and then "tolong batalkan": nothing is taken back by that, nor by a letter's photo
    and that."""
    if piece.role is not Role.CANCEL or not piece.faint or not any(one.role in TELLING for one in before):
        return piece
    return piece if says_why(words_of(before)) else replace(piece, role=Role.TEXT)


def came(piece: Piece) -> tuple[datetime, str]:
    return piece.at, piece.name


def _home(groups: Sequence[_Group], piece: Piece, rules: Rules) -> _Group | None:
    """Where a piece belongs; None when it begins something."""
    if piece.role is Role.EDIT:
        edited = next((group for group in groups if holds(group.pieces, piece.place)), None)
        if edited and piece.at <= edited.until:
            return edited
    if not groups:
        return None
    if piece.role in TELLING:
        return groups[-1] if groups[-1].takes(piece, rules) else None
    return groups[-1]


def holds(pieces: Iterable[Piece], place: str) -> bool:
    return bool(place) and any(piece.place == place for piece in pieces)


def _named(groups: Sequence[_Group]) -> Iterator[Draft]:
    """An id that was given stays, unless two drafts turn out to be one; it is always that of one of the pieces."""
    used: set[str] = set()
    for group in groups:
        pieces = sorted(group.pieces, key=came)
        own = [piece.own for piece in pieces if piece.role in TELLING] or [pieces[0].own]
        given = [piece.draft for piece in pieces if piece.draft in own]
        name = next((one for one in (*given, *own) if one not in used), own[0])
        used.add(name)
        yield Draft(name, tuple(pieces), group.until)


def words_of(pieces: Sequence[Piece]) -> str:
    return "\n".join(piece.message.text for piece in pieces if piece.role in TELLING and piece.message.text)
