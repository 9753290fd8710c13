"""Who is told when an office passes on what a citizen wrote: fail closed, and nobody who was merely mentioned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from node_kit import ENV, understanding
from office_mail import HEADER, OFFICE, PEOPLE, PROVEN, address_of, citizens, five, forward, office_mail, wrapped

from forwarder.items import Claim, Note
from forwarder.listener import Listener
from gateway.behalf import MAIL, citizen, together
from gateway.inbox import Row
from gateway.protecting import asked_by
from gateway.simulator.town_processes import MAILBOX
from gateway.understood import Item, RecapQuestion
from gateway.wiring import make_channels
from normalizer import codec
from normalizer.schema import Complaint, Flags, Message, Party, Raw

CITIZEN = address_of(PEOPLE[0])


def items(raw: Raw, **changes: Any) -> list[Item]:
    row = Row(1, b"k" * 32, raw.channel, datetime.now(UTC), raw, "", "")
    return understanding(**changes).items(row, doubt=False)


def claims(raw: Raw, **changes: Any) -> list[Claim]:
    found = items(raw, **changes)
    return [one for one in found if isinstance(one, Claim)]


def copied(claim: Claim) -> list[tuple[str, str]]:
    told = [Listener.decode(copy.listener) for copy in claim.copies]
    return [(str(one.channel), one.to.address) for one in told]


UNSURE = forward().replace(b"---------- Pesan terusan ----------\n", b"").replace(b"Subject: Fwd: ", b"Subject: ")
TOLD: list[tuple[str, bytes, str, list[tuple[str, str]]]] = [
    ("a proven forwarder's forward", forward(), PROVEN, [("mail", CITIZEN)]),
    ("nobody looked who it was", forward(), "", []),
    ("what a known office wrote to somebody else", forward(), f"{PROVEN} elsewhere", []),
    ("proven, but no forwarder", forward(), "proven dkim", []),
    ("a forwarder's name, unproven", forward(), "unproven forwarder", []),
    ("a mark that is none of ours", forward(), "forwarder proven", []),
    ("rahasia in the citizen's words", forward("RAHASIA. Kepala dusun memungut uang."), PROVEN, []),
    ("anonim in the subject", forward(subject="ANONIM jembatan"), PROVEN, []),
    ("the citizen is the office", forward(address=OFFICE.upper()), PROVEN, []),
    ("the citizen is our mailbox", forward(address=MAILBOX), PROVEN, []),
    ("a mailbox of ours by another name", forward(address=MAILBOX.replace("@", "+x@")), PROVEN, []),
    ("a forward that may be none", UNSURE, PROVEN, []),
    ("what the office wrote itself", office_mail(f"Jalan rusak. Hubungi {CITIZEN}."), PROVEN, []),
    ("an address in the text", forward("Jalan rusak, tanya lain@warga.example.net."), PROVEN, [("mail", CITIZEN)]),
]


def passed_on_by(address: str) -> bytes:
    """What the office passes on is a forward itself, as a text or as an attached mail."""
    inner = HEADER.format(name=PEOPLE[0], address=CITIZEN, subject="Jembatan putus", office=address, text=WORDS)
    outer = HEADER.format(name="Dusun", address=address, subject="Fwd: Jembatan putus", office=OFFICE, text=inner)
    return office_mail(outer, subject="Fwd: Jembatan putus")


def attached_by(address: str) -> bytes:
    inner = citizens(PEOPLE[0], subject="Fwd: Jembatan putus")
    inner.replace_header("From", f"Dusun <{address}>")
    told = HEADER.format(name=PEOPLE[0], address=CITIZEN, subject="Jembatan putus", office=address, text=WORDS)
    inner.set_content(told)
    return office_mail("Terlampir.", subject="Fwd: Jembatan putus", attached=[inner])


WORDS = "Jembatan di RT 3 putus sejak Kamis."


@pytest.mark.parametrize("made", [passed_on_by, attached_by])
@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("orang@lain.example.org", []),
        ("kantor@desa-sukamaju.example.id.evil.example", []),
        ("kadus@desa-sukamaju.example.id", [("mail", CITIZEN)]),
        ("kantor@desa-mekar.example.id", [("mail", CITIZEN)]),
    ],
)
def test_whoever_passed_it_on_before_must_be_known(
    made: Callable[[str], bytes], address: str, told: list[tuple[str, str]]
) -> None:
    """A stranger's own forward, in which a third person complains, is no word of the office's."""
    channels = make_channels({**ENV, "MAIL_FORWARDERS": "desa-mekar.example.id"}, "https://gw.example.org")
    (claim,) = claims(wrapped(made(address)), channels=channels)
    assert copied(claim) == told


@pytest.mark.parametrize(("body", "mark", "told"), [row[1:] for row in TOLD], ids=[row[0] for row in TOLD])
def test_who_is_told_beside_the_sender(body: bytes, mark: str, told: list[tuple[str, str]]) -> None:
    (claim,) = claims(wrapped(body, mark))
    assert copied(claim) == told
    assert len(claim.owner.split()) == 1 + len(told)


def test_each_citizen_of_five_attached_mails_has_their_own_copy() -> None:
    found = claims(wrapped(five()))
    assert [copied(claim) for claim in found] == [[("mail", address_of(name))] for name in PEOPLE]
    assert len({claim.bundle.id for claim in found if claim.bundle}) == 1
    assert [claim.bundle.place for claim in found if claim.bundle] == [1, 2, 3, 4, 5]
    assert len({claim.listener for claim in found}) == 1


def test_a_copy_holds_the_address_and_nothing_of_the_mail() -> None:
    (claim,) = claims(wrapped(forward()))
    (copy,) = claim.copies
    listener = Listener.decode(copy.listener)
    assert (listener.subject, listener.thread, listener.about, listener.to.name) == ("", "", (), "")
    assert CITIZEN not in f"{claim.owner} {copy.who} {claim!r}"


@pytest.mark.parametrize(
    ("off", "channel"), [((), "sms"), (("TWILIO_SMS_FROM",), ""), (("TWILIO_SMS_FROM", "+"), "sms_http")]
)
def test_a_phone_is_told_by_the_first_sms_channel_that_is_on(off: tuple[str, ...], channel: str) -> None:
    env = {name: value for name, value in ENV.items() if name not in off}
    if "+" in off:
        env |= {"SMS_HTTP_PROFILE": "kannel", "SMS_HTTP_SECRET": "made-up", "SMS_HTTP_SEND_URL": "http://127.0.0.1/"}
    channels = make_channels(env, "https://gw.example.org")
    (message,) = [one for one in channels[MAIL].read(wrapped(forward())) if isinstance(one, Message)]
    assert message.origin
    by_phone = replace(message, origin=replace(message.origin, author=Party("0811-0000-0001", "Ani Wijaya")))
    found = citizen(by_phone, Flags(), channels)
    assert (found and (found.channel, found.to)) == ((channel, Party("+6281100000001")) if channel else None)


def test_nobody_is_told_and_nobody_may_ask_because_their_phone_was_typed() -> None:
    typed = "1. Nama: Ani Wijaya\nHP: 0811-0000-0001\nIsi: Jalan di RT 3 rusak berat.\n\n"
    typed += "2. Nama: Budi Santosa\nHP: 0811-0000-0002\nIsi: Lampu di RT 4 padam sejak Senin.\n"
    found = claims(wrapped(office_mail(typed)))
    assert [(claim.copies, len(claim.owner.split())) for claim in found] == [((), 1)] * 2
    for place, claim in enumerate(found, 1):
        made = codec.decode(Complaint, claim.body)
        assert (made.reporter.address, f"0811-0000-000{place}" in made.text) == ("", True)


def test_a_typed_citizen_without_any_address_is_the_reporter_by_name_alone() -> None:
    typed = "1. Nama: Ani Wijaya\nIsi: Jalan di RT 3 rusak berat.\n\n2. Nama: Budi Santosa\nIsi: Lampu di RT 4 padam.\n"
    found = [codec.decode(Complaint, claim.body) for claim in claims(wrapped(office_mail(typed)))]
    assert [(one.reporter.name, one.reporter.address) for one in found] == [(PEOPLE[0], ""), (PEOPLE[1], "")]
    assert {one.submitted_by.address for one in found} == {OFFICE}


def test_the_same_words_of_two_citizens_without_address_are_two_complaints() -> None:
    typed = "1. Nama: Ani Wijaya\nIsi: Jalan di RT 3 rusak.\n\n2. Nama: Budi Santosa\nIsi: Jalan di RT 3 rusak.\n"
    first, second = claims(wrapped(office_mail(typed)))
    assert first.same != second.same


# -- what goes to the office ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("mark", "printed"), [(PROVEN, True), ("proven dkim", False), ("", False)])
@pytest.mark.parametrize("body", [forward(), five()], ids=["one", "five"])
def test_receipts_are_printed_for_proven_forwarders_only(body: bytes, mark: str, printed: bool) -> None:
    first = Listener.decode(claims(wrapped(body, mark))[0].listener)
    assert first.printed is printed
    assert first.about[0].name == PEOPLE[0]


def test_nobody_is_named_where_one_of_a_mail_asks_for_protection() -> None:
    mails = [citizens(PEOPLE[0]), citizens(PEOPLE[1], "RAHASIA. Kepala dusun memungut uang.")]
    first, second = claims(wrapped(office_mail("Terlampir.", attached=mails)))
    listener = Listener.decode(first.listener)
    assert first.listener == second.listener
    assert listener.flags.rahasia
    assert all((one.name, one.title, one.protected) == ("", "", True) for one in listener.about)
    assert not first.copies


def test_an_unsure_forward_is_left_to_a_person_and_names_no_citizen_on_paper() -> None:
    (claim,) = claims(wrapped(UNSURE))
    assert "forward-unsure" in claim.look
    assert Listener.decode(claim.listener).about[0].name == ""


def test_beside_a_complaint_nobody_is_helped() -> None:
    (claim,) = claims(wrapped(forward()))
    (note,) = items(wrapped(office_mail("Selamat pagi", subject="")))
    assert isinstance(note, Note)
    alone = together([note, note, claim], "bundle", 0)
    assert alone == [replace(note, what="", outcome="unanswered:help", who="", listener=b"", once="")] * 2 + [claim]
    assert [one.what for one in together([note, note], "bundle", 0) if isinstance(one, Note)] == ["help", ""]


@pytest.mark.parametrize(("mark", "holds"), [(PROVEN, False), ("", True)])
def test_one_citizens_wish_does_not_hold_for_the_next_forward_of_an_office(mark: str, holds: bool) -> None:
    (claim,) = claims(wrapped(forward("RAHASIA. Kepala dusun memungut uang."), mark))
    assert claim.flagged
    assert bool(asked_by(claim, 0)) is holds


# -- lists ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [PROVEN, "proven dkim", ""])
def test_a_list_is_for_proven_forwarders(mark: str) -> None:
    (found,) = items(wrapped(office_mail("REKAP", subject=""), mark))
    if mark == PROVEN:
        assert isinstance(found, RecapQuestion)
        assert found.recap == claims(wrapped(forward()))[0].recap
    else:
        assert isinstance(found, Note)
        assert found.what == "help"


def test_what_somebody_wrote_for_themselves_stands_in_no_list() -> None:
    (claim,) = claims(wrapped(office_mail("Jalan rusak di depan kantor desa.")))
    assert claim.recap == ""
