"""Pieces become drafts in whatever order they are looked at; none is lost, and each draft is closed once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.conversation import (
    Add,
    Closing,
    Elsewhere,
    Extended,
    FlagSet,
    Opened,
    Outcome,
    State,
    Submit,
    Withdraw,
    step,
)
from normalizer.draft import Piece, Role, Rules, drafts
from normalizer.draft_join import joined
from normalizer.schema import Attachment, ChannelName, Flags, Location, Message, Party

START = datetime(2026, 11, 20, 3, tzinfo=UTC)
NEVER = START + timedelta(days=1)
RULES = Rules(timedelta(seconds=45), timedelta(minutes=10), timedelta(minutes=30))
TRASH = "Sampah di Pasar Kayumas menumpuk sudah seminggu, baunya sampai ke sekolah dan banyak lalat"
ROAD = "Jalan di depan SD Negeri 3 Sukasari rusak parah, banyak lubang dalam dan sudah ada korban jatuh"
RAHASIA, NO_FLAGS, NOTHING = Flags(rahasia=True), Flags(), State()


def message(text: str, seconds: float, *, number: int = 0, **more: object) -> Message:
    fields: dict[str, object] = {"sent_at": None, "thread": str(number or ""), **more}
    at = START + timedelta(seconds=seconds)
    who = Party("620011001", "Sari Contoh")
    name = f"delivery {number} {seconds} {text[:20]}"
    return Message(ChannelName("telegram"), name, who, "telegram:620011001", at, text, **fields)  # type: ignore[arg-type]


def piece(text: str, seconds: float, role: Role = Role.TEXT, *, flags: Flags = NO_FLAGS, **more: object) -> Piece:
    """`number` is the provider's; edits have that of the message they change."""
    told = message(text, seconds, **more)  # type: ignore[arg-type]
    return Piece(told.delivery, f"own {told.delivery}", role, told, flags, place=told.thread)


def fed(pieces: Sequence[Piece], state: State = NOTHING) -> tuple[State, list[Outcome]]:
    said: list[Outcome] = []
    for one in pieces:
        state, outcomes = step(state, one, one.at, RULES)
        said += outcomes
    return state, said


def ticked(state: State, now: datetime = NEVER) -> tuple[State, list[Closing]]:
    found: list[Closing] = []
    while True:
        state, outcomes = step(state, None, now, RULES)
        if not outcomes:
            return state, found
        found += [one for one in outcomes if isinstance(one, Closing)]


def whole(pieces: Sequence[Piece]) -> list[Closing]:
    return ticked(fed(pieces)[0])[1]


def told(outcomes: Sequence[Closing]) -> list[tuple[str, frozenset[str], str]]:
    """What was closed, with which pieces, and to which it was added."""
    return [
        (type(one).__name__, frozenset(each.name for each in one.draft.pieces), one.to.name * isinstance(one, Add))
        if isinstance(one, Add)
        else (type(one).__name__, frozenset(each.name for each in one.draft.pieces), "")
        for one in outcomes
    ]


def test_the_first_piece_opens_a_draft_and_the_next_extends_it() -> None:
    first, second = piece(TRASH, 0), piece("RT 5 RW 2", 30)
    _, outcomes = fed([first, second])
    assert outcomes == [Opened(first.own), Extended(first.own)]


def test_quiet_after_the_last_piece_closes_it_and_not_a_moment_before() -> None:
    state, _ = fed([piece(TRASH, 0), piece("RT 5", 40)])
    assert step(state, None, START + timedelta(seconds=85), RULES)[1] == ()
    _, (submitted,) = step(state, None, START + timedelta(seconds=85.001), RULES)
    assert isinstance(submitted, Submit)
    assert joined(submitted.draft).text == f"{TRASH}\nRT 5"


def test_nobody_can_keep_a_draft_open_beyond_the_cap() -> None:
    pieces = [piece(f"kata {place}", 30 * place) for place in range(30)]
    closings = whole(pieces)
    assert closings[0].draft.until == START + RULES.cap
    assert len(closings[0].draft.pieces) == 21


def test_a_draft_holds_fifty_pieces_at_most() -> None:
    closings = whole([piece(f"kata {place}", place / 10) for place in range(120)])
    assert [len(one.draft.pieces) for one in closings] == [50, 50, 20]


@pytest.mark.parametrize("late", [5, 40])
def test_kirim_closes_it_at_once(late: float) -> None:
    state, _ = fed([piece(TRASH, 0), piece("KIRIM", late, Role.SEND)])
    _, closings = ticked(state, START + timedelta(seconds=late + 1))
    assert [type(one) for one in closings] == [Submit]
    assert closings[0].draft.sent
    assert joined(closings[0].draft).text == TRASH


def test_nobody_in_danger_waits_for_a_quiet_period() -> None:
    urgent = replace(piece("Ada kebakaran di pasar", 5), urgent=True)
    first, second = whole([piece("halo pak di Pasar Kayumas", 0), urgent, piece("", 9, attachments=(photo(1),))])
    assert isinstance(first, Submit)
    assert first.draft.until == START + timedelta(seconds=5)
    assert isinstance(second, Add)
    assert whole([urgent])[0].draft.until == START + timedelta(seconds=5)


def test_providers_that_use_an_id_twice_lose_nothing() -> None:
    (submitted,) = whole([piece("satu", 0, number=1), piece("dua", 1, number=1)])
    assert joined(submitted.draft).text == "satu\ndua"


def test_batal_withdraws_what_was_written_and_what_comes_then_is_new() -> None:
    closings = whole([piece(TRASH, 0), piece("RT 5", 5), piece("BATAL", 10, Role.CANCEL), piece(ROAD, 20)])
    assert [type(one) for one in closings] == [Withdraw, Submit]
    assert joined(closings[1].draft).text == ROAD


NOT_YET = piece("jangan dikirim dulu", 10, Role.HOLD)
HELD = [
    ("the last word", [], Withdraw),
    ("protection beside it", [piece("RAHASIA", 15, Role.FLAG, flags=RAHASIA)], Withdraw),
    ("more is told", [piece("RT 5 RW 2", 400)], Submit),
    ("KIRIM", [piece("KIRIM", 500, Role.SEND)], Submit),
    ("BATAL", [piece("BATAL", 500, Role.CANCEL)], Withdraw),
]


@pytest.mark.parametrize(("after", "expected"), [row[1:] for row in HELD], ids=[row[0] for row in HELD])
def test_what_shall_not_be_sent_yet_is_held_open_and_sent_only_if_more_is_said(
    after: list[Piece], expected: type[Closing]
) -> None:
    state, _ = fed([piece(TRASH, 0), NOT_YET, *after])
    (draft,) = drafts(state.pieces, RULES)
    ended = [one for one in after if one.role in (Role.SEND, Role.CANCEL)]
    assert draft.until - draft.pieces[0].at == (ended[0].at - draft.pieces[0].at if ended else RULES.cap)
    (closing,) = ticked(state)[1]
    assert type(closing) is expected
    assert "jangan" not in joined(closing.draft).text


@pytest.mark.parametrize("role", [Role.SEND, Role.CANCEL, Role.HOLD, Role.FLAG, Role.EDIT])
def test_what_is_about_a_draft_is_nothing_without_one(role: Role) -> None:
    state, outcomes = fed([piece("KIRIM", 0, role, number=7)])
    assert (state, outcomes) == (State(), [Elsewhere()])


def test_a_flag_as_the_last_word_holds_for_all_of_it_and_is_no_part_of_the_text() -> None:
    last = piece("RAHASIA", 20, Role.FLAG, flags=RAHASIA)
    state, outcomes = fed([piece(TRASH, 0), piece("", 5, attachments=(photo(1),)), last])
    assert outcomes[-1] == FlagSet(f"own {piece(TRASH, 0).name}", RAHASIA)
    (submitted,) = ticked(state)[1]
    assert submitted.draft.flags == RAHASIA
    assert joined(submitted.draft).text == TRASH


def test_a_flag_that_came_late_holds_as_long_as_nothing_was_sent() -> None:
    (submitted,) = whole([piece(TRASH, 0), piece("RAHASIA", 300, Role.FLAG, flags=RAHASIA)])
    assert submitted.draft.flags == RAHASIA


def photo(number: int) -> Attachment:
    return Attachment(f"foto-{number}.jpg", "image/jpeg", source=f"file-{number}")


def test_what_has_no_words_is_a_complaint_when_nothing_follows() -> None:
    (submitted,) = whole([piece("", 0, attachments=(photo(1),))])
    assert isinstance(submitted, Submit)
    assert joined(submitted.draft).attachments == (photo(1),)


ADDED = [
    ("a photo", piece("", 120, attachments=(photo(1),))),
    ("a pin", piece("", 120, location=Location(-8.1, 115.1))),
    ("a few words", piece("RT 5 dekat mushola", 120)),
    ("lanjutan", piece("Lanjutan: warga sudah lapor ke kelurahan tapi belum ada tindakan sampai hari ini", 120)),
    ("a whole sentence more", piece("Sudah kami tegur berkali-kali tapi tidak pernah diangkut oleh petugasnya", 120)),
]
ANEW = [
    ("another matter", piece(ROAD, 120)),
    ("another place", piece("Sampah di Terminal Ubung juga menumpuk dan menyumbat selokan besar di sana", 120)),
    ("it says so", piece("Laporan baru: sampah lagi", 120)),
    ("LAPOR", piece("LAPOR pak, air tidak mengalir", 120)),
    ("a short one about something else", piece("lampu jalan mati di gang 3", 120)),
    ("the same again, to be linked", piece(TRASH, 120)),
    ("after the window", piece("RT 5 dekat mushola", 45 + 1801)),
]


# After a harmless report. Who is hurt now needs an ambulance, not a lamp; who fell tells why the lamp matters.
LAMP = "Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin"
GRAVER = [
    ("violence", "suami saya memukuli saya tiap malam"),
    ("violence that a witness tells of", "tetangga saya memukuli istrinya"),
    ("a child", "anak tetangga dipukuli bapaknya setiap malam"),
    ("an official who takes money", "pak kades minta uang 500 ribu"),
    ("a bribe for this lamp", "petugasnya minta uang rokok"),
    ("corruption", "lurah korupsi dana desa"),
    ("lanjutan, and all the same", "lanjutan: lurah korupsi dana desa"),
    ("a call for help", "apinya makin besar"),
    ("somebody hurt there now", "ada korban jatuh sekarang, butuh ambulans"),
]
NO_GRAVER = [
    ("haste", "tolong cepat, sudah gelap sekali"),
    ("who fell because of it", "ada korban jatuh tadi karena lampu mati"),
    ("who fell yesterday", "tadi malam ada yang jatuh dari motor karena gelap"),
    ("how many", "sudah 3 orang jatuh minggu ini"),
    ("theft for want of light", "di sini sering ada pencurian karena gelap"),
    ("nobody cares", "sudah lapor RT tapi tidak ditanggapi"),
]
SAME_DANGER = [
    ("more of it", "Suami saya memukul saya tiap malam", "dia menendang saya juga"),
    ("a threat by the same", "Suami saya memukul saya tiap malam", "dia mengancam saya dan anak saya"),
    ("whom it concerns", "Pak lurah minta uang untuk KTP", "petugasnya juga minta uang rokok"),
    ("the fire grows", "Kebakaran di Pasar Baru, tolong", "apinya makin besar"),
]


@pytest.mark.parametrize(("label", "text"), GRAVER, ids=[row[0] for row in GRAVER])
@pytest.mark.parametrize("at", [20, 120, 1700], ids=["overtaken", "soon", "half an hour later"])
def test_a_danger_is_no_addition_to_a_lamp(label: str, text: str, at: float) -> None:
    state, _ = ticked(fed([piece(LAMP, 0)])[0], START + timedelta(minutes=3))
    (second,) = ticked(fed([piece(text, at)], state)[0])[1]
    assert isinstance(second, Submit), label


@pytest.mark.parametrize(("label", "text"), NO_GRAVER, ids=[row[0] for row in NO_GRAVER])
def test_what_a_lamp_that_is_out_does_is_an_addition(label: str, text: str) -> None:
    _, second = whole([piece(LAMP, 0), piece(text, 120)])
    assert isinstance(second, Add), label


@pytest.mark.parametrize(("label", "first", "text"), SAME_DANGER, ids=[row[0] for row in SAME_DANGER])
def test_more_of_the_same_danger_is_an_addition(label: str, first: str, text: str) -> None:
    _, second = whole([piece(first, 0), piece(text, 120)])
    assert isinstance(second, Add), label


@pytest.mark.parametrize(("label", "later"), ADDED, ids=[row[0] for row in ADDED])
def test_what_comes_after_it_was_sent_is_added(label: str, later: Piece) -> None:
    first, second = whole([piece(TRASH, 0), later])
    assert isinstance(second, Add), label
    assert second.to.id == first.draft.id


@pytest.mark.parametrize(("label", "later"), ANEW, ids=[row[0] for row in ANEW])
def test_a_new_matter_is_a_complaint_of_its_own(label: str, later: Piece) -> None:
    assert [type(one) for one in whole([piece(TRASH, 0), later])] == [Submit, Submit], label


def test_what_comes_in_a_row_after_the_number_is_added_together_and_again() -> None:
    pieces = [piece("", 120, attachments=(photo(1),)), piece("", 125, attachments=(photo(2),)), piece("RT 5", 500)]
    first, second, third = whole([piece(TRASH, 0), *pieces])
    assert isinstance(second, Add)
    assert isinstance(third, Add)
    assert {second.to.id, third.to.id} == {first.draft.id}
    assert joined(second.draft).attachments == (photo(1), photo(2))


@pytest.mark.parametrize("at", [-44, 10, 74])
def test_a_piece_that_was_overtaken_by_the_closing_is_added(at: float) -> None:
    """Also the first of all."""
    state, _ = fed([piece(TRASH, 0), piece("RT 5", 30)])
    state, _ = ticked(state, START + timedelta(minutes=3))
    (late,) = ticked(fed([piece(ROAD, at)], state)[0])[1]
    assert isinstance(late, Add)


def test_what_was_written_long_before_is_a_complaint_of_its_own() -> None:
    state, _ = ticked(fed([piece(TRASH, 0)])[0], START + timedelta(minutes=3))
    (late,) = ticked(fed([piece(ROAD, -46)], state)[0])[1]
    assert isinstance(late, Submit)


def test_a_piece_that_was_overtaken_by_its_withdrawal_is_withdrawn() -> None:
    state, _ = fed([piece(TRASH, 0), piece("BATAL", 30, Role.CANCEL)])
    state, _ = ticked(state, START + timedelta(minutes=3))
    (late,) = ticked(fed([piece(ROAD, 10)], state)[0])[1]
    assert isinstance(late, Withdraw)


def test_an_edit_takes_the_place_of_the_piece() -> None:
    pieces = [piece("Sampah di Pasar Kayunas", 0, number=1), piece("RT 5", 5, number=2)]
    edit = piece("Sampah di Pasar Kayumas", 20, Role.EDIT, number=1)
    (submitted,) = whole([*pieces, edit])
    assert joined(submitted.draft).text == "Sampah di Pasar Kayumas\nRT 5"


def test_an_edit_of_what_was_sent_says_what_it_reads_now() -> None:
    first, second = whole([piece(TRASH, 0, number=1), piece(ROAD, 200, Role.EDIT, number=1)])
    assert isinstance(second, Add)
    assert second.to.id == first.draft.id
    assert joined(second.draft).text == f"[Pesan sebelumnya diubah, sekarang berbunyi:]\n{ROAD}"


def test_an_edit_after_the_window_is_not_ours() -> None:
    state, _ = ticked(fed([piece(TRASH, 0, number=1)])[0])
    assert fed([piece(ROAD, 4000, Role.EDIT, number=1)], state)[1] == [Elsewhere()]


def test_an_edit_after_the_window_is_not_ours_though_nobody_looked_at_the_clock() -> None:
    """A gateway that was down reads both at once."""
    state, outcomes = fed([piece(TRASH, 0, number=1), piece(ROAD, 4000, Role.EDIT, number=1)])
    assert outcomes[-1] == Elsewhere()
    assert [type(one) for one in ticked(state)[1]] == [Submit]


def test_pieces_stand_in_the_providers_order() -> None:
    at = START - timedelta(seconds=5)
    first = piece("satu", 3, number=9, sent_at=at)
    rest = [piece("dua", 2, number=10, sent_at=at), piece("tiga", 1, number=11, sent_at=at + timedelta(seconds=1))]
    (submitted,) = whole([*rest, first])
    assert joined(submitted.draft).text == "satu\ndua\ntiga"


PARTS = [
    ("in front", ["2/3 di pasar", "3/3 tolong", "1/3 Lampu mati"], "1/3 Lampu mati\n2/3 di pasar\n3/3 tolong"),
    ("behind", ["di pasar (2/2)", "Lampu mati (1/2)"], "Lampu mati (1/2)\ndi pasar (2/2)"),
    ("one is missing", ["3/3 tolong", "1/3 Lampu mati"], "3/3 tolong\n1/3 Lampu mati"),
    ("a continuation first", ["Lanjutan: sejak Senin", "Got mampet", "bau"], "Got mampet\nLanjutan: sejak Senin\nbau"),
    ("two of them", ["sambungan: RT 5", "(lanjutan) bau", "Got mampet"], "Got mampet\nsambungan: RT 5\n(lanjutan) bau"),
    ("nothing to go on from", ["lanjutan: RT 5", "lanjutan: RW 2"], "lanjutan: RT 5\nlanjutan: RW 2"),
    ("no parts but a house", ["Rumah 2/7 bocor", "1/2 jalan rusak"], "Rumah 2/7 bocor\n1/2 jalan rusak"),
]  # fmt: skip


@pytest.mark.parametrize(("label", "texts", "wanted"), PARTS, ids=[row[0] for row in PARTS])
def test_numbered_parts_stand_in_their_order(label: str, texts: list[str], wanted: str) -> None:
    (submitted,) = whole([piece(text, place) for place, text in enumerate(texts)])
    assert joined(submitted.draft).text == wanted, label


def test_the_last_pin_is_the_place_and_the_others_stand_in_the_words() -> None:
    pins = [Location(-8.1, 115.1), Location(-8.2, 115.2)]
    (submitted,) = whole([piece(TRASH, 0), *(piece("", 5 + n, location=pin) for n, pin in enumerate(pins))])
    found = joined(submitted.draft)
    assert found.location == pins[1]
    assert found.text == f"{TRASH}\n[Lokasi: -8.100000, 115.100000]"


def test_it_came_in_with_the_first_piece_and_is_answered_below_the_last() -> None:
    (submitted,) = whole([piece("RT 5", 30, number=2), piece(TRASH, 0, number=1)])
    found = joined(submitted.draft)
    assert (found.received_at, found.thread) == (START, "2")


# -- what holds for all --------------------------------------------------------------------------------------------

TEXTS = st.sampled_from([TRASH, ROAD, "RT 5", "", "tolong pak", "Laporan baru: air mati di Desa Kayumas"])
PIECES = st.lists(st.tuples(st.integers(0, 4000), TEXTS), min_size=1, max_size=14).map(
    lambda rows: [
        piece(text, at, number=place + 1, attachments=(photo(place),)) for place, (at, text) in enumerate(rows)
    ]
)


@given(PIECES, st.randoms(use_true_random=False))
def test_the_order_in_which_they_are_looked_at_does_not_matter(pieces: list[Piece], dice: object) -> None:
    shuffled = list(pieces)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert told(whole(shuffled)) == told(whole(sorted(pieces, key=lambda one: one.at)))


@given(PIECES)
def test_taking_them_in_twice_changes_nothing(pieces: list[Piece]) -> None:
    once, twice = fed(pieces)[0], fed([one for each in pieces for one in (each, each)])[0]
    assert once == twice
    assert fed(pieces, once)[0] == once


@given(PIECES, st.lists(st.integers(0, 5000), max_size=8))
def test_when_the_clock_is_looked_at_does_not_matter(pieces: list[Piece], looks: list[int]) -> None:
    """A tick never runs ahead of a piece that is still to come: that is its promise."""
    pieces = sorted(pieces, key=lambda one: one.at)
    events: list[tuple[datetime, int, Piece | None]] = [(one.at, 1, one) for one in pieces]
    events += [(START + timedelta(seconds=at), 0, None) for at in looks]
    state, found = State(), list[Closing]()
    for at, _, one in sorted(events, key=lambda event: event[:2]):
        if one:
            state, _ = step(state, one, one.at, RULES)
        else:
            state, closings = ticked(state, at)
            found += closings
    assert told([*found, *ticked(state)[1]]) == told(whole(pieces))


@given(PIECES, st.integers(0, 4000))
def test_every_piece_is_closed_once(pieces: list[Piece], late: int) -> None:
    """Also when the clock ran ahead of some of them."""
    early = [one for one in pieces if one.at <= START + timedelta(seconds=late)]
    state, first = ticked(fed(early)[0])
    state, second = ticked(fed([one for one in pieces if one not in early], state)[0])
    names = [one.name for closing in (*first, *second) for one in closing.draft.pieces]
    assert sorted(names) == sorted(one.name for one in pieces)
    assert state.pieces == ()


@given(PIECES)
def test_an_id_is_that_of_one_of_its_pieces_and_no_other_draft_has_it(pieces: list[Piece]) -> None:
    closings = whole(pieces)
    names = [one.draft.id for one in closings]
    assert len(names) == len(set(names))
    assert all(any(each.own == one.draft.id for each in one.draft.pieces) for one in closings)


@given(PIECES)
def test_in_the_order_they_came_an_id_stays_that_of_the_first_piece(pieces: list[Piece]) -> None:
    pieces = sorted(pieces, key=lambda one: (one.at, one.name))
    state, _ = fed(pieces)
    given_ = {one.name: one.draft for one in state.pieces}
    for closing in ticked(state)[1]:
        assert closing.draft.id == closing.draft.pieces[0].own
        assert {given_[one.name] for one in closing.draft.pieces} == {closing.draft.id}


@given(PIECES, st.integers(0, 4000), st.sampled_from([Role.FLAG, Role.SEND, Role.CANCEL, Role.HOLD]))
def test_what_is_said_about_a_draft_is_lost_with_none(pieces: list[Piece], at: int, role: Role) -> None:
    said = piece("RAHASIA", at, role, flags=RAHASIA, number=99)
    closings = whole([pieces[0], said, *pieces[1:]])
    (mine,) = [one for one in closings if any(each.name == said.name for each in one.draft.pieces)]
    assert mine.draft.flags == RAHASIA
    held = role is Role.HOLD and mine.draft.pieces[-1].name == said.name
    assert isinstance(mine, Withdraw) == (role is Role.CANCEL or held)
