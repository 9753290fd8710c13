"""JSON and back without a loss, errors without a word of anybody's, and the schema that is published."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer import codec
from normalizer.schema import (
    Accepted,
    Attachment,
    ChannelName,
    Complaint,
    Flags,
    Kind,
    Language,
    Location,
    Message,
    Party,
    Submission,
)

PUBLISHED = Path(__file__).parents[2] / "docs" / "complaint.schema.json"

_parties = st.builds(Party, st.text(), st.text())
_times = st.datetimes(timezones=st.just(UTC))
_places = st.builds(Location, st.floats(-90, 90), st.floats(-180, 180), st.text())
_attachments = st.builds(Attachment, st.text(), st.text(), st.none() | st.integers(0, 2**40), st.none() | st.text())
_flags = st.builds(Flags, st.booleans(), st.booleans())
_shared: dict[str, st.SearchStrategy[Any]] = {
    "channel": st.sampled_from(["sms", "mail"]).map(ChannelName),
    "received_at": _times,
    "sent_at": st.none() | _times,
    "attachments": st.lists(_attachments, max_size=3).map(tuple),
    "location": st.none() | _places,
}
_understood: dict[str, st.SearchStrategy[Any]] = {
    "kind": st.sampled_from(Kind),
    "language": st.sampled_from(Language),
    "flags": _flags,
    "reporter": _parties,
    "submitted_by": _parties,
}
COMPLAINTS = st.builds(
    Complaint, doubts=st.lists(st.text(), max_size=3).map(tuple), schema_version=st.just(1), **_shared, **_understood
)
SUBMISSIONS = st.builds(Submission, schema_version=st.just(1), **_shared, **_understood)
MESSAGES = st.builds(Message, sender=_parties, doubts=st.lists(st.text(), max_size=3).map(tuple), **_shared)


@given(st.one_of(COMPLAINTS, SUBMISSIONS, MESSAGES))
def test_there_and_back(value: Complaint | Submission | Message) -> None:
    data = codec.encode(value)
    assert codec.decode(type(value), data) == value
    assert codec.encode(codec.decode(type(value), data)) == data


AS_PUBLISHED = jsonschema.Draft202012Validator(codec.json_schema())


@given(COMPLAINTS)
def test_what_we_write_is_what_we_publish(complaint: Complaint) -> None:
    AS_PUBLISHED.validate(json.loads(codec.encode(complaint)))


def test_the_published_schema_is_the_one_in_force() -> None:
    assert PUBLISHED.read_text("utf-8") == codec.schema_text(), (
        "write it again: satupintu schema > docs/complaint.schema.json"
    )
    jsonschema.Draft202012Validator.check_schema(codec.json_schema())


def sample(**changes: object) -> bytes:
    complaint = Complaint(
        id="1",
        kind=Kind.COMPLAINT,
        channel=ChannelName("sms"),
        delivery="d",
        reporter=Party("+6281100001234"),
        submitted_by=Party("+6281100001234"),
        person="tel:+6281100001234",
        title="Jalan",
        text="Jalan rusak",
        received_at=datetime(2026, 11, 21, tzinfo=UTC),
    )
    return json.dumps({**json.loads(codec.encode(complaint)), **changes}).encode()


def test_a_newer_version_says_so() -> None:
    with pytest.raises(codec.NewerSchema, match="schema version 2, but this Satu Pintu reads up to 1"):
        codec.decode(Complaint, sample(schema_version=2))


BROKEN = [
    ("no JSON", b"{"),
    ("no object", b"[]"),
    ("no kind of ours", sample(kind="Sari 081100001234")),
    ("a field that is missing", b'{"text": "Sari 081100001234"}'),
    ("a time without meaning", sample(received_at="Sari 081100001234")),
    ("an older version that never was", sample(schema_version=0)),
    ("a version that is no number", sample(schema_version="Sari 081100001234")),
    ("nested without end", b"[" * 100_000),
]


@pytest.mark.parametrize(("label", "data"), BROKEN, ids=[row[0] for row in BROKEN])
def test_what_cannot_be_read_is_told_without_anybodys_words(label: str, data: bytes) -> None:
    with pytest.raises(codec.Undecodable) as caught:
        codec.decode(Complaint, data)
    assert not isinstance(caught.value, codec.NewerSchema)
    assert "Sari" not in str(caught.value), label
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_what_cannot_be_written_is_told_without_anybodys_words() -> None:
    with pytest.raises(codec.Unencodable) as caught:
        codec.encode(Accepted("\ud83d Sari"))
    assert "Sari" not in str(caught.value)
    assert caught.value.__context__ is None
