"""What every answer of a GeoReport v2 server means: real ones say 400 to everything, and answer in many shapes."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forwarder.central import CentralError, Rejected, Unavailable, Unknown
from forwarder.open311_answer import numbered, progress, receipt, required
from forwarder.wire import Answer
from normalizer.schema import Accepted, Deferred

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)


def answer(status: int, body: object, kind: str = "application/json", after: str | None = None) -> Answer:
    return Answer(status, kind, after, body if isinstance(body, bytes) else json.dumps(body).encode())


def trouble(words: str, status: int = 400) -> Answer:
    return answer(status, [{"code": status, "description": words}])


_XML_REQUEST = b"<request><service_request_id>07</service_request_id></request>"
XML = b'<?xml version="1.0"?><service_requests>' + _XML_REQUEST + b"</service_requests>"
_ENTITY = (
    '<!DOCTYPE a [<!ENTITY b "7">]><service_requests><request><service_request_id>&b;</service_request_id></request>'
    "</service_requests>"
)
XML_ERROR = b"<errors><error><code>400</code><description>a duplicate</description></error></errors>"

TAKEN: tuple[tuple[str, Answer, Accepted | Deferred], ...] = (
    ("a list of one", answer(201, [{"service_request_id": "01916449"}]), Accepted("01916449")),
    ("a number that is a number", answer(200, [{"service_request_id": 1916449}]), Accepted("1916449")),
    ("one object", answer(200, {"service_request_id": "7"}), Accepted("7")),
    ("a list in an object", answer(200, {"service_requests": [{"service_request_id": "7"}]}), Accepted("7")),
    ("a token", answer(201, [{"token": "12ab"}]), Deferred("12ab")),
    ("a token beside an empty id", answer(201, [{"service_request_id": "", "token": "1"}]), Deferred("1")),
    ("a token beside null", answer(201, [{"service_request_id": None, "token": "1"}]), Deferred("1")),
    ("both", answer(201, [{"service_request_id": "7", "token": "1"}]), Accepted("7")),
    ("XML, whatever was asked for", answer(201, XML, "text/xml"), Accepted("07")),
)


@pytest.mark.parametrize(("came", "expected"), [row[1:] for row in TAKEN], ids=[row[0] for row in TAKEN])
def test_taken(came: Answer, expected: Accepted | Deferred) -> None:
    assert receipt(came, NOW) == expected


NOT_TAKEN: tuple[tuple[str, Answer, type[CentralError], str], ...] = (
    ("a key", trouble("Invalid api key", 403), Unavailable, "CENTRAL_KEY"),
    ("a service", trouble("service_code not found", 404), Rejected, "OPEN311_SERVICE"),
    ("a wrong address", answer(404, b"<html>"), Unavailable, "CENTRAL_URL"),
    ("a redirect", answer(301, b""), Unavailable, "CENTRAL_URL"),
    ("a redirect as after a form", answer(302, b""), Unknown, "perhaps after taking it"),
    ("see other", answer(303, b""), Unknown, "perhaps after taking it"),
    ("CRM down as 400", trouble("The CRM is currently unavailable."), Unavailable, "down"),
    ("CRM down in Indonesian", trouble("Sistem sedang pemeliharaan, coba lagi"), Unavailable, "down"),
    ("CRM silent as 400", trouble("Request timed out contacting backend"), Unknown, "did not answer"),
    ("a duplicate", trouble("This is a duplicate of request 17 by Budi"), Unknown, "already"),
    ("a duplicate in XML", answer(400, XML_ERROR, "text/xml"), Unknown, "already"),
    ("a duplicate as 409", trouble("Already submitted", 409), Unknown, "already"),
    ("a duplicate in a success", answer(200, [{"code": 400, "description": "duplicate"}]), Unknown, "already"),
    ("an attribute", trouble("attribute WHISHETN is required"), Rejected, "OPEN311_ATTRIBUTES"),
    ("a place", trouble("coordinates are outside of the city"), Rejected, "the place"),
    ("a place that is not served", trouble("This service is not available at this location"), Rejected, "the place"),
    ("anything", trouble("Jalan rusak di Sukamaju"), Rejected, "without a reason we know"),
    ("nothing", answer(400, b""), Rejected, "without a reason we know"),
    ("429", answer(429, [], after="7"), Unavailable, "slow down"),
    ("503", answer(503, b""), Unknown, "perhaps after taking it"),
    ("500", trouble("oops", 500), Unknown, "not known"),
    ("408", answer(408, b""), Unknown, "not known"),
    ("504", answer(504, b""), Unknown, "not known"),
    ("two requests", answer(201, [{"service_request_id": "1"}, {"service_request_id": "2"}]), Unknown, "without one"),
    ("an empty list", answer(201, []), Unknown, "without one"),
    ("no number", answer(201, [{}]), Unknown, "neither"),
    ("markup for a number", answer(201, [{"service_request_id": "<b>1</b>"}]), Unknown, "neither"),
    ("the way up for a number", answer(201, [{"service_request_id": "../1"}]), Unknown, "neither"),
    ("true for a number", answer(201, [{"service_request_id": True}]), Unknown, "neither"),
    ("XML with entities in UTF-16", answer(201, _ENTITY.encode("utf-16"), "text/xml"), Unknown, "without one"),
    ("XML with entities in UTF-16 without a mark", answer(201, _ENTITY.encode("utf-16-le")), Unknown, "without one"),
    ("XML with entities", answer(201, b'<!DOCTYPE a [<!ENTITY b "7">]>' + XML, "text/xml"), Unknown, "without one"),
    ("XML of somebody else", answer(201, b"<rss><item/></rss>", "text/xml"), Unknown, "without one"),
    ("204", answer(204, b""), Unknown, "not known"),
)


@pytest.mark.parametrize(("came", "kind", "says"), [row[1:] for row in NOT_TAKEN], ids=[row[0] for row in NOT_TAKEN])
def test_not_taken(came: Answer, kind: type[CentralError], says: str) -> None:
    with pytest.raises(CentralError, match=says) as caught:
        receipt(came, NOW)
    assert type(caught.value) is kind
    assert not [word for word in ("Sukamaju", "Budi", "oops") if word in str(caught.value)]


def test_a_503_is_unknown_and_its_wish_to_wait_holds() -> None:
    with pytest.raises(Unknown, match="perhaps after taking it") as caught:
        receipt(answer(503, b"", after="7"), NOW)
    assert caught.value.after == 7
    for status in (425, 429):
        with pytest.raises(Unavailable):
            receipt(answer(status, b""), NOW)


@given(
    st.binary(max_size=400), st.sampled_from(["application/json", "text/xml", "text/html", ""]), st.integers(100, 599)
)
def test_any_answer_ends_in_a_receipt_or_one_of_the_three(body: bytes, kind: str, status: int) -> None:
    try:
        assert isinstance(receipt(Answer(status, kind, None, body), NOW), Accepted | Deferred)
    except (Unavailable, Rejected, Unknown):
        assert status


def test_a_400_that_names_a_time_is_waited_for() -> None:
    with pytest.raises(Unavailable) as caught:
        receipt(answer(400, [{"code": 400, "description": "CRM is down"}], after="7"), NOW)
    assert caught.value.after == 7


def test_a_token_that_is_not_known_yet_is_no_number_yet() -> None:
    assert numbered(trouble("token not found", 404), NOW) is None
    assert numbered(answer(200, []), NOW) is None
    assert numbered(answer(200, [{"service_request_id": "07", "token": "1"}]), NOW) == "07"
    with pytest.raises(Unavailable):
        numbered(answer(404, b"<html>"), NOW)


def test_status_is_told_in_words_citizens_know() -> None:
    entry = {"service_request_id": "07", "status": "Closed", "status_notes": "Sudah ditambal",
             "expected_datetime": "2026-12-01T08:00:00+07:00"}  # fmt: skip
    told = progress(answer(200, [entry]), "07", NOW)
    assert told is not None
    assert (told.status, told.note, told.number) == ("selesai", "Sudah ditambal", "07")
    assert told.expected == datetime(2026, 12, 1, 1, tzinfo=UTC)
    assert progress(trouble("not found", 404), "07", NOW) is None
    with pytest.raises(Unknown):
        progress(answer(200, [entry | {"service_request_id": "08"}]), "07", NOW)


def test_what_a_service_wants_is_read_from_its_definition() -> None:
    values = [{"key": "mati", "name": "Mati"}]
    listed = [
        {"code": "A", "required": True, "variable": True, "values": values},
        {"code": "B", "required": "true"},
        {"code": "C", "required": False},
        {"code": "D", "required": True, "variable": False},  # words for the citizen, no question
        "rubbish",
    ]
    assert required({"attributes": listed}) == {"A": frozenset({"mati"}), "B": frozenset()}
    assert required([{"attributes": listed}]) == required({"attributes": listed})
    assert required({"attributes": None}) == required(None) == required([]) == {}
