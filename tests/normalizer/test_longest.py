"""A complaint's text ends where the central system stops reading, and says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from normalizer.longest import CUT, LONGEST, LONGEST_NOTE, within_limit
from normalizer.schema import ChannelName, Complaint, Kind, Language, Party

WRITER = Party("sari@warga.example.org")
WHOLE = Complaint(
    id="c1",
    kind=Kind.COMPLAINT,
    channel=ChannelName("mail"),
    delivery="mail:1",
    reporter=WRITER,
    submitted_by=WRITER,
    person="mailto:sari@warga.example.org",
    title="Jalan rusak",
    text="Jalan rusak.",
    received_at=datetime(2026, 11, 21, tzinfo=UTC),
    doubts=("charset",),
)


@pytest.mark.parametrize("length", [0, 12, LONGEST])
def test_what_fits_stays_as_it_is(length: int) -> None:
    complaint = replace(WHOLE, text="x" * length)
    assert within_limit(complaint) is complaint


@pytest.mark.parametrize(("language", "told"), [(Language.INDONESIAN, "dipotong"), (Language.ENGLISH, "Text cut")])
@pytest.mark.parametrize("length", [LONGEST + 1, 56 * LONGEST])
def test_what_does_not_fit_is_cut_and_says_so(length: int, language: Language, told: str) -> None:
    found = within_limit(replace(WHOLE, text="ñ" * length, language=language))
    assert LONGEST - 5 < len(found.text) <= LONGEST
    last = found.text.splitlines()[-1]
    assert told in last
    assert str(length) in last
    assert found.doubts == ("charset", CUT)
    assert within_limit(found) is found


def test_a_forwarders_note_is_cut_by_itself() -> None:
    found = within_limit(replace(WHOLE, note="Mohon ditindaklanjuti. " * 20_000))
    assert found.text == WHOLE.text
    assert LONGEST_NOTE - 5 < len(found.note) <= LONGEST_NOTE
    assert "dipotong" in found.note.splitlines()[-1]
    assert CUT in found.doubts
