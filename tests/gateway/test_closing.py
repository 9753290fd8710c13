"""What a draft becomes, and how it is kept for a rebuild."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from node_kit import sms, understanding, whatsapp

from forwarder import protection
from forwarder.items import Claim, Note
from forwarder.listener import Listener
from forwarder.supplement import Supplement
from gateway.closing import Told, become, told_of
from gateway.drafting import Drafting
from gateway.inbox import Row
from gateway.understand import Understanding
from gateway.understood import Spoken
from normalizer import codec
from normalizer.conversation import Add, Closing, State, Submit, Withdraw, step
from normalizer.schema import Complaint, Medium, Raw

START = datetime(2026, 11, 20, 3, tzinfo=UTC)
NEVER = START + timedelta(days=1)
QUIET = Drafting({Medium.SMS: timedelta(seconds=8), Medium.CHAT: timedelta(seconds=45)})
TRASH = "Sampah di Pasar Kayumas menumpuk sudah seminggu, baunya sampai ke sekolah"


def made(**changes: Any) -> Understanding:
    return understanding(drafting=QUIET, **changes)


def spoken(here: Understanding, raw: Raw, seconds: float, *, doubt: bool = False) -> Spoken:
    at = START + timedelta(seconds=seconds)
    row = Row(1, b"k" * 32, raw.channel, at, replace(raw, received_at=at), "", "")
    (item,) = here.items(row, doubt=doubt)
    assert isinstance(item, Spoken)
    return item


def closings(said: list[Spoken]) -> list[Closing]:
    state, found = State(), list[Closing]()
    for one in said:
        state, _ = step(state, one.piece, one.piece.at, one.rules)
    while True:
        state, outcomes = step(state, None, NEVER, said[0].rules)
        if not outcomes:
            return found
        found += [one for one in outcomes if isinstance(one, Closing)]


WAITS = [
    ("one SMS", [(sms(TRASH, 1), 0.0)], 12_000),
    ("one message in a chat", [(whatsapp(TRASH, 1), 0.0)], 5_000),
    ("two SMS", [(sms(TRASH, 1), 0.0), (sms("RT 5", 2), 4.0)], 8_000),
    ("KIRIM", [(sms(TRASH, 1), 0.0), (sms("KIRIM", 2), 1.0)], 19_000),
]


@pytest.mark.parametrize(("label", "raws", "wanted"), WAITS, ids=[row[0] for row in WAITS])
def test_the_first_answer_waits_what_the_quiet_period_left(
    label: str, raws: list[tuple[Raw, float]], wanted: int
) -> None:
    here = made(wait_ms=20_000)
    (outcome,) = closings([spoken(here, raw, at) for raw, at in raws])
    claim = become(here, told_of("sms-w1", outcome, ""))
    assert isinstance(claim, Claim)
    assert claim.wait_ms == wanted, label


def test_a_deployment_that_waits_less_waits_less() -> None:
    here = made(wait_ms=1_000)
    (outcome,) = closings([spoken(here, sms(TRASH, 1), 0)])
    claim = become(here, told_of("sms-w1", outcome, ""))
    assert isinstance(claim, Claim)
    assert claim.wait_ms == 1_000


@pytest.mark.parametrize(("last", "minutes"), [("KIRIM", 0), ("RT 5", 15)])
def test_who_says_kirim_is_not_asked_first(last: str, minutes: int) -> None:
    here = made(hold_minutes=15)
    text = "Pungli di loket Puskesmas Kayumas, petugas minta uang kepada setiap warga yang datang"
    (outcome,) = closings([spoken(here, sms(text, 1), 0), spoken(here, sms(last, 2), 3)])
    claim = become(here, told_of("sms-w1", outcome, ""))
    assert isinstance(claim, Claim)
    assert claim.hold_ms == minutes * 60_000


def test_what_may_be_a_wish_is_offered_protection() -> None:
    here = made(hold_minutes=15)
    text = "Panitia masjid memakai uang kas. Saya bendaharanya. Orang luar tidak perlu dengar"
    (outcome,) = closings([spoken(here, sms(text, 1), 0)])
    claim = become(here, told_of("sms-w1", outcome, ""))
    assert isinstance(claim, Claim)
    assert (claim.flagged, claim.hold_ms) == (False, 15 * 60_000)


@pytest.mark.parametrize(("over", "opened"), [("r", ""), ("ar", ""), ("r", "r"), ("a", "r")])
def test_a_version_that_knows_less_restores_it_as_protected(over: str, opened: str) -> None:
    """As what its words name: such a version reads the record without the fields that it does not know."""
    here = made()
    (outcome,) = closings([spoken(here, sms(TRASH, 1), 0)])
    told = told_of("sms-w1", outcome, "", opened=opened, over=over)
    record = json.loads(zlib.decompress(told.encode()))
    less = {name: value for name, value in record.items() if name not in ("over", "alone")}
    for read in (told, Told.decode(told.encode()), Told.decode(zlib.compress(json.dumps(less).encode()))):
        claim = become(here, read)
        assert isinstance(claim, Claim)
        assert protection.letters(codec.decode(Complaint, claim.body).flags) == over


def test_the_complaint_is_that_of_its_first_piece() -> None:
    here = made()
    first, second = spoken(here, sms(TRASH, 1), 0), spoken(here, sms("RT 5", 2), 3, doubt=True)
    (outcome,) = closings([first, second])
    claim = become(here, told_of(first.who, outcome, ""))
    assert isinstance(outcome, Submit)
    assert isinstance(claim, Claim)
    assert (claim.id, claim.who, claim.doubt) == (first.piece.own, first.who, True)
    assert claim.received_ms == int(START.timestamp() * 1000)
    assert claim.delivery not in (first.delivery, second.delivery)
    assert codec.decode(Complaint, claim.body).text == f"{TRASH}\nRT 5"


@pytest.mark.parametrize("held", ["", "r"])
def test_protection_from_before_or_in_any_piece_holds(held: str) -> None:
    here = made()
    said = [spoken(here, sms(TRASH, 1), 0)] + ([] if held else [spoken(here, sms("mohon dirahasiakan ya", 2), 3)])
    (outcome,) = closings(said)
    claim = become(here, told_of(said[0].who, outcome, held))
    assert isinstance(claim, Claim)
    assert claim.flagged
    assert codec.decode(Complaint, claim.body).flags.rahasia
    assert Listener.decode(claim.listener).flags.rahasia


def test_what_is_added_goes_to_what_the_first_became() -> None:
    here = made()
    _, outcome = closings([spoken(here, sms(TRASH, 1), 0), spoken(here, sms("Tambahan: RT 5, RAHASIA", 2), 60)])
    assert isinstance(outcome, Add)
    added = become(here, told_of("sms-w1", outcome, "", "another"))
    assert isinstance(added, Supplement)
    assert (added.complaints, added.asked) == (("another",), "r")
    assert b"RT 5" in added.body


@pytest.mark.parametrize(("more", "asked"), [("RT 5 dekat mushola", ""), ("RAHASIA dekat rumah Pak RT 5", "r")])
def test_what_is_added_asks_for_no_protection_but_in_its_own_words(more: str, asked: str) -> None:
    """What it is added to has what its chat asked for before, unless that was opened since."""
    here = made()
    _, added = closings([spoken(here, whatsapp(f"RAHASIA {TRASH}", 1), 0), spoken(here, whatsapp(more, 2), 120)])
    assert isinstance(added, Add)
    became = become(here, told_of("wa-w1", added, "r"))
    assert isinstance(became, Supplement)
    assert became.asked == asked
    assert became.flagged, "alone it would be one more complaint of a chat that wants protection"


def test_who_cancels_is_told_and_a_late_piece_of_it_is_not() -> None:
    here = made()
    cancelled = [spoken(here, sms(TRASH, 1), 0), spoken(here, sms("BATAL", 2), 3)]
    (outcome,) = closings(cancelled)
    note = become(here, told_of("sms-w1", outcome, ""))
    assert isinstance(outcome, Withdraw)
    assert isinstance(note, Note)
    assert (note.what, note.outcome) == ("draft_cancelled", f"withdrawn:{outcome.draft.id}")
    late = become(here, told_of("sms-w1", Withdraw(replace(outcome.draft, pieces=outcome.draft.pieces[:1])), ""))
    assert isinstance(late, Note)
    assert late.what == ""


def test_what_is_kept_makes_the_same_again() -> None:
    here = made()
    _, outcome = closings([spoken(here, whatsapp(TRASH, 1), 0), spoken(here, whatsapp("foto menyusul", 2), 90)])
    told = told_of("whatsapp-w1", outcome, "r", "first")
    again = Told.decode(told.encode())
    assert again == told
    assert again.outcome == outcome
    assert become(here, again) == become(here, told)


def test_without_a_quiet_period_a_message_stands_for_itself() -> None:
    here, raw = understanding(), sms(TRASH, 1)
    (item,) = here.items(Row(1, b"k" * 32, raw.channel, START, raw, "", ""), doubt=False)
    assert isinstance(item, Claim)
