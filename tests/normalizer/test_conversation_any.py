"""Whatever people do in a conversation, whenever it is looked at: nothing is lost, and what is asked for holds.

Words, files, pins, contacts, edits, flags, KIRIM, BATAL, calls for help, in one chat.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from test_conversation import NEVER, ROAD, RULES, START, TRASH, piece, ticked, told

from normalizer.conversation import Add, Closing, Elsewhere, State, Submit, Withdraw, step
from normalizer.draft import TELLING, Draft, Piece, Role
from normalizer.draft_join import joined
from normalizer.schema import Attachment, Flags, Location

WORDS = [
    TRASH,
    ROAD,
    "RT 5",
    "tolong pak",
    "Laporan baru: air mati di Desa Kayumas",
    "lanjutan: dekat mushola",
    "2/2 ya",
]
FLAGS = [Flags(rahasia=True), Flags(anonim=True), Flags(True, True)]
LATEST = 4000

# Whose number somebody passes on; their own is no piece (tests/gateway/test_any_contact.py).
CONTACTS = ["Bagas 6281100000002", "Rahasia 1708", "Kirim", "6281100000003", "Laporan baru 0811"]

# What a message brings, but for its words: a file or a pin.
_BRINGS: list[dict[str, Any]] = [
    {},
    {"attachments": (Attachment("foto.jpg", "image/jpeg", source="file-1"),)},
    {"attachments": (Attachment("suara.ogg", "audio/ogg", source="file-2"),)},
    {"location": Location(-8.1, 115.1)},
]


@st.composite
def told_things(draw: st.DrawFn, number: int) -> Piece:
    at, text = draw(st.integers(0, LATEST)), draw(st.sampled_from([*WORDS, ""]))
    found = piece(text, at, number=number, **draw(st.sampled_from(_BRINGS)))
    flags = draw(st.sampled_from([Flags(), Flags(), *FLAGS]))
    return replace(found, flags=flags, urgent=draw(st.integers(0, 9)) == 0, faint=draw(st.integers(0, 9)) == 0)


@st.composite
def contacts(draw: st.DrawFn, number: int) -> Piece:
    """It comes as words, and nobody is asked what they mean."""
    told = draw(st.sampled_from(CONTACTS))
    return piece(told, draw(st.integers(0, LATEST)), number=number, doubts=("contact-of-another",))


@st.composite
def orders(draw: st.DrawFn, number: int) -> Piece:
    role = draw(st.sampled_from([Role.FLAG, Role.SEND, Role.CANCEL, Role.HOLD]))
    flags = draw(st.sampled_from(FLAGS)) if role is Role.FLAG else Flags()
    return piece(role.value, draw(st.integers(0, LATEST)), role, flags=flags, number=number)


@st.composite
def edits(draw: st.DrawFn, number: int, of: int) -> Piece:
    """Of the message `of`; whoever edits it may ask for protection."""
    made = piece(draw(st.sampled_from(WORDS)), draw(st.integers(0, LATEST)), Role.EDIT, number=of)
    return replace(made, name=f"{made.name} {number}", flags=draw(st.sampled_from([Flags(), Flags(), *FLAGS])))


@st.composite
def conversations(draw: st.DrawFn, *, ordering: bool = True) -> list[Piece]:
    """In any order. Without `ordering`: only what tells something."""
    count = draw(st.integers(1, 9))
    found = [draw(told_things(number) | contacts(number)) for number in range(1, count + 1)]
    more = draw(st.integers(0, 4))
    for number in range(count + 1, count + more + 1):
        edited = draw(st.booleans()) or not ordering
        found.append(draw(edits(number, draw(st.integers(1, count))) if edited else orders(number)))
    return draw(st.permutations(found))


@dataclass
class Walk:
    """A conversation that was looked at: what was closed, and what was not about any draft."""

    state: State = field(default_factory=State)
    closings: list[Closing] = field(default_factory=list)
    elsewhere: list[Piece] = field(default_factory=list)

    def takes(self, one: Piece) -> None:
        self.state, outcomes = step(self.state, one, one.at, RULES)
        if outcomes == (Elsewhere(),):
            self.elsewhere.append(one)

    def looks(self, seconds: float) -> None:
        self.state, found = ticked(self.state, START + timedelta(seconds=seconds))
        self.closings += found

    def ends(self) -> Walk:
        self.state, found = ticked(self.state, NEVER)
        self.closings += found
        return self

    @property
    def pieces(self) -> list[Piece]:
        return [one for closing in self.closings for one in closing.draft.pieces]


def walked(pieces: Sequence[Piece], looks: Sequence[int] = ()) -> Walk:
    """In this order; after each piece perhaps a look at a clock that runs ahead of nothing that came in before."""
    walk = Walk()
    for place, one in enumerate(pieces):
        walk.takes(one)
        if place < len(looks):
            walk.looks(looks[place])
    return walk.ends()


LOOKS = st.lists(st.integers(0, 5000), max_size=14)


@given(conversations(), LOOKS)
def test_every_piece_is_in_one_draft_or_is_about_none(pieces: list[Piece], looks: list[int]) -> None:
    """Also when the clock ran ahead of some."""
    walk = walked(pieces, looks)
    assert Counter(one.name for one in (*walk.pieces, *walk.elsewhere)) == Counter(one.name for one in pieces)
    assert walk.state.pieces == ()
    lost = [one for one in walk.elsewhere if one.role is Role.TEXT and not one.faint]
    assert lost == [], "whoever tells something is heard"


@given(conversations(), LOOKS)
def test_a_draft_is_closed_once_and_no_other_has_its_id(pieces: list[Piece], looks: list[int]) -> None:
    walk = walked(pieces, looks)
    names = [closing.draft.id for closing in walk.closings]
    assert len(names) == len(set(names))
    submitted = {one.draft.id for one in walk.closings if isinstance(one, Submit)}
    assert {one.to.id for one in walk.closings if isinstance(one, Add)} <= submitted, "added to what was sent"


@given(conversations(), LOOKS)
def test_protection_that_any_piece_asks_for_holds_for_all_of_its_draft(pieces: list[Piece], looks: list[int]) -> None:
    """A flag that is about no draft is an act of its own, and is no part of any."""
    walk = walked(pieces, looks)
    for closing in walk.closings:
        for one in closing.draft.pieces:
            assert closing.draft.flags.rahasia >= one.flags.rahasia
            assert closing.draft.flags.anonim >= one.flags.anonim
    asked = Counter(one.name for one in pieces if one.flags)
    kept = Counter(one.name for one in (*walk.pieces, *walk.elsewhere) if one.flags)
    assert asked == kept


@given(conversations(), LOOKS)
def test_what_is_cancelled_is_never_sent_and_nothing_else_is_withdrawn(pieces: list[Piece], looks: list[int]) -> None:
    withdrawn = list[Draft]()
    for closing in walked(pieces, looks).closings:
        draft = closing.draft
        said = [one.role for one in draft.pieces if one.role is not Role.FLAG]
        cancelled = Role.CANCEL in said or said[-1] is Role.HOLD
        assert isinstance(closing, Withdraw) or not cancelled
        if isinstance(closing, Withdraw):
            overtaken = any(one.pieces[0].at <= draft.until and draft.pieces[0].at <= one.until for one in withdrawn)
            assert cancelled or overtaken, "only what a BATAL had overtaken goes with it"
            withdrawn.append(draft)


@given(conversations())
def test_words_files_and_pins_are_in_what_is_joined(pieces: list[Piece]) -> None:
    """An edit takes the place of what it changes; all else is there, once."""
    for closing in walked(sorted(pieces, key=lambda one: (one.at, one.name))).closings:
        draft, message = closing.draft, joined(closing.draft)
        edited = {one.place for one in draft.pieces if one.role is Role.EDIT}
        telling = [one for one in draft.pieces if one.role in TELLING]
        plain = [one for one in telling if one.role is Role.TEXT and one.place not in edited]
        lines = Counter(message.text.split("\n"))
        wanted = Counter(line for one in plain for line in one.message.text.split("\n") if line)
        assert not wanted - lines
        files = Counter(file.source for one in plain for file in one.message.attachments)
        assert not files - Counter(file.source for file in message.attachments)
        pins = [one for one in plain if one.message.location]
        assert not pins or message.location


@given(conversations(ordering=False), LOOKS)
def test_replay_in_any_batching_makes_the_same_drafts(pieces: list[Piece], looks: list[int]) -> None:
    """Of what tells something; the clock is promised never to run ahead of a piece."""
    pieces = sorted((one for one in pieces if not one.faint), key=lambda one: (one.at, one.name))
    once = walked(pieces)
    events = [(one.at, 1, one) for one in pieces] + [(START + timedelta(seconds=at), 0, None) for at in looks]
    again = Walk()
    for at, _, one in sorted(events, key=lambda event: event[:2]):
        if one is None:
            again.looks((at - START).total_seconds())
        else:
            again.takes(one)
    assert told(again.ends().closings) == told(once.closings)


@given(conversations(), LOOKS)
def test_the_same_deliveries_again_change_nothing(pieces: list[Piece], looks: list[int]) -> None:
    """A crash between taking in and saying so: each is taken in twice, and all of them once more at the end."""
    once, twice = Walk(), Walk()
    for one in pieces:
        once.takes(one)
        twice.takes(one)
        twice.takes(one)
    open_still = [one for one in pieces if one not in once.elsewhere]
    for one in open_still:
        twice.takes(one)
    assert twice.state == once.state
    assert told(twice.ends().closings) == told(once.ends().closings)
