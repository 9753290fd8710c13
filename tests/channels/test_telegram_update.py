"""Telegram's updates, as its servers send them (tests/cases/telegram), and everything that is not quite one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.base import Unreadable
from channels.telegram_update import NAME, delivery_key, read
from normalizer.schema import Attachment, Location, Message, Raw

CASES = Path(__file__).parent.parent / "cases" / "telegram"
BOT = "700000001"
NOW = datetime(2025, 11, 21, 2, 0, 1, tzinfo=UTC)
SENT = datetime(2025, 11, 21, 2, 0, tzinfo=UTC)


def raw(body: bytes) -> Raw:
    return Raw(NAME, NOW, "https://lapor.example.org/telegram", (), body)


def case(name: str) -> bytes:
    return (CASES / f"{name}.json").read_bytes()


def only(name: str) -> Message:
    (message,) = read(raw(case(name)), BOT)
    return message


def photo(width: int, size: int) -> Attachment:
    return Attachment("photo.jpg", "image/jpeg", size, source=f"AgACAgUAAxkBAAI{width}")


def file(number: int, name: str, media_type: str, size: int) -> Attachment:
    return Attachment(name, media_type, size, source=f"BQACAgUAAxkBAAI{number}")


READ: list[tuple[str, dict[str, Any]]] = [
    ("text", {"text": "TANGKAB Jalan Raya Contoh rusak parah di depan pasar, sudah 3 bulan 🙏", "thread": "41"}),
    ("text_english", {"text": "The street light in front of the school has been broken for weeks."}),
    ("command", {"text": "/start"}),
    ("photo_with_caption", {"text": "Lubang di jalan ini", "attachments": (photo(1280, 171234),)}),
    ("photo_of_an_album", {"text": "", "attachments": (photo(1280, 171234),), "group": "13371337"}),
    (
        "document",
        {
            "text": "Surat warga RT 06",
            "attachments": (file(6, "surat pengaduan.pdf", "application/pdf", 52311),),
        },
    ),
    ("voice", {"text": "", "attachments": (file(7, "voice.ogg", "audio/ogg", 56012),)}),
    ("video", {"attachments": (file(8, "VID_0001.mp4", "video/mp4", 2411223),)}),
    ("video_note", {"attachments": (file(9, "video.mp4", "video/mp4", 611223),)}),
    ("audio", {"attachments": (file(10, "rekaman.mp3", "audio/mpeg", 811223),)}),
    ("animation", {"attachments": (file(11, "banjir.mp4", "video/mp4", 91223),)}),
    ("location", {"text": "", "location": Location(-6.17834, 106.63189)}),
    ("venue", {"location": Location(-6.2021, 106.6512, "Pasar Contoh, Jl. Contoh No. 12")}),
    ("live_location", {"location": Location(-6.17, 106.63)}),
    ("contact_of_the_sender", {"text": "Sari Contoh 6281100000001", "doubts": ()}),
    ("contact_of_another", {"text": "Pak RT +6281100000002", "doubts": ("contact-of-another",)}),
    (
        "edited_text",
        {
            "text": "TANGKAB Jalan Raya Contoh RUSAK, sudah 4 bulan",
            "edited": True,
            "sent_at": datetime(2025, 11, 21, 2, 1, tzinfo=UTC),
        },
    ),
    ("forwarded", {"text": "Sampah menumpuk di gang Jambu", "doubts": ("forwarded",)}),
    ("forwarded_from_hidden_user", {"doubts": ("forwarded",)}),
    ("sticker", {"text": "👍"}),
    ("poll", {"text": "", "doubts": ("unsupported",)}),
    ("a_kind_of_the_future", {"text": "Ada yang baru"}),
    ("half_a_surrogate_pair", {"text": "rusak \ufffd"}),
]


@pytest.mark.parametrize(("name", "expected"), READ, ids=[row[0] for row in READ])
def test_what_is_read(name: str, expected: dict[str, Any]) -> None:
    message = only(name)
    assert {field: getattr(message, field) for field in expected} == expected


@pytest.mark.parametrize("name", [row[0] for row in READ])
def test_every_message_tells_who_where_and_when(name: str) -> None:
    message = only(name)
    assert (message.person, message.sender.address, message.sender.name) == (
        "telegram:710000001",
        "710000001",
        "Sari Contoh",
    )
    assert (message.recipient, message.received_at, message.channel) == (BOT, NOW, "telegram")
    assert message.delivery == delivery_key(BOT, case(name))
    assert message.edited or message.sent_at == SENT


NOTHING = ["pinned", "blocked_us", "group", "channel_post", "another_bot", "callback_query", "live_location_moved"]


@pytest.mark.parametrize("name", NOTHING)
def test_what_is_nothing_to_act_on(name: str) -> None:
    assert read(raw(case(name)), BOT) == ()


def test_every_case_is_in_a_table() -> None:
    assert {path.stem for path in CASES.glob("*.json")} == {row[0] for row in READ} | set(NOTHING)


def changed(**fields: Any) -> bytes:
    update = json.loads(case("text"))
    update["message"] |= fields
    return json.dumps(update).encode()


def without(field: str) -> bytes:
    update = json.loads(case("text"))
    del update["message"][field]
    return json.dumps(update).encode()


UNREADABLE = [
    ("no bytes", b""),
    ("no JSON", b"<html>"),
    ("not UTF-8", b'{"update_id": 1, "message": "\xff\xfe'),
    ("a list", b"[]"),
    ("null", b"null"),
    ("no update id", b"{}"),
    ("a number too long to read", b'{"update_id": ' + b"9" * 5000 + b"}"),
    ("an empty message", b'{"update_id": 1, "message": {}}'),
    ("a message that is a word", b'{"update_id": 1, "message": "x"}'),
    ("no sender", without("from")),
    ("no chat", without("chat")),
    ("no date", without("date")),
    ("no message id", without("message_id")),
    ("a date beyond the calendar", changed(date=10**20)),
    ("a date that is a word", changed(date="besok")),
    ("text that is a number", changed(text=5)),
    ("a sender that is a number", changed(**{"from": 5})),
    ("a sender whose id is a word", changed(**{"from": {"id": "x", "is_bot": False, "first_name": "A"}})),
    ("a chat whose id is a word", changed(chat={"id": "x", "type": "private"})),
    ("a message id of 40 digits", changed(message_id=10**40)),
    ("photos that are numbers", changed(photo=[1])),
    ("photos in a dictionary", changed(photo={"a": 1})),
    ("a photo without a width", changed(photo=[{"file_id": "a", "file_unique_id": "b"}])),
    ("a place outside of the world", changed(location={"latitude": 95.0, "longitude": 0.0})),
    ("a place that is no number", changed(location={"latitude": "x", "longitude": 0.0})),
    ("a place at NaN", changed(location={"latitude": float("nan"), "longitude": 0.0})),
    ("deep lists", b"[" * 100_000),
    ("deep objects", b'{"message":' * 20_000),
    ("deep and whole", b'{"update_id":1,"message":' + b'{"a":' * 3000 + b"1" + b"}" * 3001),
    ("a list of messages", b'{"update_id": 1, "message": [{}]}'),
    ("an edit that is null", b'{"update_id": 1, "edited_message": null}'),
    ("larger than any update", b'{"update_id": 1, "x": "' + b"x" * (1 << 20) + b'"}'),
]


@pytest.mark.parametrize("body", [row[1] for row in UNREADABLE], ids=[row[0] for row in UNREADABLE])
def test_what_cannot_be_read_is_unreadable_and_still_has_a_key(body: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        read(raw(body), BOT)
    assert caught.value.__context__ is None
    key = delivery_key(BOT, body)
    assert key == delivery_key(BOT, body)
    assert key.isascii()


IRRELEVANT = [
    ("a poll of a form to come", changed(poll={"form": "new"})),
    ("a quoted message that is broken", changed(reply_to_message={"message_id": "x"})),
    ("entities of a form to come", changed(entities=[{"type": "new"}])),
]


@pytest.mark.parametrize("body", [row[1] for row in IRRELEVANT], ids=[row[0] for row in IRRELEVANT])
def test_what_stands_beside_the_words_cannot_cost_them(body: bytes) -> None:
    (message,) = read(raw(body), BOT)
    assert message.text.startswith("TANGKAB")


def test_errors_do_not_quote_the_citizen() -> None:
    with pytest.raises(Unreadable) as caught:
        read(raw(changed(text={"rahasia": "3601010101010001"})), BOT)
    assert "3601010101010001" not in repr(caught.value) + str(caught.value)


KEYS: list[tuple[str, bytes, bytes, bool]] = [
    ("the same bytes", case("text"), case("text"), True),
    ("polled instead of pushed", case("text"), json.dumps(json.loads(case("text")), indent=1).encode(), True),
    ("another update id", case("text"), case("text").replace(b"410000001", b"7"), True),
    ("an edit", case("text"), case("edited_text"), False),
    ("the edit again", case("edited_text"), case("edited_text").replace(b"410000016", b"9"), True),
    ("an edit a minute later", case("edited_text"), case("edited_text").replace(b"1763690460", b"1763690520"), False),
    ("two edits in one second", case("edited_text"), case("edited_text").replace(b"4 bulan", b"5 bulan"), False),
    ("another message", case("text"), changed(message_id=42), False),
    ("the same id in another chat", case("text"), changed(chat={"id": 5, "type": "private"}), False),
    ("a membership, spaced otherwise", case("blocked_us"), case("blocked_us").replace(b",", b", "), True),
    ("another membership", case("blocked_us"), case("blocked_us").replace(b"kicked", b"member"), False),
    ("two kinds of garbage", b"[1]", b"[2]", False),
]


@pytest.mark.parametrize(("one", "other", "same"), [row[1:] for row in KEYS], ids=[row[0] for row in KEYS])
def test_delivery_keys(one: bytes, other: bytes, same: bool) -> None:
    assert (delivery_key(BOT, one) == delivery_key(BOT, other)) is same


def test_another_bot_has_other_keys() -> None:
    assert delivery_key(BOT, case("text")) != delivery_key("700000002", case("text"))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
NAMES = (
    *("message_id", "from", "chat", "date", "edit_date", "text", "caption", "forward_origin", "entities"),
    *("photo", "document", "voice", "video", "location", "venue", "contact", "sticker", "reply_to_message", "poll"),
)
FIELDS = st.sampled_from(NAMES)


@given(fields=st.dictionaries(FIELDS, VALUES, max_size=4), kind=st.sampled_from(["message", "edited_message"]))
@settings(max_examples=300, deadline=None)
def test_any_value_in_any_field_is_read_or_unreadable(fields: dict[str, Any], kind: str) -> None:
    update = json.loads(case("text"))
    body = json.dumps({"update_id": 1, kind: update["message"] | fields}).encode()
    try:
        messages = read(raw(body), BOT)
    except Unreadable:
        messages = ()
    for message in messages:
        assert message.delivery == delivery_key(BOT, body)
        assert (message.text + message.sender.name).encode()


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_bytes_have_a_key(body: bytes) -> None:
    assert delivery_key(BOT, body) == delivery_key(BOT, body)
