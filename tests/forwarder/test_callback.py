"""Signed callbacks: forged, replayed and odd ones are refused, and no secret or word is told."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forwarder.callback import (
    CallbackError,
    Forged,
    Malformed,
    NumberAssigned,
    QuestionAsked,
    StatusChanged,
    signature,
    signed,
    verify,
)

NOW = datetime(2026, 11, 23, 4, 0, 0, tzinfo=UTC)
SECRET, OLD = "made-up-secret-new", "made-up-secret-old"
BASE = {"id": "ev-1", "reference": "k3v7q2m5x4b6n7p2", "occurred_at": "2026-11-23T04:00:00Z"}
BODY = json.dumps({**BASE, "type": "number.assigned", "number": "01916449"}).encode()
SIGNED_BY_OPENSSL = "d214bd76aa769f9f506c4d1a4998600c0471ab1936b799f29f75771826e174ea"
STAMP = str(int(NOW.timestamp()))


def test_the_signature_is_the_one_of_the_contract() -> None:
    # printf '1700000000.{}' | openssl dgst -sha256 -hmac made-up-secret-new
    assert signature(SECRET, "1700000000", b"{}") == SIGNED_BY_OPENSSL
    assert signed(SECRET, BODY, NOW) == f"t={STAMP},v1={signature(SECRET, STAMP, BODY)}"


def test_each_kind_of_event() -> None:
    number = verify([SECRET], signed(SECRET, BODY, NOW), BODY, NOW)
    assert isinstance(number, NumberAssigned)
    assert (number.id, number.reference, number.number) == ("ev-1", BASE["reference"], "01916449")
    body = json.dumps({**BASE, "type": "status.changed", "status": "bukan_wewenang"}).encode()
    status = verify([SECRET], signed(SECRET, body, NOW), body, NOW)
    assert isinstance(status, StatusChanged)
    assert status.status == "bukan_wewenang"
    body = json.dumps({**BASE, "type": "question.asked", "question": "Di RT berapa?"}).encode()
    question = verify([SECRET], signed(SECRET, body, NOW), body, NOW)
    assert isinstance(question, QuestionAsked)
    assert question.question == "Di RT berapa?"
    assert "RT" not in repr(question)


def test_two_secrets_and_two_signatures_while_rotating() -> None:
    ours, theirs = signature(OLD, STAMP, BODY), signature(SECRET, STAMP, BODY)
    for header in (f"t={STAMP},v1={ours}", f"t={STAMP},v1={theirs}", f"t={STAMP},v1={'0' * 64},v1={ours}"):
        assert verify([SECRET, OLD], header, BODY, NOW).id == "ev-1"
    with pytest.raises(Forged):
        verify([SECRET], f"t={STAMP},v1={ours}", BODY, NOW)


GOOD = signature(SECRET, STAMP, BODY)
FORGED: list[tuple[str, str, bytes]] = [
    ("no header", "", BODY),
    ("another body", f"t={STAMP},v1={GOOD}", BODY + b" "),
    ("another time", f"t={int(STAMP) + 1},v1={GOOD}", BODY),
    ("time with zeros in front is other bytes", f"t=0{STAMP},v1={GOOD}", BODY),
    ("upper case", f"t={STAMP},v1={GOOD.upper()}", BODY),
    ("no time", f"v1={GOOD}", BODY),
    ("short signature", f"t={STAMP},v1={GOOD[:-1]}", BODY),
    ("other scheme", f"t={STAMP},v0={GOOD}", BODY),
    ("line break behind", f"t={STAMP},v1={GOOD}\n", BODY),
    ("digits of another script", f"t={''.join(chr(0x660 + int(d)) for d in STAMP)},v1={GOOD}", BODY),
    ("endless", f"t={STAMP}" + f",v1={GOOD}" * 100, BODY),
    ("signed with an empty secret", f"t={STAMP},v1={signature('', STAMP, BODY)}", BODY),
    ("over the limit", signed(SECRET, b"x" * 65_537, NOW), b"x" * 65_537),
]


@pytest.mark.parametrize(("header", "body"), [row[1:] for row in FORGED], ids=[row[0] for row in FORGED])
def test_forged(header: str, body: bytes) -> None:
    with pytest.raises(Forged) as caught:
        verify([SECRET, ""], header, body, NOW)
    assert SECRET not in str(caught.value)


def test_without_secrets_nothing_is_believed() -> None:
    with pytest.raises(Forged):
        verify([], signed("", BODY, NOW), BODY, NOW)


@pytest.mark.parametrize(("seconds", "believed"), [(-301, False), (-300, True), (0, True), (300, True), (301, False)])
def test_the_replay_window(seconds: int, believed: bool) -> None:
    header = signed(SECRET, BODY, NOW + timedelta(seconds=seconds))
    if believed:
        assert verify([SECRET], header, BODY, NOW).id == "ev-1"
    else:
        with pytest.raises(Forged, match="replay"):
            verify([SECRET], header, BODY, NOW)


ODD: list[tuple[str, bytes]] = [
    ("no JSON", b"Jalan rusak"),
    ("a list", b"[]"),
    ("no type", json.dumps(BASE).encode()),
    ("unknown type", json.dumps({**BASE, "type": "case.deleted"}).encode()),
    ("unknown field", json.dumps({**BASE, "type": "number.assigned", "number": "1", "Jalan rusak": 1}).encode()),
    ("unknown status", json.dumps({**BASE, "type": "status.changed", "status": "Jalan rusak"}).encode()),
    ("number without zeros", json.dumps({**BASE, "type": "number.assigned", "number": 1}).encode()),
    ("no zone", json.dumps({**BASE, "type": "number.assigned", "number": "1", "occurred_at": "2026-11-23"}).encode()),
    ("nested without end", b"[" * 60_000),
]


@pytest.mark.parametrize("body", [row[1] for row in ODD], ids=[row[0] for row in ODD])
def test_signed_but_no_event(body: bytes) -> None:
    with pytest.raises(Malformed) as caught:
        verify([SECRET], signed(SECRET, body, NOW), body, NOW)
    assert "Jalan" not in str(caught.value)


@settings(deadline=None)
@given(st.text(max_size=100), st.binary(max_size=100), st.binary(max_size=100))
def test_nothing_else_is_raised(header: str, body: bytes, signed_body: bytes) -> None:
    with pytest.raises(CallbackError):
        verify([SECRET], header, body, NOW)
    with pytest.raises(CallbackError):
        verify([SECRET], signed(SECRET, signed_body, NOW), signed_body, NOW)
