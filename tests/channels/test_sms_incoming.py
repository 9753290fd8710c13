"""What an SMS provider may post, by profile: who is believed, what is read, and what counts as a repeat."""

from __future__ import annotations

import base64
import hmac
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from sms_kit import NOW, PHONE, SECRET, only, raw, words

from channels.base import Unauthentic, Unreadable
from channels.sms_incoming import SMS_HTTP, Reader
from channels.sms_profile import Profile, load
from normalizer.schema import DeliveryReport, Otherwise, Raw


def reader(**incoming: Any) -> Reader:
    """Kannel's way out, and any way in."""
    base = load("kannel").model_dump(by_alias=True)
    fields = {"from": "from", "to": "to", "text": "text", "time": "time", "id": "id"}
    given = {"auth": {"kind": "header", "name": "X-Secret"}, "fields": fields} | incoming
    return Reader(Profile.model_validate(base | {"incoming": given}), (SECRET.encode(), b"old"))


def form(**fields: str) -> bytes:
    return urlencode({"from": "081100001234", "to": "1708", "text": "halo", **fields}).encode()


def signed(body: bytes, algorithm: str = "sha256") -> bytes:
    return hmac.digest(SECRET.encode(), body, algorithm)


BASIC = base64.b64encode(SECRET.encode()).decode()
AUTHS: list[tuple[str, dict[str, Any], Raw]] = [
    ("header", {"kind": "header", "name": "X-Secret"}, raw(form(), X_Secret=SECRET)),
    (
        "bearer",
        {"kind": "header", "name": "Authorization", "prefix": "Bearer "},
        raw(form(), Authorization=f"Bearer {SECRET}"),
    ),
    ("query", {"kind": "query", "name": "kunci"}, raw(form(), query={"kunci": SECRET})),
    ("form", {"kind": "form", "name": "kunci"}, raw(form(kunci=SECRET))),
    ("basic", {"kind": "basic"}, raw(form(), Authorization=f"Basic {BASIC}")),
    ("hmac", {"kind": "hmac", "name": "X-Signature"}, raw(form(), X_Signature=signed(form()).hex())),
    (
        "hmac, prefixed, base64",
        {"kind": "hmac", "name": "X-Signature", "prefix": "sha1=", "digest": "base64", "algorithm": "sha1"},
        raw(form(), X_Signature="sha1=" + base64.b64encode(signed(form(), "sha1")).decode()),
    ),
    (
        "hmac with a timestamp",
        {"kind": "hmac", "name": "X-Signature", "timestamp_header": "X-Timestamp"},
        raw(form(), X_Signature=signed(form() + b"1795262400").hex(), X_Timestamp="1795262400"),
    ),
]


@pytest.mark.parametrize(("label", "auth", "good"), AUTHS, ids=[row[0] for row in AUTHS])
def test_auth(label: str, auth: dict[str, Any], good: Raw) -> None:
    judge = reader(auth=auth)
    judge.verify(good)
    assert words(judge.read(good)).text == "halo"
    stranger = Reader(judge.profile, (b"another",))
    for refused in (raw(form()), raw(form(), X_Secret="é\udcff", X_Signature="", Authorization="Basic")):
        with pytest.raises(Unauthentic):
            judge.verify(refused)
    with pytest.raises(Unauthentic):
        stranger.verify(good)


def test_the_former_secret_still_counts() -> None:
    reader().verify(raw(form(), X_Secret="old"))


def test_a_changed_body_is_not_the_signed_one() -> None:
    judge = reader(auth={"kind": "hmac", "name": "X-Signature"})
    with pytest.raises(Unauthentic):
        judge.verify(raw(form(text="lain"), X_Signature=signed(form()).hex()))


READ: list[tuple[str, dict[str, Any], Raw, dict[str, Any]]] = [
    ("form", {}, raw(form(text="jalan rusak & gelap")), {"text": "jalan rusak & gelap", "recipient": "1708"}),
    ("query", {"encoding": "query"}, raw(query={"from": PHONE, "text": "é 😡"}), {"text": "é 😡"}),
    ("json", {"encoding": "json"}, raw(b'{"from": "62811-0000-1234", "text": "halo"}'), {"text": "halo"}),
    ("json numbers", {"encoding": "json"}, raw(b'{"from": 6281100001234, "text": "halo", "id": 7}'), {"thread": "7"}),
    (
        "json below",
        {"encoding": "json", "fields": {"from": "sms.0.msisdn", "text": "sms.0.isi"}},
        raw(b'{"sms": [{"msisdn": "81100001234", "isi": "halo"}]}'),
        {"text": "halo"},
    ),
    (
        "lone surrogate",
        {"encoding": "json"},
        raw(rb'{"from": "81100001234", "text": "\ud83d x"}'),
        {"text": "\ufffd x"},
    ),
    ("latin-1", {"charset": "latin-1"}, raw(b"from=081100001234&text=caf%E9"), {"text": "café"}),
    (
        "utf-16",
        {"charset": "utf-16-be", "fields": {"from": "from", "text": "text"}},
        raw(b"from=%000%008%001%001%000%000%000%000%001%002%003%004&text=%00j"),
        {"text": "j"},
    ),
    ("not utf-8", {}, raw(b"from=081100001234&text=caf%E9"), {"text": "caf\ufffd", "doubts": ("encoding",)}),
    ("base64", {"text_encoding": "base64"}, raw(form(text="aGFsbw==")), {"text": "halo"}),
    (
        "base64 that is none",
        {"text_encoding": "base64"},
        raw(form(text="halo!")),
        {"text": "halo!", "doubts": ("encoding",)},
    ),
    ("hex of UTF-16", {"text_encoding": "hex-utf-16-be"}, raw(form(text="006A0061")), {"text": "ja"}),
    ("hex", {"text_encoding": "hex"}, raw(form(text="6a61")), {"text": "ja"}),
    (
        "unix time",
        {"time": {"format": "unix"}},
        raw(form(time="1795262400")),
        {"sent_at": datetime(2026, 11, 21, 12, 0, tzinfo=UTC)},
    ),
    (
        "milliseconds",
        {"time": {"format": "unix_ms"}},
        raw(form(time="1795262400500")),
        {"sent_at": datetime(2026, 11, 21, 12, 0, 0, 500000, UTC)},
    ),
    (
        "ISO with zone",
        {},
        raw(form(time="2026-11-21T19:00:00+07:00")),
        {"sent_at": datetime(2026, 11, 21, 12, 0, tzinfo=UTC)},
    ),
    (
        "WIB without saying so",
        {},
        raw(form(time="2026-11-21 19:00:00")),
        {"sent_at": datetime(2026, 11, 21, 12, 0, tzinfo=UTC)},
    ),
    (
        "a format",
        {"time": {"format": "%d/%m/%Y %H:%M", "offset_hours": 8}},
        raw(form(time="21/11/2026 20:00")),
        {"sent_at": datetime(2026, 11, 21, 12, 0, tzinfo=UTC)},
    ),
    ("time that is none", {}, raw(form(time="tadi")), {"sent_at": None, "doubts": ("time",)}),
    (
        "time beyond time",
        {"time": {"format": "unix"}},
        raw(form(time="9" * 30)),
        {"sent_at": None, "doubts": ("time",)},
    ),
    ("empty words", {}, raw(form(text="")), {"text": ""}),
]


@pytest.mark.parametrize(("label", "incoming", "given", "expected"), READ, ids=[row[0] for row in READ])
def test_read(label: str, incoming: dict[str, Any], given: Raw, expected: dict[str, Any]) -> None:
    found = words(reader(**incoming).read(given))
    assert (found.sender.address, found.person, found.channel) == (PHONE, f"tel:{PHONE}", "sms_http")
    assert {name: getattr(found, name) for name in expected} == expected


UNREADABLE = [
    ("nothing", {}, raw(b"")),
    ("nobody", {}, raw(b"text=halo")),
    ("no words", {}, raw(b"from=081100001234")),
    ("too many fields", {}, raw(b"a=1&" * 500)),
    ("no JSON", {"encoding": "json"}, raw(b"{")),
    ("JSON of another kind", {"encoding": "json"}, raw(b"[1]")),
    ("deep JSON", {"encoding": "json"}, raw(b"[" * 100_000)),
    ("words that are a list", {"encoding": "json"}, raw(b'{"from": "1", "text": ["a"]}')),
    ("query that is none", {"encoding": "query"}, Raw(SMS_HTTP, NOW, "https://[::1/sms?from=1&text=2", (), b"")),
]


@pytest.mark.parametrize(("label", "incoming", "given"), UNREADABLE, ids=[row[0] for row in UNREADABLE])
def test_unreadable(label: str, incoming: dict[str, Any], given: Raw) -> None:
    with pytest.raises(Unreadable):
        reader(**incoming).read(given)


# label, reliable id, two deliveries, are they one
SAME = [
    ("reliable id, all else differs", True, form(id="7"), form(id="7", text="lain"), True),
    ("two reliable ids", True, form(id="7"), form(id="8"), False),
    ("id that repeats, other words", False, form(id="7", time="1"), form(id="7", time="1", text="lain"), False),
    ("id that repeats, other time", False, form(id="7", time="1"), form(id="7", time="2"), False),
    ("no id, other spelling of the bytes", False, form(time="1"), form(time="1") + b"&try=2", True),
    ("no id, other sender", False, form(time="1"), form(time="1").replace(b"1234", b"9999"), False),
    ("no id, no time, same bytes", False, form(), form(), True),
    ("no id, no time, other bytes", False, form(), form() + b"&n=2", False),
    ("reliable, but left out", True, form(time="1"), form(time="2"), False),
]


@pytest.mark.parametrize(("label", "reliable", "one", "two", "same"), SAME, ids=[row[0] for row in SAME])
def test_delivery_key(label: str, reliable: bool, one: bytes, two: bytes, same: bool) -> None:
    judge = reader(reliable_id=reliable)
    assert (judge.delivery_key(raw(one)) == judge.delivery_key(raw(two))) is same


def test_a_report_is_never_taken_for_a_message() -> None:
    judge = reader(reliable_id=True)
    report = raw(b"id=7&status=1", "/sms/report")
    assert judge.delivery_key(report) != judge.delivery_key(raw(form(id="7")))
    assert only(judge.read(report)) == DeliveryReport(SMS_HTTP, "7", "delivered")
    failed = DeliveryReport(SMS_HTTP, "7", "failed", otherwise=Otherwise.WAY)
    assert only(judge.read(raw(b"id=7&status=2", "/sms/report"))) == failed
    assert judge.read(raw(b"id=7&status=4", "/sms/report")) == ()
    assert judge.delivery_key(report) != judge.delivery_key(raw(b"id=7&status=8", "/sms/report"))
    for odd in (b"id=7&status=99", b"status=1", b""):
        with pytest.raises(Unreadable):
            judge.read(raw(odd, "/sms/report"))
