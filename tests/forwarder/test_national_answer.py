"""What every status and every odd body means: a proxy's answer never loses, doubles or rejects a complaint."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forwarder.central import CentralError, Rejected, Unavailable, Unknown
from forwarder.national_answer import found, noted, numbered, receipt, shown
from forwarder.wire import Answer
from normalizer.schema import Accepted, Deferred, Flags

NOW = datetime(2026, 11, 20, 2, 0, 0, tzinfo=UTC)
REFERENCE = "k3v7q2m5x4b6n7p2"


def answer(status: int, body: object = None, kind: str = "application/json", after: str | None = None) -> Answer:
    return Answer(status, kind, after, body if isinstance(body, bytes) else json.dumps(body).encode())


def trouble(status: int, slug: str, **more: object) -> Answer:
    body = {"type": f"urn:satupintu:problem:{slug}", "title": "Jalan rusak di Sukamaju", "status": status, **more}
    return answer(status, body, "application/problem+json")


def case(**more: object) -> dict[str, object]:
    return {"reference": REFERENCE, **more}


TAKEN: list[tuple[str, Answer, Accepted | Deferred]] = [
    ("201", answer(201, case(number="01916449")), Accepted("01916449")),
    ("200 of a system that answers a repeat so", answer(200, case(number="1916449")), Accepted("1916449")),
    ("202", answer(202, case(token="t-1")), Deferred("t-1")),
    ("202 with both", answer(202, case(token="t-1", number="7")), Accepted("7")),
    ("202 with a number to come", answer(202, case(token="t-1", number=None)), Deferred("t-1")),
]


@pytest.mark.parametrize(("given_answer", "expected"), [row[1:] for row in TAKEN], ids=[row[0] for row in TAKEN])
def test_taken(given_answer: Answer, expected: Accepted | Deferred) -> None:
    assert receipt(given_answer, REFERENCE, NOW) == expected


REFUSED: list[tuple[str, Answer, type[CentralError]]] = [
    ("201 without JSON", answer(201, b"<html>"), Unknown),
    ("201 with a list", answer(201, []), Unknown),
    ("201 about another case", answer(201, {"reference": "another-one", "number": "1"}), Unknown),
    ("201 without number", answer(201, case()), Unknown),
    ("201 with a number that lost its zeros", answer(201, case(number=1916449)), Unknown),
    ("201 with markup for a number", answer(201, case(number="<b>1</b>")), Unknown),
    ("201 with an endless number", answer(201, case(number="1" * 41)), Unknown),
    ("201 nested without end", answer(201, b"[" * 60_000), Unknown),
    ("201 with bytes that are no UTF-8", answer(201, b'{"reference":"\xff"}'), Unknown),
    ("204", answer(204, b""), Unknown),
    ("301", answer(301, b""), Unavailable),
    ("400", trouble(400, "malformed"), Rejected),
    ("400 of a proxy", answer(400, b"Bad Request", "text/html"), Rejected),
    ("401", trouble(401, "unauthenticated"), Unavailable),
    ("403", trouble(403, "switched-off"), Unavailable),
    ("404 of a proxy", answer(404, b"Not Found", "text/html"), Unavailable),
    ("404 of the contract", trouble(404, "no-such-path"), Unavailable),
    ("405", answer(405, b""), Unavailable),
    ("407", answer(407, b""), Unavailable),
    ("408", answer(408, b""), Unknown),
    ("409", trouble(409, "withdrawn"), Rejected),
    ("413", trouble(413, "too-large"), Rejected),
    ("415", trouble(415, "unsupported-media-type"), Rejected),
    ("422", trouble(422, "invalid"), Rejected),
    ("425", answer(425, b""), Unavailable),
    ("429", trouble(429, "too-many-requests"), Unavailable),
    ("500", trouble(500, "internal"), Unknown),
    ("502", answer(502, b"", "text/html"), Unknown),
    ("503", trouble(503, "unavailable"), Unavailable),
    ("504", answer(504, b"", "text/html"), Unknown),
]


@pytest.mark.parametrize(("given_answer", "kind"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused_or_unknown(given_answer: Answer, kind: type[CentralError]) -> None:
    with pytest.raises(CentralError) as caught:
        receipt(given_answer, REFERENCE, NOW)
    assert type(caught.value) is kind
    assert "Sukamaju" not in str(caught.value)
    # 200 for a look-up means "here it is"; whatever else happens to one, it can only be asked again.
    with pytest.raises(Unavailable):
        found(given_answer, REFERENCE, NOW)


def test_only_the_contracts_own_404_means_surely_not_there() -> None:
    assert found(trouble(404, "unknown-reference"), REFERENCE, NOW) is None
    for other in (trouble(404, "no-such-path"), answer(404, {}), answer(404, {"type": "unknown-reference"})):
        with pytest.raises(Unavailable):
            found(other, REFERENCE, NOW)


@pytest.mark.parametrize(
    "flags", [None, [], {}, {"anonim": True}, {"anonim": True, "rahasia": None}, {"anonim": 1, "rahasia": 0}]
)
def test_flags_that_cannot_be_read_are_not_taken_for_lowered(flags: object) -> None:
    assert shown(trouble(404, "unknown-reference"), REFERENCE, NOW) is None
    there = {"reference": REFERENCE, "number": "0123"}
    seen = shown(answer(200, {**there, "flags": {"anonim": True, "rahasia": False}}), REFERENCE, NOW)
    assert seen == Flags(anonim=True)
    with pytest.raises(Unavailable):
        shown(answer(200, {**there, "flags": flags}), REFERENCE, NOW)


def test_a_rejection_names_our_fields_and_no_words() -> None:
    errors = [
        {"at": "/case/attachments/3/sha256", "code": "x"},
        {"at": "/case/Jalan rusak", "code": "x"},
        {"at": 7},
        "Jalan rusak",
    ]
    with pytest.raises(Rejected) as caught:
        receipt(trouble(422, "invalid", errors=errors), REFERENCE, NOW)
    assert str(caught.value).endswith("the request does not fit the contract (/case/attachments/3/sha256)")


def test_numbers_behind_tokens() -> None:
    assert numbered(answer(200, {"number": None}), NOW) is None
    assert numbered(answer(200, {"number": "0001"}), NOW) == "0001"
    odd: object
    for odd in ({}, {"number": 1}, {"number": ""}, []):
        with pytest.raises(Unknown):
            numbered(answer(200, odd), NOW)
    with pytest.raises(Rejected):
        numbered(trouble(404, "unknown-token"), NOW)
    with pytest.raises(Unavailable):
        numbered(answer(404, b"", "text/html"), NOW)


def test_a_change_must_be_answered_about_its_case() -> None:
    noted(answer(201, case()), REFERENCE, NOW)
    with pytest.raises(Unknown):
        noted(answer(200, {"reference": "another-one"}), REFERENCE, NOW)


def test_the_wish_to_wait_is_kept() -> None:
    with pytest.raises(Unavailable) as caught:
        receipt(answer(429, b"", after="Fri, 20 Nov 2026 02:00:30 GMT"), REFERENCE, NOW)
    assert caught.value.after == 30


@settings(deadline=None)
@given(st.integers(100, 599), st.binary(max_size=200), st.sampled_from(["application/problem+json", "text/html"]))
def test_no_answer_raises_anything_else(status: int, body: bytes, kind: str) -> None:
    with pytest.raises(CentralError):
        receipt(Answer(status, kind, None, body), REFERENCE, NOW)
