"""What `satupintu explain` says of recorded bytes, and that nothing breaks it."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office_mail import OFFICE, PEOPLE, address_of, five, office_mail

from gateway.explain import CHANNELS, LARGEST, explain, explain_all, explain_text

CASES = Path(__file__).parents[1] / "cases"
FORM = urlencode(
    {
        "AccountSid": "AC" + "0" * 32,
        "MessageSid": "SM" + "1" * 32,
        "From": "+6281100001234",
        "To": "+6281100009999",
        "Body": "TANGKAB RAHASIA: kades minta uang 500rb",
    }
).encode()
MAIL = (
    b"From: Sari Contoh <sari@example.id>\r\nTo: lapor@example.id\r\nDate: Sat, 21 Nov 2026 10:00:00 +0700\r\n"
    b"Message-ID: <1@example.id>\r\nSubject: [ANONIM] Jalan rusak di RT 5\r\n\r\nMohon diperbaiki.\r\n"
)
UPDATE: dict[str, Any] = {
    "update_id": 1,
    "message": {
        "message_id": 5,
        "date": 1_763_690_400,
        "chat": {"id": 77, "type": "private"},
        "from": {"id": 77, "is_bot": False, "first_name": "Sari", "language_code": "id"},
        "text": "Lampu jalan mati sejak Senin",
    },
}


def told(channel: str, data: bytes, env: dict[str, str] | None = None, keywords: tuple[str, ...] = ()) -> Any:
    return json.loads(json.dumps(explain(channel, data, env or {}, keywords)))


def test_an_sms() -> None:
    made = told("sms", FORM, keywords=("TANGKAB",))
    assert made == {
        "kind": "complaint",
        "why": "",
        "reporter": {"address": "+6281100001234", "name": ""},
        "submitted_by": {"address": "+6281100001234", "name": ""},
        "forwarded": False,
        "subject": "",
        "text": "TANGKAB RAHASIA: kades minta uang 500rb",
        "note": "",
        "date": None,
        "chain": [],
        "confidence": "high",
        "reason": "",
        "attachments": [],
        "flags": {"anonim": False, "rahasia": True},
        "delivery": f"twilio:message:AC{'0' * 32}:SM{'1' * 32}",
        "language": "id",
        "title": "kades minta uang 500rb",
        "agency_keyword": "TANGKAB",
        "location": None,
        "sent_at": None,
        "status_number": "",
        "command": "",
        "argument": "",
        "doubts": [],
        "sensitive": "official",
        "answers": ["receipt_protected"],
    }


def test_a_sid_that_is_wrong_is_not_called_missing() -> None:
    assert told("sms", b"From=%2B6281100001234&Body=x")["why"].startswith("no MessageSid")
    assert told("sms", b"MessageSid=SM1&Body=x")["why"].startswith("a MessageSid that is not two letters and 32")


def test_a_json_object_of_fields_is_the_form_it_stands_for() -> None:
    fields = json.dumps(dict(parse_qsl(FORM.decode()))).encode()
    assert told("sms", fields) == told("sms", FORM) == told("sms", FORM + b"\n")


def test_a_whatsapp_pin() -> None:
    made = told("whatsapp", (CASES / "twilio" / "whatsapp_pin.form").read_bytes())
    assert made["kind"] == "complaint"
    assert set(made["location"]) == {"latitude", "longitude", "label"}


def test_a_telegram_update() -> None:
    made = told("telegram", json.dumps(UPDATE).encode())
    assert (made["kind"], made["reporter"]) == ("complaint", {"address": "77", "name": "Sari"})
    assert made["sent_at"] == "2025-11-21T02:00:00+00:00"


def test_a_mail_without_an_envelope() -> None:
    made = told("mail", MAIL)
    assert made["reporter"] == {"address": "sari@example.id", "name": "Sari Contoh"}
    assert made["flags"] == {"anonim": True, "rahasia": False}
    assert (made["subject"], made["title"]) == ("[ANONIM] Jalan rusak di RT 5", "Jalan rusak di RT 5")
    assert made["text"].strip() == "Mohon diperbaiki."


def test_an_sms_of_an_aggregator() -> None:
    query = urlencode({"secret": "x", "from": "081100001234", "to": "1708", "text": "Jalan rusak", "id": "7"}).encode()
    made = told("sms_http", query)
    assert (made["kind"], made["text"]) == ("complaint", "Jalan rusak")
    assert made["reporter"]["address"] == "+6281100001234"


def test_a_changed_message_is_told_as_the_pump_does() -> None:
    update = {"update_id": 2, "edited_message": {**UPDATE["message"], "edit_date": 1_763_690_500}}
    assert told("telegram", json.dumps(update).encode())["kind"] == "edited"


@pytest.mark.parametrize("data", [b"\xff", FORM], ids=["unreadable", "an SMS"])
def test_every_object_has_every_field(data: bytes) -> None:
    named = {"kind", "reporter", "submitted_by", "forwarded", "subject", "text", "note", "attachments", "flags"}
    assert set(told("sms", data)) >= named | {"delivery", "why", "date", "chain", "confidence"}


def test_several_complaints_are_a_list_of_objects_with_every_field() -> None:
    found = explain_all("mail", five(), {})
    assert [one["reporter"] for one in found] == [{"address": address_of(name), "name": name} for name in PEOPLE]
    assert all(set(one) >= set(explain_all("mail", b"", {})[0]) for one in found)
    assert all(one["submitted_by"] == {"address": OFFICE, "name": "Kantor Desa Sukamaju"} for one in found)
    assert [one["text"] for one in found] == [
        f"Sumur di dusun {name} kering sejak bulan lalu, mohon dibantu." for name in PEOPLE
    ]
    assert explain("mail", five(), {})["more"] == found[1:]


@pytest.mark.parametrize(("proven", "complaints"), [(True, 2), (False, 1)])
def test_what_a_proven_forwarder_typed(proven: bool, complaints: int) -> None:
    typed = "1. Nama: Ani Wijaya\nIsi: Jalan di RT 3 rusak berat.\n\n2. Nama: Budi Santosa\nIsi: Lampu di RT 4 padam.\n"
    assert len(explain_all("mail", office_mail(typed), {}, proven=proven)) == complaints


def test_a_delivery_report_and_what_asks_for_nothing() -> None:
    assert told("sms", (CASES / "twilio" / "status_delivered.form").read_bytes())["kind"] == "report"
    assert told("telegram", (CASES / "telegram" / "group.json").read_bytes())["kind"] == "nothing"


@pytest.mark.parametrize("channel", CHANNELS)
def test_wrong_settings_do_not_matter(channel: str) -> None:
    wrong = {
        "TWILIO_ACCOUNT_SID": "x",
        "TELEGRAM_TOKEN": "x",
        "TELEGRAM_MODE": "x",
        "MAIL_FROM": "x",
        "MAIL_RECIPIENTS": "x",
    }
    samples = {"telegram": json.dumps(UPDATE).encode(), "mail": MAIL}
    data = samples.get(channel, FORM)
    assert told(channel, data, wrong) == told(channel, data)


GARBAGE = [
    b"",
    b"\x00",
    b"{",
    b"[]",
    b"null",
    b"{}",
    b"\xff" * 100,
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b'{"update_id": 1, "message": {}}',
    b"MessageSid=1&" * 1_000,
    b"From: " + b"(" * 3_000 + b"\r\n\r\nx",
]


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("data", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_is_explained(channel: str, data: bytes) -> None:
    made = told(channel, data)
    assert made["kind"] in ("unreadable", "nothing") or channel == "mail"
    assert not made.get("why", "").startswith("the reader broke")


@pytest.mark.parametrize("channel", CHANNELS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.binary())
def test_any_bytes_are_explained(channel: str, data: bytes) -> None:
    assert told(channel, data)["kind"]


def test_every_recorded_case_is_explained() -> None:
    kinds = set()
    for channel, pattern in (("sms", "twilio/*.form"), ("telegram", "telegram/*.json"), ("mail", "mail/*.eml")):
        for path in sorted(CASES.glob(pattern)):
            made = told(channel, path.read_bytes())
            assert not made.get("why", "").startswith("the reader broke"), path.name
            kinds.add(made["kind"])
    assert {"complaint", "robot", "report", "nothing", "greeting"} <= kinds


def test_too_large_and_unknown() -> None:
    assert "larger than" in told("mail", b"x" * (LARGEST + 1))["why"]
    assert "no channel of that name" in told("fax", b"x")["why"]


def test_nothing_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("explain must open no connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for channel, data in (("sms", FORM), ("telegram", json.dumps(UPDATE).encode()), ("mail", MAIL)):
        assert told(channel, data)["kind"] == "complaint"


@pytest.mark.parametrize("channel", CHANNELS)
def test_the_same_file_is_explained_alike(channel: str) -> None:
    """No arrival time of ours may show."""
    data = MAIL if channel == "mail" else json.dumps(UPDATE).encode() if channel == "telegram" else FORM
    first = told(channel, data)
    assert told(channel, data) == first
    assert "received_at" not in first


FIRST_WORDS = [
    ("halo", "", ["help"]),
    ("asdfgh qwrty", "", ["unclear"]),
    ("Suami saya memukul saya tiap malam", "violence", ["offer"]),
    ("RAHASIA kades minta uang 500rb", "official", ["receipt_protected"]),
    ("jalan rusak", "", ["receipt_where"]),
    ("Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin", "", ["receipt"]),
    ("Tolong kebakaran di Pasar Baru, api makin besar", "", ["emergency", "receipt"]),
    ("tetangga saya memukuli istrinya sekarang di RT 4", "violence", ["emergency_offer", "receipt"]),
    ("RAHASIA tetangga saya memukuli istrinya sekarang", "violence", ["emergency", "receipt_protected"]),
    ("jangan dikirim, saya diancam suami", "threat", ["emergency_unsent", "draft_cancelled"]),
    (
        "suami saya ngamuk bawa pisau, gak usah dikirim, saya takut",
        "violence",
        ["emergency_unsent", "draft_cancelled"],
    ),
    ("don't send it, my boss is angry with me", "", ["draft_cancelled"]),
    ("STATUS 1234567", "", ["status_unknown"]),
    ("BUKA", "", ["act_unknown"]),
    ("HAPUS DATA", "", ["confirm_erase"]),
    ("STOP", "", ["stopped"]),
    ("terima kasih", "", []),
    ("", "", ["help"]),
]


@pytest.mark.parametrize(("text", "topic", "answers"), FIRST_WORDS, ids=[row[0] for row in FIRST_WORDS])
def test_the_answers_of_first_words_and_what_makes_them_dangerous(text: str, topic: str, answers: list[str]) -> None:
    told = explain_text(text)
    assert (told["sensitive"], told["answers"]) == (topic, answers)
    named = (Path(__file__).parents[2] / "docs" / "words.md").read_text("utf-8")
    assert all(f"\n## {answer}\n" in named for answer in answers)


def test_a_mail_is_answered_as_a_mail() -> None:
    assert told("mail", MAIL)["answers"] == ["receipt_protected"]
    assert told("telegram", json.dumps(UPDATE).encode())["answers"] == ["receipt_where"]
