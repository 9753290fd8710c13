"""Freezing: the same submission gives the same bytes, and nothing a citizen said is lost or shortened."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forwarder.central import Rejected
from forwarder.national_case import freeze
from gateway.simulator.central_models import Case
from normalizer.schema import Attachment, ChannelName, Flags, Kind, Language, Location, Party, Submission

OFFICE = Party("desa.sukamaju@example.org", "Kantor Desa Sukamaju")
PLAIN = Submission(
    reference="k3v7q2m5x4b6n7p2",
    number="0021337508",
    kind=Kind.COMPLAINT,
    channel=ChannelName("mail"),
    title="Jalan rusak",
    text="Jalan rusak “parah” di RT 03 🚧\nMohon dibantu.",
    reporter=Party("siti.contoh@example.com", "Siti Contoh"),
    submitted_by=OFFICE,
    flags=Flags(),
    received_at=datetime(2026, 11, 20, 2, 15, 7, 412_345, tzinfo=UTC),
)
FULL = replace(
    PLAIN,
    kind=Kind.INFORMATION,
    note="Diteruskan",
    agency_keyword="TANGKAB",
    language=Language.ENGLISH,
    flags=Flags(anonim=True, rahasia=True),
    sent_at=datetime(2026, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=7))),
    attachments=(Attachment("foto.jpg", "image/JPEG", 182_044, "ab" * 32, "part:2"), Attachment("x", "odd type")),
    location=Location(-6.2, 106.8, "Balai Desa"),
    related_to=("reference-1", "reference-2"),
    recurrence_of="reference-0",
)


def frozen(submission: Submission) -> dict[str, Any]:
    body = freeze(submission)
    Case.model_validate_json(body)
    value: dict[str, Any] = json.loads(body)
    return value


def test_what_nobody_told_is_absent() -> None:
    case = frozen(PLAIN)
    assert not {"sent_at", "location", "related_to", "recurrence_of"} & set(case)
    assert case["flags"] == {"anonim": False, "rahasia": False}
    assert case["received_at"] == "2026-11-20T02:15:07.412Z"
    assert (case["number"], case["text"]) == (PLAIN.number, PLAIN.text)


def test_everything_that_is_known_is_told() -> None:
    case = frozen(FULL)
    assert case["kind"] == "permintaan_informasi"
    assert case["flags"] == {"anonim": True, "rahasia": True}
    assert case["sent_at"] == "2026-11-20T02:00:00.000Z"
    assert case["attachments"] == [
        {"name": "foto.jpg", "media_type": "image/jpeg", "size": 182_044, "sha256": "ab" * 32},
        {"name": "x", "media_type": "application/octet-stream"},
    ]
    assert case["location"] == {"latitude": -6.2, "longitude": 106.8, "label": "Balai Desa"}
    assert case["reporter"] == {"address": "siti.contoh@example.com", "name": "Siti Contoh"}
    assert (case["related_to"], case["recurrence_of"]) == (["reference-1", "reference-2"], "reference-0")
    assert case["submitted_by"] == {"address": OFFICE.address, "name": OFFICE.name}


def test_the_bytes_are_canonical() -> None:
    body = freeze(FULL)
    assert body == freeze(replace(FULL))
    canonical = json.dumps(json.loads(body), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert body == canonical.encode()
    assert "part:2" not in body.decode(), "where we have the bytes from is not the central system's business"


TOO_MUCH: list[tuple[str, Submission]] = [
    ("text", replace(PLAIN, text="a" * 100_001)),
    ("note", replace(PLAIN, note="a" * 50_001)),
    ("agency keyword", replace(PLAIN, agency_keyword="a" * 65)),
    (
        "escapes that fill the body",
        replace(
            PLAIN,
            text="\x01" * 99_000,
            note="\x01" * 49_000,
            title="\x01" * 300,
            attachments=(Attachment("\x01" * 255, "image/png", 1, "ab" * 32),) * 100,
        ),
    ),
    ("address", replace(PLAIN, reporter=Party("a" * 321))),
    ("attachments", replace(PLAIN, attachments=(Attachment("x", "image/png"),) * 101)),
    ("no place on earth", replace(PLAIN, location=Location(91, 0))),
    ("no number", replace(PLAIN, location=Location(float("nan"), 0))),
    ("a greeting is no case", replace(PLAIN, kind=Kind.GREETING)),
]


@pytest.mark.parametrize("submission", [row[1] for row in TOO_MUCH], ids=[row[0] for row in TOO_MUCH])
def test_what_the_contract_cannot_hold_waits_for_a_person(submission: Submission) -> None:
    with pytest.raises(Rejected) as caught:
        freeze(submission)
    assert "aaa" not in str(caught.value)


def test_names_and_titles_are_shortened_to_the_limit() -> None:
    long = "é" * 1000
    case = frozen(
        replace(
            PLAIN,
            title=long,
            reporter=Party("x", long),
            attachments=(Attachment(long, "image/png"),),
            location=Location(0, 0, long),
        )
    )
    shortened = [case["title"], case["reporter"]["name"], case["attachments"][0]["name"], case["location"]["label"]]
    assert [len(each) for each in shortened] == [300, 200, 255, 500]
    assert all(each.endswith("é…") for each in shortened)


def test_what_utf_8_cannot_carry_becomes_a_replacement() -> None:
    assert frozen(replace(PLAIN, text="a\ud83db😀\udc00"))["text"] == "a\ufffdb😀\ufffd"


@settings(deadline=None)
@given(st.text(max_size=300), st.text(max_size=400), st.text(max_size=250))
def test_every_text_fits_the_contract(text: str, title: str, name: str) -> None:
    case = frozen(replace(PLAIN, text=text, title=title, reporter=Party("x", name)))
    assert case["text"] == text
