"""Understanding is pure: the same bytes give the same claims, and only sealed fields tell of a person."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from journal_samples import HASHER
from node_kit import callback, mail, report, sms, telegram, understanding, whatsapp

from channels.base import Unreadable
from forwarder.callback import signed
from forwarder.items import Claim, Note
from forwarder.news import News
from forwarder.seal import Hasher
from gateway.inbox import Row
from gateway.understand import RANK
from gateway.understood import Item, Report, StatusQuestion, Told
from normalizer import codec, number
from normalizer.schema import ChannelName, Complaint, Raw

LAMP = "Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin"
PERSONAL = ("Kenanga", "6281100000001", "81100000001", "Sari", "sari@", "620011001", "warga.example")
SEALED = {"body", "listener"}


def row(raw: Raw | None, channel: str = "", error: str = "") -> Row:
    name = raw.channel if raw else ChannelName(channel or "sms")
    return Row(1, b"k" * 32, name, datetime.now(UTC), raw, "", error)


def items(raw: Raw, *, doubt: bool = False, **changes: Any) -> list[Item]:
    return understanding(**changes).items(row(raw), doubt=doubt)


def item(raw: Raw, *, doubt: bool = False, **changes: Any) -> Item:
    (found,) = items(raw, doubt=doubt, **changes)
    return found


def claim(raw: Raw) -> Claim:
    found = item(raw)
    assert isinstance(found, Claim)
    return found


CLAIMED = [("sms", sms(LAMP)), ("whatsapp", whatsapp(LAMP)), ("telegram", telegram(LAMP)), ("mail", mail(LAMP))]
EACH = pytest.mark.parametrize("raw", [raw for _, raw in CLAIMED], ids=[label for label, _ in CLAIMED])


@EACH
def test_the_same_row_twice_gives_the_same_claim(raw: Raw) -> None:
    first = claim(raw)
    assert first == claim(raw)
    assert first.id == codec.decode(Complaint, first.body).id
    assert all(number.is_ours(one) for one in first.numbers)


@EACH
def test_another_node_gives_the_same_ids_and_another_deployment_none_of_them(raw: Raw) -> None:
    ours, theirs = claim(raw), item(raw, node="node-2")
    assert isinstance(theirs, Claim)
    assert replace(theirs, node="node-1") == ours
    foreign = item(raw, hasher=Hasher(b"another key of thirty-two bytes!"))
    assert isinstance(foreign, Claim)
    for name in ("delivery", "id", "same", "who", "owner", "numbers"):
        assert getattr(foreign, name) != getattr(ours, name)


@EACH
def test_what_lies_open_tells_nothing_of_a_person(raw: Raw) -> None:
    found = claim(raw)
    shown = " ".join(str(getattr(found, each.name)) for each in fields(found) if each.name not in SEALED) + repr(found)
    assert not [word for word in PERSONAL if word in shown]
    assert [word for word in PERSONAL if word in found.body.decode()], "the samples must be able to fail"


@EACH
def test_a_delivery_later_is_the_same_claim_but_for_its_time(raw: Raw) -> None:
    later = claim(replace(raw, received_at=raw.received_at + timedelta(days=6)))
    assert (later.delivery, later.id, later.numbers, later.same) == (
        (now := claim(raw)).delivery, now.id, now.numbers, now.same,
    )  # fmt: skip
    assert later.received_ms - now.received_ms == 6 * 86_400_000


def photographed(raw_of: Any, text: str, place: int = 1) -> Raw:
    media = {"NumMedia": "1", "MediaUrl0": "https://api.example.org/m", "MediaContentType0": "image/jpeg"}
    found: Raw = raw_of(text, place, **media)
    return found


def pinned(text: str, place: int = 1) -> Raw:
    return whatsapp(text, place, Latitude="-6.2", Longitude="106.8", Address="Gang Kenanga")


SAME: list[tuple[str, Raw, Raw, bool]] = [
    ("another delivery of the same words", sms(LAMP, 1), sms(LAMP, 2), True),
    ("written a little otherwise", sms(LAMP), sms(f"  {LAMP.upper()}!! ", 2), True),
    ("over another channel of the same phone", sms(LAMP), whatsapp(LAMP), True),
    ("other words", sms(LAMP), sms(LAMP + " lagi", 2), False),
    ("somebody else", sms(LAMP), sms(LAMP, 2, phone="+6281100000002"), False),
    ("rahasia and not", sms(LAMP), sms(f"RAHASIA {LAMP}", 2), False),
    ("anonim and rahasia", sms(f"ANONIM {LAMP}"), sms(f"RAHASIA {LAMP}", 2), False),
    ("rahasia twice in one chat", sms(f"RAHASIA {LAMP}"), sms(f"RAHASIA {LAMP}", 2), True),
    ("rahasia on two channels", sms(f"RAHASIA {LAMP}"), whatsapp(f"RAHASIA {LAMP}"), False),
    ("anonim on two channels", sms(f"ANONIM {LAMP}"), whatsapp(f"ANONIM {LAMP}"), False),
    ("with a photo and without", whatsapp(LAMP), photographed(whatsapp, LAMP, 2), False),
    # Nobody knows yet whether it is the same photo: such are compared (test_linking).
    ("with a photo twice", photographed(whatsapp, LAMP), photographed(whatsapp, LAMP, 2), False),
    ("with a pin and without", whatsapp(LAMP), pinned(LAMP, 2), False),
]


@pytest.mark.parametrize(("one", "other", "linked"), [case[1:] for case in SAME], ids=[case[0] for case in SAME])
def test_what_is_the_same_complaint(one: Raw, other: Raw, linked: bool) -> None:
    first, second = claim(one), claim(other)
    assert (first.delivery, first.id) != (second.delivery, second.id)
    assert bool(first.same and first.same == second.same) is linked


@pytest.mark.parametrize("raw_of", [sms, whatsapp, telegram])
def test_a_flag_keeps_its_complaint_in_its_own_chat(raw_of: Any) -> None:
    plain, flagged = claim(raw_of(LAMP)), claim(raw_of(f"RAHASIA. {LAMP}"))
    assert (plain.flagged, flagged.flagged) == (False, True)
    assert plain.owner != flagged.owner
    asked = item(raw_of("STATUS 1234567", 2))
    assert isinstance(asked, StatusQuestion)
    assert asked.owners == {plain.owner, flagged.owner, plain.who}


def test_a_photo_alone_is_never_linked_by_its_missing_words() -> None:
    found = items(photographed(whatsapp, ""))
    assert all(not one.same for one in found if isinstance(one, Claim))


NOTES: list[tuple[str, Raw, str, str]] = [
    ("a greeting", telegram("Selamat pagi"), "answered:help", "help"),
    ("a status without a number", telegram("STATUS"), "answered:status_ask", "status_ask"),
    ("an edit", telegram(LAMP, edited=True), "edited", ""),
    ("a robot", mail("Saya cuti", head="Auto-Submitted: auto-replied\n"), "robot", ""),
]


@pytest.mark.parametrize(("raw", "outcome", "what"), [case[1:] for case in NOTES], ids=[case[0] for case in NOTES])
def test_what_is_no_complaint(raw: Raw, outcome: str, what: str) -> None:
    found = item(raw, doubt=True)
    assert isinstance(found, Note)
    assert (found.outcome, found.what, found.doubt) == (outcome, what, bool(what))
    assert bool(found.listener) is bool(what), "who gets no answer needs no address in Redis"
    assert not [word for word in PERSONAL if word in repr(found)]


@pytest.mark.parametrize("doubt", [False, True])
def test_doubt_is_carried(doubt: bool) -> None:
    for raw in (sms(LAMP), telegram("halo"), telegram("STATUS 1234567")):
        found = item(raw, doubt=doubt)
        assert isinstance(found, Claim | Note | StatusQuestion)
        assert found.doubt is doubt


def test_reports_in_an_order_in_which_the_better_one_wins() -> None:
    found = [item(report("SM" + "1" * 32, status)) for status in ("sent", "delivered", "read")]
    assert all(isinstance(one, Report) for one in found)
    assert [one.rank for one in found if isinstance(one, Report)] == [RANK["sent"], RANK["delivered"], RANK["read"]]
    assert len({one.key for one in found if isinstance(one, Report)}) == 1
    assert "SM1" not in repr(found)


def test_a_callback_tells_a_number_a_status_or_a_question() -> None:
    head = b'{"id": "ev-1", "reference": "k3v7q2m5x4b6n7p2", "occurred_at": "2026-11-21T04:00:00Z", '
    assert items(callback(head + b'"type": "number.assigned", "number": "0012"}', signed)) == [
        Told("k3v7q2m5x4b6n7p2", "0012")
    ]
    at_ms = int(datetime(2026, 11, 21, 4, tzinfo=UTC).timestamp() * 1000)
    assert items(callback(head + b'"type": "status.changed", "status": "diproses"}', signed)) == [
        News("k3v7q2m5x4b6n7p2", "progress", "ev-1", "diproses", at_ms, tell=False)
    ]
    assert items(callback(head + b'"type": "question.asked", "question": "Di mana?"}', signed)) == [
        News("k3v7q2m5x4b6n7p2", "question", "ev-1", "Di mana?", at_ms, tell=True)
    ]
    with pytest.raises(Unreadable):
        items(callback(b"no event", signed))


@pytest.mark.parametrize("occurred", ["9999-12-31T23:59:59-12:00", "2099-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00"])
def test_a_callback_from_a_wrong_clock_is_not_newer_than_what_comes_after_it(occurred: str) -> None:
    body = f'{{"id": "e", "reference": "k3v7q2m5x4b6n7p2", "occurred_at": "{occurred}", "type": "status.changed", '
    (news,) = items(callback(f'{body}"status": "diproses"}}'.encode(), signed))
    assert isinstance(news, News)
    assert 0 < news.at_ms <= int(datetime.now(UTC).timestamp() * 1000)


def test_a_question_says_nothing_that_is_not_seen() -> None:
    head = '{"id": "e", "reference": "k3v7q2m5x4b6n7p2", "occurred_at": "2026-11-21T04:00:00Z", '
    said = r'"type": "question.asked", "question": "Di\u0000 mana\u001b[31m,\r\n \u202eRT berapa?\t"}'
    (news,) = items(callback((head + said).encode(), signed))
    assert isinstance(news, News)
    assert news.value == "Di mana[31m,\n RT berapa?"
    with pytest.raises(Unreadable):
        items(callback((head + r'"type": "question.asked", "question": "\u0000 \u001b"}').encode(), signed))


def _with_body(raw: Raw, body: bytes) -> Raw:
    return replace(raw, body=body)


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"{", b"a=b", b'{"update_id": 1, "message": 7}'])
@pytest.mark.parametrize("raw", [sms(LAMP), telegram(LAMP), whatsapp(LAMP)], ids=["sms", "telegram", "whatsapp"])
def test_garbage_raises_and_names_nobody(raw: Raw, body: bytes) -> None:
    with pytest.raises(Unreadable):
        items(_with_body(raw, body))


@pytest.mark.parametrize(
    ("channel", "error", "told"),
    [("sms", "", "gone"), ("sms", "sealed with key 00ff", "00ff")],
    ids=["purged", "no key for it"],
)
def test_a_row_without_its_body_says_why(channel: str, error: str, told: str) -> None:
    with pytest.raises(Unreadable, match=told):
        understanding().items(row(None, channel, error), doubt=False)


@pytest.mark.parametrize(
    ("raw", "changes"), [(sms(LAMP), {"channels": {}}), (callback(b"{}", signed), {"callback": None})]
)
def test_a_channel_that_is_off_is_told_with_the_fix(raw: Raw, changes: dict[str, Any]) -> None:
    with pytest.raises(Unreadable, match="switch it on and replay"):
        items(raw, **changes)


def test_the_key_of_these_tests_is_the_journals() -> None:
    assert understanding().hasher == HASHER
