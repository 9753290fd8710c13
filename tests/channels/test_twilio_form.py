"""Twilio's forms, as recorded (names and numbers changed), and what we read in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels import twilio_form
from channels.base import Unreadable
from channels.twilio_signature import MOST_FIELDS, parse_form
from normalizer.schema import DeliveryReport, Message, Raw

CASES = Path(__file__).parent.parent / "cases" / "twilio"
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
FORM = ("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")


def raw(body: bytes, *headers: tuple[str, str]) -> Raw:
    return Raw(twilio_form.SMS, NOW, "https://satupintu.example.org/twilio/sms", headers or (FORM,), body)


def case(name: str) -> Raw:
    return raw((CASES / f"{name}.form").read_bytes())


def message(name: str) -> Message:
    (found,) = twilio_form.read(case(name))
    assert isinstance(found, Message)
    return found


PHONE = "tel:+6281100001234"
USER_ID = "US.13491208655302741918"

# label, channel, person, address, and any other fields
MESSAGES: list[tuple[str, str, str, str, dict[str, Any]]] = [
    ("sms", "sms", PHONE, "+6281100001234", {"text": "TANGKAB jalan rusak di depan SDN 3 Contoh, sudah 2 bulan"}),
    ("sms_long_joined", "sms", PHONE, "+6281100001234", {"text": "Lampu jalan mati di RT 6 RW 6. " * 12}),
    (
        "sms_emoji",
        "sms",
        PHONE,
        "+6281100001234",
        {"text": "Jalan berlubang 😡 – tolong diperbaiki & dicek + difoto = 100%"},
    ),
    ("sms_latin1", "sms", PHONE, "+6281100001234", {"text": "caf\ufffd rusak", "doubts": ("encoding",)}),
    ("sms_shortcode", "sms", "tel:1708", "1708", {}),
    ("sms_sender_name", "sms", "sender:BANKCONTOH", "BANKCONTOH", {}),
    ("sms_mms", "sms", PHONE, "+6281100001234", {"text": "", "thread": "MM00000000000000000000000000000006"}),
    ("whatsapp", "whatsapp", PHONE, "+6281100001234", {"text": "Assalamualaikum, sampah menumpuk di pasar"}),
    ("whatsapp_bad_pin", "whatsapp", PHONE, "+6281100001234", {"location": None, "doubts": ("location",)}),
    ("whatsapp_button", "whatsapp", PHONE, "+6281100001234", {"text": "Ya"}),
    ("whatsapp_user_id", "whatsapp", f"whatsapp:{USER_ID}", USER_ID, {}),
    ("whatsapp_user_id_with_phone", "whatsapp", PHONE, USER_ID, {}),
    ("whatsapp_by_sms_path", "whatsapp", PHONE, "+6281100001234", {}),
]


@pytest.mark.parametrize(("name", "channel", "person", "address", "fields"), MESSAGES, ids=[row[0] for row in MESSAGES])
def test_messages(name: str, channel: str, person: str, address: str, fields: dict[str, Any]) -> None:
    found = message(name)
    assert (found.channel, found.person, found.sender.address) == (channel, person, address)
    assert found.recipient == "+6281100009999"
    assert found.thread in found.delivery
    assert replace(found, **fields) == found


def test_names_and_times() -> None:
    found = message("whatsapp")
    assert (found.sender.name, found.received_at, found.sent_at) == ("Siti Contoh", NOW, None)


def test_media_are_listed_where_twilio_keeps_them() -> None:
    found = message("whatsapp_photos").attachments
    assert [one.media_type for one in found] == ["image/jpeg", "audio/ogg"]
    assert all(one.source.startswith("https://api.twilio.com/2010-04-01/Accounts/AC") for one in found)


def test_a_pin_carries_its_words() -> None:
    found = message("whatsapp_pin").location
    assert found is not None
    assert (found.latitude, found.longitude) == (-6.2607187, 106.7816321)
    assert found.label == "Balai Desa Contoh, Jl. Contoh No. 1"


SMS_30, WHATSAPP_31 = "SM0000000000000000000000000000001e", "SM0000000000000000000000000000001f"
REPORTS = [
    ("status_queued", []),
    ("status_sent", [("sms", SMS_30, "sent", "")]),
    ("status_delivered", [("sms", SMS_30, "delivered", "")]),
    ("status_undelivered", [("sms", SMS_30, "failed", "30005")]),
    ("status_failed_whatsapp", [("whatsapp", WHATSAPP_31, "failed", "63016")]),
    ("status_read", [("whatsapp", WHATSAPP_31, "read", "")]),
]


@pytest.mark.parametrize(("name", "expected"), REPORTS, ids=[row[0] for row in REPORTS])
def test_reports(name: str, expected: list[tuple[str, str, str, str]]) -> None:
    found = [one for one in twilio_form.read(case(name)) if isinstance(one, DeliveryReport)]
    assert [(one.channel, one.provider_id, one.status, one.code) for one in found] == expected


def test_every_delivery_has_its_own_key() -> None:
    keys = [twilio_form.delivery_key(raw(path.read_bytes())) for path in sorted(CASES.glob("*.form"))]
    assert len(keys) == len(set(keys)) == 21
    assert not any(key.startswith("twilio:bytes:") for key in keys)


def test_a_status_is_never_taken_for_its_message() -> None:
    sid, account = "SM" + "1" * 32, "AC" + "2" * 32
    message_key = twilio_form.delivery_key(raw(f"MessageSid={sid}&AccountSid={account}&Body=x".encode()))
    status_key = twilio_form.delivery_key(raw(f"MessageSid={sid}&AccountSid={account}&MessageStatus=sent".encode()))
    received = raw(f"MessageSid={sid}&AccountSid={account}&MessageStatus=received&Body=x".encode())
    assert message_key == twilio_form.delivery_key(received) == f"twilio:message:{account}:{sid}"
    assert status_key == f"twilio:status:{account}:{sid}:sent"


UNREADABLE = [
    ("empty", b"", FORM),
    ("no sid", b"Body=halo&From=%2B6281100001234", FORM),
    ("sid that is none", b"MessageSid=SM1&From=%2B6281100001234", FORM),
    ("nobody", b"MessageSid=SM" + b"1" * 32, FORM),
    ("bare prefix", b"From=whatsapp:&MessageSid=SM" + b"1" * 32, FORM),
    ("unknown status", b"MessageStatus=teleported&MessageSid=SM" + b"1" * 32, FORM),
    ("too many fields", b"a=1&" * MOST_FIELDS, FORM),
    ("JSON", b'{"MessageSid": "SM"}', ("Content-Type", "application/json")),
]


@pytest.mark.parametrize(("label", "body", "header"), UNREADABLE, ids=[row[0] for row in UNREADABLE])
def test_unreadable(label: str, body: bytes, header: tuple[str, str]) -> None:
    with pytest.raises(Unreadable):
        twilio_form.read(raw(body, header))


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=12)), max_size=8), st.booleans())
def test_forms_are_parsed_as_the_standard_library_does(pairs: list[tuple[str, str]], safe: bool) -> None:
    from urllib.parse import quote, quote_plus

    written = quote if safe else quote_plus
    pairs = [(n.encode("utf-8", "replace").decode(), v.encode("utf-8", "replace").decode()) for n, v in pairs]
    body = "&".join(f"{written(name)}={written(value)}" for name, value in pairs)
    expected = [(name.encode(), value.encode()) for name, value in parse_qsl(body, keep_blank_values=True)]
    assert parse_form(body.encode()) == expected


@given(st.binary(max_size=200))
def test_any_bytes_are_a_form_or_too_many_fields(body: bytes) -> None:
    assert all(isinstance(part, bytes) for pair in parse_form(body) for part in pair)
